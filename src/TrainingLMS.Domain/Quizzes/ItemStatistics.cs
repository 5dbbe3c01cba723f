namespace TrainingLMS.Domain.Quizzes;

/// <param name="ItemId">The question.</param>
/// <param name="Option">The chosen option's number in the pool.</param>
/// <param name="IsRight">Whether it is the right one.</param>
public sealed record ItemAnswer(string ItemId, int Option, bool IsRight);

/// <summary>How a question does on people's first attempts. Null wherever the answers do not determine it.</summary>
/// <param name="ItemId">The question.</param>
/// <param name="Attempts">First attempts that asked it.</param>
/// <param name="Difficulty">Share of them that were right; null below <see cref="ItemStatistics.FewestAttempts"/>.</param>
/// <param name="Discrimination">
/// Correlation of right or wrong with the share right among the attempt's other questions, −1 to 1.
/// </param>
/// <param name="CommonestWrongOption">The wrong option chosen most; the first of them where several are.</param>
public sealed record ItemStatistic(
    string ItemId, int Attempts, double? Difficulty, double? Discrimination, int? CommonestWrongOption)
{
    /// <summary>A question may be measured and yet not discriminate: everybody was right.</summary>
    public bool IsHidden => Difficulty is null;
}

/// <summary>Difficulty and discrimination of questions, over draws that differ from person to person.</summary>
public static class ItemStatistics
{
    /// <summary>With fewer, a single person moves the figures by a tenth or more, and could be guessed from them.</summary>
    public const int FewestAttempts = 10;

    /// <param name="items">All questions of the pool, asked or not.</param>
    /// <param name="firstAttempts">Each person's first attempt: retakes have seen the feedback.</param>
    /// <returns>What most needs a second look at the head; what is hidden at the end.</returns>
    public static IReadOnlyList<ItemStatistic> Of(
        IEnumerable<string> items, IReadOnlyCollection<IReadOnlyList<ItemAnswer>> firstAttempts)
    {
        var asked = firstAttempts.SelectMany(attempt => attempt.Select(answer => new Asked(answer, RestOf(attempt, answer))))
            .ToLookup(a => a.Answer.ItemId, StringComparer.Ordinal);

        return
        [
            .. items.Select(id => Statistic(id, [.. asked[id]]))
                .OrderBy(s => s.IsHidden)
                .ThenBy(s => s.Discrimination ?? (s.Difficulty > 0 ? 1 : -1))
                .ThenBy(s => s.Difficulty)
                .ThenBy(s => s.ItemId, StringComparer.Ordinal),
        ];
    }

    private static ItemStatistic Statistic(string id, IReadOnlyList<Asked> asked)
    {
        if (asked.Count < FewestAttempts)
            return new ItemStatistic(id, asked.Count, Difficulty: null, Discrimination: null, CommonestWrongOption: null);

        return new ItemStatistic(
            id, asked.Count,
            asked.Average(a => a.Answer.IsRight ? 1.0 : 0.0),
            Correlation([.. asked.Where(a => a.Rest is not null).Select(a => (a.Answer.IsRight ? 1.0 : 0.0, a.Rest!.Value))]),
            asked.Where(a => !a.Answer.IsRight)
                .GroupBy(a => a.Answer.Option)
                .OrderByDescending(g => g.Count()).ThenBy(g => g.Key)
                .Select(g => (int?)g.Key)
                .FirstOrDefault());
    }

    /// <summary>The share right without the question itself, which would otherwise correlate with itself.</summary>
    private static double? RestOf(IReadOnlyList<ItemAnswer> attempt, ItemAnswer answer) =>
        attempt.Count > 1
            ? (attempt.Count(a => a.IsRight) - (answer.IsRight ? 1.0 : 0.0)) / (attempt.Count - 1)
            : null;

    /// <returns>Null where one side never varies.</returns>
    private static double? Correlation(IReadOnlyList<(double X, double Y)> pairs)
    {
        if (pairs.Count == 0)
            return null;

        var (meanX, meanY) = (pairs.Average(p => p.X), pairs.Average(p => p.Y));
        var sumXX = pairs.Sum(p => (p.X - meanX) * (p.X - meanX));
        var sumYY = pairs.Sum(p => (p.Y - meanY) * (p.Y - meanY));
        var product = sumXX * sumYY;

        return product > 1e-18 // rounding leaves a trace of variance in shares that are all alike
            ? Math.Clamp(pairs.Sum(p => (p.X - meanX) * (p.Y - meanY)) / Math.Sqrt(product), -1, 1)
            : null;
    }

    private sealed record Asked(ItemAnswer Answer, double? Rest);
}
