using TrainingLMS.Congruence.Studies;

namespace TrainingLMS.Congruence.ResponseSurfaces;

/// <summary>A weighted sum of b1 to b5 with its standard error and degrees of freedom.</summary>
internal delegate Estimate LinearCombination(double[] weights);

/// <summary>
/// The figures of a surface (formulas as in Edwards &amp; Parry 1993 and the R package RSA), standard errors by the delta
/// method; a figure that is a ratio has the degrees of freedom of its linear approximation.
/// </summary>
internal sealed class SurfaceFigures
{
    // Relative to the largest of b3, b4 and b5 (their square for 4 b3 b5 - b4²): what rounding leaves of an exact zero.
    private const double Zero = 1e-9;

    private readonly LinearCombination _combine;
    private readonly Dual[] _b;
    private readonly double _scale;

    private SurfaceFigures(LinearCombination combine)
    {
        _combine = combine;
        B = [.. Enumerable.Range(0, 5).Select(i => combine(Unit(i)))];
        _b = Dual.Variables([.. B.Select(b => b.Value)]);
        _scale = new[] { B[2], B[3], B[4] }.Max(b => Math.Abs(b.Value));
    }

    private Estimate[] B { get; }

    private bool IsPlane => _scale <= Zero * Math.Max(Math.Abs(B[0].Value), Math.Abs(B[1].Value));

    private Dual Determinant => 4 * _b[2] * _b[4] - _b[3] * _b[3];

    private bool IsFlat => Math.Abs(Determinant.Value) <= Zero * _scale * _scale;

    private bool IsParallel => Math.Abs(B[3].Value) <= Zero * _scale;

    public static ResponseSurface Of(LinearCombination combine)
    {
        var figures = new SurfaceFigures(combine);

        return new ResponseSurface
        {
            B = figures.B,
            A1 = combine([1, 1, 0, 0, 0]),
            A2 = combine([0, 0, 1, 1, 1]),
            A3 = combine([1, -1, 0, 0, 0]),
            A4 = combine([0, 0, 1, -1, 1]),
            A5 = combine([0, 0, 1, 0, -1]),
            Shape = figures.Shape(),
            Stationary = figures.Stationary().Select(p => new StationaryPoint(
                figures.Estimated(p.X), figures.Estimated(p.Y))),
            Axes = figures.Axes(),
            Eigenvalues = figures.Eigenvalues(),
            Quadratic = JointTest.Of(weights => combine(weights), [Unit(2), Unit(3), Unit(4)]),
        };
    }

    private SurfaceShape Shape() => (IsPlane, IsFlat, Determinant.Value > 0, B[2].Value + B[4].Value < 0) switch
    {
        (true, _, _, _) => SurfaceShape.Plane,
        (_, true, _, true) => SurfaceShape.Ridge,
        (_, true, _, false) => SurfaceShape.Trough,
        (_, _, true, true) => SurfaceShape.Dome,
        (_, _, true, false) => SurfaceShape.Bowl,
        (_, _, false, _) => SurfaceShape.Saddle,
    };

    private Reported<(Dual X, Dual Y)> Stationary()
    {
        if (IsPlane || IsFlat)
            return Reported.Withhold<(Dual, Dual)>(SuppressionRule.FlatRidge, 0, 1);

        var (b1, b2, b3, b4, b5) = (_b[0], _b[1], _b[2], _b[3], _b[4]);

        return Reported.Show((
            (b2 * b4 - 2 * b1 * b5) / Determinant,
            (b1 * b4 - 2 * b2 * b3) / Determinant));
    }

    private Reported<PrincipalAxes> Axes()
    {
        if (IsPlane)
            return Reported.Withhold<PrincipalAxes>(SuppressionRule.NoDirection, 0, 1);

        if (IsParallel)
            return Reported.Withhold<PrincipalAxes>(SuppressionRule.ParallelAxes, 0, 1);

        var (b3, b4, b5) = (_b[2], _b[3], _b[4]);
        var turn = b3 - b5;
        var spread = Spread();

        // (D - A)(D + A) = b4²: the form that adds, so that neither slope is a difference of like numbers.
        var p11 = turn.Value > 0 ? b4 / (turn + spread) : (spread - turn) / b4;
        var p21 = turn.Value > 0 ? -((turn + spread) / b4) : -(b4 / (spread - turn));
        var first = Stationary().Select(p => p.Y - p11 * p.X);

        return Reported.Show(new PrincipalAxes(
            Estimated(p11),
            Estimated(p21),
            first.Select(Estimated),
            Stationary().Select(p => Estimated(p.Y - p21 * p.X)),
            Estimated(b3 + b4 * p11 + b5 * p11 * p11),
            Estimated(b3 + b4 * p21 + b5 * p21 * p21),
            Math.Abs(p11.Value + 1) <= Zero
                ? Reported.Withhold<Estimate>(SuppressionRule.NoDirection, 0, 1)
                : first.Select(p10 => Estimated(-(p10 / new Dual(1 + p11.Value, p11.Gradient))))));
    }

    private Reported<Eigenvalues> Eigenvalues()
    {
        if (Spread().Value <= Zero * _scale)
            return Reported.Withhold<Eigenvalues>(SuppressionRule.NoDirection, 0, 1);

        var sum = _b[2] + _b[4];

        return Reported.Show(new Eigenvalues(
            Estimated(.5 * (sum + Spread())), Estimated(.5 * (sum - Spread()))));
    }

    private Dual Spread()
    {
        var turn = _b[2] - _b[4];

        return Dual.Sqrt(turn * turn + _b[3] * _b[3]);
    }

    private Estimate Estimated(Dual figure)
    {
        var linear = _combine(figure.Gradient);

        return new Estimate(figure.Value, linear.StandardError, linear.DegreesOfFreedom, linear.Method);
    }

    private static double[] Unit(int i) => [.. Enumerable.Range(0, 5).Select(j => i == j ? 1.0 : 0)];
}
