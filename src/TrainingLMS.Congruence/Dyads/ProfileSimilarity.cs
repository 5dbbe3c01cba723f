namespace TrainingLMS.Congruence.Dyads;

/// <summary>
/// How alike two persons' answers to the items of one session are (Cronbach &amp; Gleser 1953). The plain correlation is
/// mostly the profile that everybody shares; the distinctive one has it taken out (Furr 2008).
/// </summary>
/// <param name="R">Pearson's r over items; null where one of them gave every item the same.</param>
/// <param name="DistinctiveR">The same after the network's mean of each item is taken off; null likewise.</param>
/// <param name="SquaredDistance">D² = Σ (x - y)², in squared points.</param>
/// <param name="DoubleEntry">Correlation of (x, y) with (y, x), which sees level and scatter too; null likewise.</param>
/// <param name="Items">Items in it.</param>
public sealed record ProfileSimilarity(
    double? R, double? DistinctiveR, double SquaredDistance, double? DoubleEntry, int Items)
{
    /// <summary>Withheld below eight items; refused where lists differ in length or a cell is no number.</summary>
    /// <param name="x">The patient's answers, item by item.</param>
    /// <param name="y">The therapist's, in the same order.</param>
    /// <param name="itemMeans">The network's mean of each item.</param>
    public static Reported<ProfileSimilarity> Of(
        IReadOnlyList<double> x, IReadOnlyList<double> y, IReadOnlyList<double> itemMeans)
    {
        if (y.Count != x.Count || itemMeans.Count != x.Count)
        {
            return Reported.Refuse<ProfileSimilarity>(new Refusal(
                RefusalReason.UnequalLengths, "items", Math.Min(y.Count, itemMeans.Count), x.Count));
        }

        if (!x.Concat(y).Concat(itemMeans).All(double.IsFinite))
            return Reported.Refuse<ProfileSimilarity>(new Refusal(RefusalReason.NotANumber, "items", 0, x.Count));

        return x.Count < SmallNumbers.ItemsForProfile
            ? Reported.Withhold<ProfileSimilarity>(
                SuppressionRule.ProfileItems, x.Count, SmallNumbers.ItemsForProfile)
            : Reported.Show(new ProfileSimilarity(
                AgreementIndices.Pearson(x, y),
                AgreementIndices.Pearson(Less(x), Less(y)),
                x.Zip(y, (a, b) => (a - b) * (a - b)).Sum(),
                AgreementIndices.Pearson([.. x, .. y], [.. y, .. x]),
                x.Count));

        double[] Less(IReadOnlyList<double> answers) => [.. answers.Zip(itemMeans, (a, m) => a - m)];
    }
}
