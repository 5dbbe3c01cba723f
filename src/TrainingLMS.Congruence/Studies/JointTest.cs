using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace TrainingLMS.Congruence.Studies;

/// <summary>
/// Whether several coefficients are all zero: Wald's F = b'V⁻¹b / k on k and ν degrees of freedom, ν the lowest of the
/// coefficients' own, which errs on the side of caution.
/// </summary>
/// <param name="F">0 or more.</param>
/// <param name="Coefficients">k.</param>
/// <param name="DegreesOfFreedom">ν, of the denominator.</param>
/// <param name="PValue">0 to 1.</param>
public sealed record JointTest(double F, int Coefficients, double DegreesOfFreedom, double PValue)
{
    /// <summary>Withheld where the covariance of the coefficients is singular.</summary>
    /// <param name="combine">A weighted sum of the coefficients with its uncertainty.</param>
    /// <param name="contrasts">The k weighted sums to be tested.</param>
    internal static Reported<JointTest> Of(Func<double[], Estimate> combine, IReadOnlyList<double[]> contrasts)
    {
        var k = contrasts.Count;
        var single = contrasts.Select(combine).ToList();
        var covariance = Matrix<double>.Build.Dense(k, k, (i, j) => i == j
            ? Square(single[i].StandardError)
            : (Square(combine(Sum(contrasts[i], contrasts[j])).StandardError)
                - Square(single[i].StandardError) - Square(single[j].StandardError)) / 2);

        // Scaled to a correlation, so that the units of the coefficients do not decide what counts as singular.
        var correlation = covariance.MapIndexed((i, j, v) => v / (single[i].StandardError * single[j].StandardError));

        if (single.Exists(s => s.StandardError <= 0) || correlation.ConditionNumber() > 1e12)
            return Reported.Refuse<JointTest>(new Refusal(RefusalReason.RankDeficient, "covariance", 0, k));

        var t = Vector<double>.Build.DenseOfEnumerable(single.Select(s => s.Value / s.StandardError));
        var f = Math.Max(0, t * correlation.Solve(t) / k);
        var df = single.Min(s => s.DegreesOfFreedom);

        return Reported.Show(new JointTest(f, k, df, double.IsPositiveInfinity(df)
            ? 1 - ChiSquared.CDF(k, f * k)
            : 1 - FisherSnedecor.CDF(k, df, f)));
    }

    private static double Square(double x) => x * x;

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];
}
