namespace TrainingLMS.Congruence.MixedModels;

/// <summary>First derivatives at zero by central differences and two steps of Richardson's extrapolation (1911).</summary>
internal static class NumericalDerivatives
{
    public static double Step(double at) => .01 * Math.Max(.5, Math.Abs(at));

    public static double First(Func<double, double> f, double step) => First(h => [f(h)], step)[0];

    /// <summary>Of several functions at once, which share their evaluations.</summary>
    public static double[] First(Func<double, double[]> f, double step)
    {
        var wide = Difference(step);
        var middle = Difference(step / 2);
        var narrow = Difference(step / 4);

        // Errors of central differences run in even powers of the step, so halving it twice removes two of them.
        return
        [
            .. wide.Select((w, i) => (
                16 * ((4 * narrow[i]) - middle[i]) / 3 - ((4 * middle[i]) - w) / 3) / 15),
        ];

        double[] Difference(double h) => [.. f(h).Zip(f(-h), (up, down) => (up - down) / (2 * h))];
    }
}
