namespace TrainingLMS.Domain.Quizzes;

/// <param name="Objective">What was asked about.</param>
/// <param name="IsRight">Whether the answer was.</param>
public sealed record JudgedAnswer(string Objective, bool IsRight);

/// <param name="Objective">What was asked about.</param>
/// <param name="Before">Right and asked before the module.</param>
/// <param name="After">Right and asked after it.</param>
public sealed record ObjectiveGain(string Objective, Tally Before, Tally After);

/// <summary>So many right of so many asked.</summary>
public readonly record struct Tally(int Right, int Asked)
{
    public double Share => Asked == 0 ? 0 : (double)Right / Asked;

    public static Tally Of(IEnumerable<JudgedAnswer> answers)
    {
        var all = answers.ToList();
        return new Tally(all.Count(a => a.IsRight), all.Count);
    }
}

/// <summary>
/// What a person knew before and after a module, on parallel questions. A few questions say little, so the gain comes
/// with an interval for the difference, and pages speak of it as of a hint.
/// </summary>
public sealed record KnowledgeGain(Tally Before, Tally After, IReadOnlyList<ObjectiveGain> Objectives)
{
    private const double Normal95 = 1.959964;

    public double Difference => After.Share - Before.Share;

    /// <summary>
    /// 95 % interval for the difference of two proportions after adding one right and one wrong answer to each
    /// (Agresti &amp; Caffo, 2000, The American Statistician 54, 280–288): it holds up for ten answers and fewer.
    /// </summary>
    public (double Low, double High) Interval
    {
        get
        {
            var (before, after) = (Added(Before), Added(After));
            var half = Normal95 * Math.Sqrt(before.Variance + after.Variance);
            var middle = after.Share - before.Share;
            return (Math.Max(-1, middle - half), Math.Min(1, middle + half));
        }
    }

    /// <summary>No change at all would also fit these answers.</summary>
    public bool CouldBeChance => Interval is { Low: <= 0, High: >= 0 };

    /// <returns>Null where one of the two was not taken: there is nothing to compare.</returns>
    public static KnowledgeGain? Of(IReadOnlyCollection<JudgedAnswer> before, IReadOnlyCollection<JudgedAnswer> after)
    {
        if (before.Count == 0 || after.Count == 0)
            return null;

        var objectives = before.Concat(after).Select(a => a.Objective).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

        return new KnowledgeGain(
            Tally.Of(before), Tally.Of(after),
            [.. objectives.Select(o => new ObjectiveGain(
                o, Tally.Of(before.Where(a => a.Objective == o)), Tally.Of(after.Where(a => a.Objective == o))))]);
    }

    private static (double Share, double Variance) Added(Tally tally)
    {
        var (right, asked) = (tally.Right + 1.0, tally.Asked + 2.0);
        var share = right / asked;
        return (share, share * (1 - share) / asked);
    }
}
