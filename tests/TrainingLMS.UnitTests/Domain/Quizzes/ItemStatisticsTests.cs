using TrainingLMS.Domain.Quizzes;

namespace TrainingLMS.UnitTests.Domain.Quizzes;

public sealed class ItemStatisticsTests
{
    /// <summary>
    /// By hand: rest shares 1, 1, 1, 1, ½ of those who had "a" right, ½, ½, ½, 0, 0 of the others; Sxy = 1.5,
    /// Sxx = 2.5, Syy = 5 − 3.6 = 1.4; r = 1.5 / √3.5 = .801784.
    /// </summary>
    [Fact]
    public void Discrimination_is_the_correlation_with_the_rest()
    {
        var a = Of("a", Ten());

        Assert.Equal(10, a.Attempts);
        Assert.Equal(.5, a.Difficulty!.Value, 12);
        Assert.Equal(.801784, a.Discrimination!.Value, 6);
    }

    [Fact]
    public void The_commonest_wrong_option_is_named_and_the_first_of_two_alike()
    {
        var attempts = Ten().Select((attempt, n) => (IReadOnlyList<ItemAnswer>)
            [.. attempt.Select(x => x is { ItemId: "a", IsRight: false } ? x with { Option = n % 2 == 0 ? 3 : 2 } : x)]).ToList();

        Assert.Equal(2, Of("a", attempts).CommonestWrongOption); // of 5…9: three odd
        Assert.Equal(2, Of("a", [.. attempts, [Right("a"), Right("b")], [new("a", 3, false), Right("b")]]).CommonestWrongOption);
    }

    [Theory]
    [InlineData(ItemStatistics.FewestAttempts - 1, true)]
    [InlineData(ItemStatistics.FewestAttempts, false)]
    public void Below_ten_attempts_nothing_is_said(int attempts, bool hidden)
    {
        var a = Of("a", [.. Ten().Take(attempts)]);

        Assert.Equal(attempts, a.Attempts);
        Assert.Equal(hidden, a.IsHidden);
        Assert.Equal(hidden, a.Discrimination is null);
        Assert.Equal(hidden, a.CommonestWrongOption is null);
    }

    [Fact]
    public void Where_nothing_varies_there_is_no_discrimination_and_never_a_NaN()
    {
        IReadOnlyList<ItemAnswer>[] allRight = [.. Enumerable.Repeat<IReadOnlyList<ItemAnswer>>([Right("a"), Right("b")], 12)];
        IReadOnlyList<ItemAnswer>[] restAlike =
            [.. Enumerable.Range(0, 12).Select(n => (IReadOnlyList<ItemAnswer>)[n % 2 == 0 ? Right("a") : Wrong("a"), Right("b"), Right("c"), Wrong("d")])];
        IReadOnlyList<ItemAnswer>[] alone =
            [.. Enumerable.Range(0, 12).Select(n => (IReadOnlyList<ItemAnswer>)[n % 2 == 0 ? Right("a") : Wrong("a")])];

        Assert.Equal((1.0, null, null), Figures(Of("a", allRight)));
        Assert.Equal((.5, null, 1), Figures(Of("a", restAlike)));
        Assert.Equal((.5, null, 1), Figures(Of("a", alone)));
    }

    [Fact]
    public void The_worst_come_first_and_the_hidden_last()
    {
        // "key" is answered right by those who fail the rest: its key may be wrong. "never" is right for nobody.
        var attempts = Enumerable.Range(0, 12).Select(n => (IReadOnlyList<ItemAnswer>)
        [
            n < 6 ? Right("key") : Wrong("key"), n < 6 ? Wrong("fine") : Right("fine"), n < 7 ? Wrong("good") : Right("good"),
            Wrong("never"), Right("always"),
        ]).ToList();

        var order = ItemStatistics.Of(["always", "unasked", "fine", "never", "key", "good"], attempts).Select(s => s.ItemId).ToList();

        Assert.Equal("never", order[0]);
        Assert.Equal("key", order[1]);
        Assert.Equal(["always", "unasked"], order[^2..]);
    }

    private static (double?, double?, int?) Figures(ItemStatistic s) => (s.Difficulty, s.Discrimination, s.CommonestWrongOption);

    private static ItemStatistic Of(string item, IReadOnlyCollection<IReadOnlyList<ItemAnswer>> attempts) =>
        ItemStatistics.Of([item], attempts).Single();

    private static List<IReadOnlyList<ItemAnswer>> Ten()
    {
        int[] rest = [2, 2, 2, 2, 1, 1, 1, 1, 0, 0]; // how many of "b" and "c" are right

        return [.. rest.Select((right, n) => (IReadOnlyList<ItemAnswer>)
            [n < 5 ? Right("a") : Wrong("a"), right > 0 ? Right("b") : Wrong("b"), right > 1 ? Right("c") : Wrong("c")])];
    }

    private static ItemAnswer Right(string item) => new(item, 0, true);

    private static ItemAnswer Wrong(string item) => new(item, 1, false);
}
