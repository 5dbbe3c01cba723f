using MathNet.Numerics.LinearAlgebra;
using TrainingLMS.Congruence.Dyads;

namespace TrainingLMS.Congruence.ResponseSurfaces;

/// <summary>What a surface stands on: where the ratings lie, and whether they can tell its terms apart.</summary>
public sealed record SurfaceCoverage
{
    /// <summary>Rows by who rates higher; withheld where neither rating varies.</summary>
    public required Reported<DiscrepancyShares> Discrepancy { get; init; }

    /// <summary>Pearson's r of the two ratings; withheld where one of them never changes.</summary>
    public required Reported<double> Correlation { get; init; }

    /// <summary>
    /// Variance inflation of X, Y, X², XY and Y² about the pooled mean, 1 or more; withheld where they are collinear.
    /// </summary>
    public required Reported<IReadOnlyList<double>> VarianceInflation { get; init; }

    /// <summary>Corners of the convex hull of the ratings, counter-clockwise, on the ratings' own scale.</summary>
    public required IReadOnlyList<RatedPoint> Hull { get; init; }

    /// <param name="x">The patients' ratings, at least one.</param>
    /// <param name="y">The therapists', as many.</param>
    public static SurfaceCoverage From(IReadOnlyList<double> x, IReadOnlyList<double> y) => new()
    {
        Discrepancy = Shares(x, y),
        Correlation = AgreementIndices.Pearson(x, y) is { } r
            ? Reported.Show(r)
            : Reported.Withhold<double>(SuppressionRule.ConstantRater, 0, 1),
        VarianceInflation = Inflation(x, y),
        Hull = ConvexHull.Of(x.Zip(y, (a, b) => new RatedPoint(a, b))),
    };

    /// <summary>Whether a point, on the ratings' own scale, lies among the ratings (inside or on their hull).</summary>
    public bool Contains(RatedPoint point) => ConvexHull.Contains(Hull, point);

    private static Reported<DiscrepancyShares> Shares(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var sd = Math.Sqrt((Variance(x) + Variance(y)) / 2);

        if (sd <= 0)
            return Reported.Withhold<DiscrepancyShares>(SuppressionRule.ConstantRater, 0, 1);

        var gaps = x.Zip(y, (a, b) => (a - b) / sd).ToList();

        return Reported.Show(new DiscrepancyShares(
            gaps.Average(g => g > SmallNumbers.DiscrepancyInSd ? 1.0 : 0),
            gaps.Average(g => Math.Abs(g) <= SmallNumbers.DiscrepancyInSd ? 1.0 : 0),
            gaps.Average(g => g < -SmallNumbers.DiscrepancyInSd ? 1.0 : 0),
            sd));
    }

    private static Reported<IReadOnlyList<double>> Inflation(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var centre = Centring.PooledMean.Of(x, y);
        double[] cx = [.. x.Select(v => v - centre)];
        double[] cy = [.. y.Select(v => v - centre)];
        IReadOnlyList<double>[] terms =
        [
            cx, cy, [.. cx.Select(v => v * v)], [.. cx.Zip(cy, (a, b) => a * b)], [.. cy.Select(v => v * v)],
        ];
        var r = Matrix<double>.Build.Dense(5, 5);

        for (var i = 0; i < 5; i++)
        {
            for (var j = 0; j < 5; j++)
            {
                if (AgreementIndices.Pearson(terms[i], terms[j]) is not { } value)
                    return Collinear();

                r[i, j] = i == j ? 1 : value;
            }
        }

        return r.ConditionNumber() > 1e12 ? Collinear() : Reported.Show<IReadOnlyList<double>>([.. r.Inverse().Diagonal()]);

        static Reported<IReadOnlyList<double>> Collinear() =>
            Reported.Refuse<IReadOnlyList<double>>(new Refusal(RefusalReason.RankDeficient, "X, Y, X2, XY, Y2", 4, 5));
    }

    private static double Variance(IReadOnlyList<double> values)
    {
        var mean = values.Average();

        return values.Count < 2 ? 0 : values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1);
    }
}

/// <summary>One pair of ratings on the floor of a surface.</summary>
public sealed record RatedPoint(double Patient, double Therapist);

/// <summary>
/// Shares of rows in which the two differ by more than half a common standard deviation, and in which they do not
/// (Fleenor, McCauley &amp; Brutus 1996; Shanock et al. 2010).
/// </summary>
/// <param name="PatientHigher">0 to 1.</param>
/// <param name="Alike">0 to 1.</param>
/// <param name="TherapistHigher">0 to 1.</param>
/// <param name="CommonSd">Root of the mean of the two variances, in rating points.</param>
public sealed record DiscrepancyShares(double PatientHigher, double Alike, double TherapistHigher, double CommonSd)
{
    /// <summary>Enough of either kind for a surface to say something about disagreement.</summary>
    public bool IsEnough => Math.Min(PatientHigher, TherapistHigher) >= SmallNumbers.LeastDiscrepantShare;
}
