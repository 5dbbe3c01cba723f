namespace TrainingLMS.Congruence.MixedModels;

/// <summary>Derivatives at zero by central differences and two steps of Richardson's extrapolation.</summary>
internal static class NumericalDerivatives
{
    public static double Step(double at) => .02 * Math.Max(.5, Math.Abs(at));

    public static double First(Func<double, double> f, double step) =>
        Extrapolate(h => (f(h) - f(-h)) / (2 * h), step);

    public static double Second(Func<double, double> f, double step)
    {
        var centre = f(0);

        return Extrapolate(h => (f(h) - 2 * centre + f(-h)) / (h * h), step);
    }

    public static double Mixed(Func<double, double, double> f, double step, double other) =>
        Extrapolate(
            h =>
            {
                var k = h / step * other;

                return (f(h, k) - f(h, -k) - f(-h, k) + f(-h, -k)) / (4 * h * k);
            },
            step);

    // Errors of central differences run in even powers of the step, so halving it twice removes two of them.
    private static double Extrapolate(Func<double, double> difference, double step)
    {
        var wide = difference(step);
        var middle = difference(step / 2);
        var narrow = difference(step / 4);
        var first = (4 * middle - wide) / 3;
        var second = (4 * narrow - middle) / 3;

        return (16 * second - first) / 15;
    }
}
