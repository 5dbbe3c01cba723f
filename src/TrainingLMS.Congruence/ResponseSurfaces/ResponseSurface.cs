using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.Studies;

namespace TrainingLMS.Congruence.ResponseSurfaces;

/// <summary>
/// The surface Z = b0 + b1 X + b2 Y + b3 X² + b4 XY + b5 Y² (Edwards &amp; Parry 1993), X the patient's and Y the
/// therapist's rating, always in this order: what its shape says, each figure with its uncertainty.
/// </summary>
/// <remarks>
/// Both ratings are centred on one common number before they are squared and multiplied. Moving that number leaves a2,
/// a4, a5 and the slopes of the axes alone, and changes b1, b2, a1, a3, and where points and lines are counted from.
/// </remarks>
public sealed record ResponseSurface
{
    /// <summary>b1 to b5, in outcome points per rating point, or per squared rating point from b3 on.</summary>
    public required IReadOnlyList<Estimate> B { get; init; }

    /// <summary>b1 + b2: slope along the line of congruence Y = X at (0, 0); above 0, more when both rate higher.</summary>
    public required Estimate A1 { get; init; }

    /// <summary>b3 + b4 + b5: curvature along the line of congruence.</summary>
    public required Estimate A2 { get; init; }

    /// <summary>b1 - b2: slope along Y = -X at (0, 0); above 0, more when the patient rates above the therapist.</summary>
    public required Estimate A3 { get; init; }

    /// <summary>b3 - b4 + b5: curvature along Y = -X; below 0, less the more they disagree.</summary>
    public required Estimate A4 { get; init; }

    /// <summary>b3 - b5: how far the ridge is turned off the line of congruence.</summary>
    public required Estimate A5 { get; init; }

    public required SurfaceShape Shape { get; init; }

    /// <summary>
    /// Where the surface is level, in centred rating points; withheld where it is flat along a line. Whether it lies
    /// inside the data is another question (<see cref="SurfaceCoverage.Contains"/>).
    /// </summary>
    public required Reported<StationaryPoint> Stationary { get; init; }

    /// <summary>Withheld where b4 is zero (the axes are the raters' own) or nothing curves.</summary>
    public required Reported<PrincipalAxes> Axes { get; init; }

    /// <summary>Eigenvalues of [b3, b4/2; b4/2, b5]; withheld where both are the same.</summary>
    public required Reported<Eigenvalues> Eigenvalues { get; init; }

    /// <summary>Whether b3, b4 and b5 are needed at all; if not, the surface is a plane and only slopes are told.</summary>
    public required Reported<JointTest> Quadratic { get; init; }

    /// <summary>a1 to a5 by name, in order.</summary>
    public IReadOnlyList<NamedEstimate> A =>
        [new("a1", A1), new("a2", A2), new("a3", A3), new("a4", A4), new("a5", A5)];

    /// <summary>From five coefficients and their covariance.</summary>
    /// <param name="b">b1 to b5.</param>
    /// <param name="covariance">Their covariance, 5 by 5, symmetric.</param>
    /// <param name="degreesOfFreedom">Of every figure; infinite for z.</param>
    /// <param name="method">Where they come from.</param>
    /// <exception cref="ArgumentException">Not five finite coefficients with a symmetric 5 by 5 covariance.</exception>
    public static ResponseSurface From(
        IReadOnlyList<double> b, double[,] covariance, double degreesOfFreedom, DegreesOfFreedomMethod method)
    {
        if (b.Count != 5 || !b.All(double.IsFinite))
            throw new ArgumentException("A surface has five finite coefficients.", nameof(b));

        if (covariance.GetLength(0) != 5 || covariance.GetLength(1) != 5 || !IsSymmetric(covariance))
            throw new ArgumentException("The covariance of five coefficients is 5 by 5 and symmetric.", nameof(covariance));

        return SurfaceFigures.Of(weights => new Estimate(
            weights.Select((w, i) => w * b[i]).Sum(),
            Math.Sqrt(Math.Max(0, Quadratic(weights, covariance))),
            degreesOfFreedom,
            method));

        static double Quadratic(double[] w, double[,] v) =>
            Enumerable.Range(0, 5).Sum(i => Enumerable.Range(0, 5).Sum(j => w[i] * v[i, j] * w[j]));
    }

    /// <summary>From a fitted model, each figure with the degrees of freedom of its own contrast.</summary>
    /// <param name="fit">The model.</param>
    /// <param name="coefficients">b1 to b5, each a weighted sum of fixed effects.</param>
    public static ResponseSurface Of(
        Fit fit, IReadOnlyList<IReadOnlyList<(string Name, double Weight)>> coefficients) =>
        SurfaceFigures.Of(weights => fit.Contrast(
            [.. coefficients.SelectMany((terms, i) => terms.Select(t => (t.Name, weights[i] * t.Weight)))]));

    private static bool IsSymmetric(double[,] v) =>
        Enumerable.Range(0, 5).All(i => Enumerable.Range(0, 5).All(j =>
            double.IsFinite(v[i, j])
            && Math.Abs(v[i, j] - v[j, i]) <= 1e-9 * Math.Sqrt(Math.Abs(v[i, i] * v[j, j]))));
}

public enum SurfaceShape
{
    /// <summary>Falls in every direction from its top.</summary>
    Dome,

    /// <summary>Rises in every direction from its bottom.</summary>
    Bowl,

    /// <summary>Rises one way and falls another.</summary>
    Saddle,

    /// <summary>Flat along a line, falling on both sides.</summary>
    Ridge,

    /// <summary>Flat along a line, rising on both sides.</summary>
    Trough,

    /// <summary>No curvature at all.</summary>
    Plane,
}

/// <summary>The point at which the surface is level; the standard errors are rough, as of any ratio.</summary>
public sealed record StationaryPoint(Estimate X0, Estimate Y0);

/// <summary>
/// Y = p10 + p11 X, along which the surface curves upward most (downward least), and Y = p20 + p21 X across it.
/// </summary>
/// <param name="P11">Slope of the first axis.</param>
/// <param name="P21">Slope of the second; p11 p21 = -1.</param>
/// <param name="P10">Intercept of the first, withheld with the stationary point.</param>
/// <param name="P20">Intercept of the second.</param>
/// <param name="Curvature1">b3 + b4 p11 + b5 p11²: curvature along the first axis, per point of X.</param>
/// <param name="Curvature2">The same along the second.</param>
/// <param name="LateralShift">-p10 / (p11 + 1): where the first axis meets the line Y = -X.</param>
public sealed record PrincipalAxes(
    Estimate P11,
    Estimate P21,
    Reported<Estimate> P10,
    Reported<Estimate> P20,
    Estimate Curvature1,
    Estimate Curvature2,
    Reported<Estimate> LateralShift);

/// <summary>Curvatures along the two axes per unit of distance; L1 is the larger one.</summary>
public sealed record Eigenvalues(Estimate L1, Estimate L2);
