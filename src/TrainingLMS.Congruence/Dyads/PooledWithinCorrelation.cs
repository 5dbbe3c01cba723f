namespace TrainingLMS.Congruence.Dyads;

/// <summary>
/// The common correlation within cases, Σ xw yw / sqrt(Σ xw² Σ yw²), each rating counted from its own case's mean (Bland
/// &amp; Altman 1995; Bakdash &amp; Marusich 2017): a description of the group, never of one case.
/// </summary>
/// <param name="R">-1 to 1.</param>
/// <param name="Interval95">Fisher's z with standard error 1 / sqrt(df - 1).</param>
/// <param name="DegreesOfFreedom">Sessions minus cases minus 1.</param>
/// <param name="Dyads">Cases in it: those in which both ratings vary.</param>
/// <param name="PairedSessions">Sessions in it.</param>
/// <param name="ConstantDyads">Cases left out because one rater gave the same score throughout.</param>
public sealed record PooledWithinCorrelation(
    double R, Interval Interval95, int DegreesOfFreedom, int Dyads, int PairedSessions, int ConstantDyads)
{
    /// <summary>Withheld below five cases in which both ratings vary.</summary>
    public static Reported<PooledWithinCorrelation> Of(IEnumerable<RatedSession> sessions)
    {
        var cases = PairedRating.From(sessions).GroupBy(p => p.Dyad, StringComparer.Ordinal).Select(g => g.ToList()).ToList();
        var varying = cases.FindAll(c =>
            !AgreementIndices.IsConstant([.. c.Select(p => p.Truth)])
            && !AgreementIndices.IsConstant([.. c.Select(p => p.Judgement)]));

        if (varying.Count < SmallNumbers.DyadsForPooledCorrelation)
        {
            return Reported.Withhold<PooledWithinCorrelation>(
                SuppressionRule.PooledDyads, varying.Count, SmallNumbers.DyadsForPooledCorrelation);
        }

        var (xx, yy, xy) = (0.0, 0.0, 0.0);

        foreach (var pairs in varying)
        {
            var (mx, my) = (pairs.Average(p => p.Truth), pairs.Average(p => p.Judgement));
            xx += pairs.Sum(p => (p.Truth - mx) * (p.Truth - mx));
            yy += pairs.Sum(p => (p.Judgement - my) * (p.Judgement - my));
            xy += pairs.Sum(p => (p.Truth - mx) * (p.Judgement - my));
        }

        var n = varying.Sum(c => c.Count);
        var df = n - varying.Count - 1;
        var r = Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1);

        // Fisher's interval for n rows has 1 / sqrt(n - 3): here df - 1 stands in that place.
        return Reported.Show(new PooledWithinCorrelation(
            r, AgreementIndices.FisherInterval(r, df + 2), df, varying.Count, n, cases.Count - varying.Count));
    }
}
