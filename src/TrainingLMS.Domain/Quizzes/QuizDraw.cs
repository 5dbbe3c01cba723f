namespace TrainingLMS.Domain.Quizzes;

/// <param name="Id">Stable within the module.</param>
/// <param name="Objective">What it asks about.</param>
/// <param name="Options">How many there are to choose from.</param>
public sealed record DrawableItem(string Id, string Objective, int Options);

/// <param name="ItemId">Which question.</param>
/// <param name="OptionOrder">The options' numbers in the pool, from 0, in the order in which they are shown.</param>
public sealed record DrawnItem(string ItemId, IReadOnlyList<int> OptionOrder);

/// <summary>Which questions an attempt asks and in what order: drawn once, then stored, so they never change under anybody.</summary>
public static class QuizDraw
{
    /// <param name="pool">In any order; the same seed gives the same draw.</param>
    /// <param name="seen">How often this person has been asked each question before.</param>
    /// <param name="size">Questions wanted; a smaller pool is asked whole.</param>
    /// <param name="seed">Of this attempt.</param>
    public static IReadOnlyList<DrawnItem> Of(
        IReadOnlyCollection<DrawableItem> pool, IReadOnlyDictionary<string, int> seen, int size, int seed)
    {
        var random = new Random(seed);
        DrawableItem[] shuffled = [.. pool.OrderBy(i => i.Id, StringComparer.Ordinal)];
        random.Shuffle(shuffled);

        // Unseen before seen; among those alike, one of each objective before a second of any.
        DrawableItem[] drawn =
        [
            .. shuffled
                .GroupBy(i => (i.Objective, Seen: seen.GetValueOrDefault(i.Id)))
                .SelectMany(g => g.Select((item, turn) => (Item: item, g.Key.Seen, Turn: turn)))
                .OrderBy(i => i.Seen).ThenBy(i => i.Turn)
                .Take(size)
                .Select(i => i.Item),
        ];
        random.Shuffle(drawn);

        return [.. drawn.Select(i => new DrawnItem(i.Id, Order(i.Options, random)))];
    }

    private static int[] Order(int options, Random random)
    {
        int[] order = [.. Enumerable.Range(0, options)];
        random.Shuffle(order);
        return order;
    }
}
