namespace TrainingLMS.Congruence.ResponseSurfaces;

/// <summary>
/// A value with its gradient in b1 to b5, so that a formula is written once and its delta-method standard error follows
/// exactly (forward differentiation).
/// </summary>
internal readonly struct Dual(double value, double[] gradient)
{
    public double Value { get; } = value;

    public double[] Gradient { get; } = gradient;

    public static Dual[] Variables(IReadOnlyList<double> values) =>
    [
        .. values.Select((value, i) =>
        {
            var gradient = new double[values.Count];
            gradient[i] = 1;

            return new Dual(value, gradient);
        }),
    ];

    public static Dual operator +(Dual a, Dual b) => Chain(a, 1, b, 1, a.Value + b.Value);

    public static Dual operator -(Dual a, Dual b) => Chain(a, 1, b, -1, a.Value - b.Value);

    public static Dual operator -(Dual a) => -1 * a;

    public static Dual operator *(Dual a, Dual b) => Chain(a, b.Value, b, a.Value, a.Value * b.Value);

    public static Dual operator *(double factor, Dual a) => Chain(a, factor, a, 0, factor * a.Value);

    public static Dual operator /(Dual a, Dual b) =>
        Chain(a, 1 / b.Value, b, -a.Value / (b.Value * b.Value), a.Value / b.Value);

    public static Dual Sqrt(Dual a)
    {
        var root = Math.Sqrt(a.Value);

        return Chain(a, .5 / root, a, 0, root);
    }

    private static Dual Chain(Dual a, double da, Dual b, double db, double value) =>
        new(value, [.. a.Gradient.Zip(b.Gradient, (x, y) => da * x + db * y)]);
}
