using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.Studies;

namespace TrainingLMS.Congruence.ResponseSurfaces;

/// <summary>A polynomial regression by ordinary least squares, for rows that have nothing in common.</summary>
public sealed record PolynomialFit
{
    /// <summary>b0: the outcome where both ratings are at the centre.</summary>
    public required Estimate Intercept { get; init; }

    public required ResponseSurface Surface { get; init; }

    public required SurfaceCoverage Coverage { get; init; }

    public required double Centre { get; init; }

    public required int Rows { get; init; }

    /// <summary>Residual standard deviation, with n - 6.</summary>
    public required double ResidualSd { get; init; }
}

/// <summary>Z on X, Y, X², XY and Y², one row a pair (Edwards &amp; Parry 1993).</summary>
public static class PolynomialRegression
{
    /// <summary>
    /// Fits at least seven rows; figures have n - 6 degrees of freedom. Withheld with the refusal's name where the
    /// outcome or a rating never changes, a cell is no number, or the terms are collinear.
    /// </summary>
    /// <param name="x">The patients' ratings.</param>
    /// <param name="y">The therapists', on the same scale.</param>
    /// <param name="z">The outcome.</param>
    /// <param name="centring">The one number both ratings are counted from.</param>
    public static Reported<PolynomialFit> Fit(
        IReadOnlyList<double> x, IReadOnlyList<double> y, IReadOnlyList<double> z, Centring centring)
    {
        if (Unusable(x, y, z) is { } refusal)
            return Reported.Refuse<PolynomialFit>(refusal);

        var centre = centring.Of(x, y);
        var terms = SurfaceTerms.From(
            new Column(SurfaceTerms.X, [.. x.Select(v => v - centre)]),
            new Column(SurfaceTerms.Y, [.. y.Select(v => v - centre)]));
        var frame = new ModelFrame(new Column("outcome", z), [Column.Intercept(z.Count), .. terms.Columns], []);

        return Fitting.Converged(frame).Select(fit => new PolynomialFit
        {
            Intercept = fit.AsLeastSquares(Column.InterceptName),
            Surface = SurfaceFigures.Of(weights => fit.AsLeastSquares(
                [.. SurfaceTerms.Names.Select((name, i) => (name, weights[i]))])),
            Coverage = SurfaceCoverage.From(x, y),
            Centre = centre,
            Rows = fit.Rows,
            ResidualSd = fit.Sigma,
        });
    }

    private static Refusal? Unusable(IReadOnlyList<double> x, IReadOnlyList<double> y, IReadOnlyList<double> z)
    {
        foreach (var (name, values) in new[] { (SurfaceTerms.X, x), (SurfaceTerms.Y, y) })
        {
            if (values.Count != z.Count)
                return new Refusal(RefusalReason.UnequalLengths, name, values.Count, z.Count);

            if (!values.All(double.IsFinite))
                return new Refusal(RefusalReason.NotANumber, name, values.Count(double.IsFinite), z.Count);
        }

        return z.Count < 7 ? new Refusal(RefusalReason.TooFewRows, "outcome", z.Count, 7) : null;
    }
}
