using TrainingLMS.Domain.Quizzes;

namespace TrainingLMS.UnitTests.Domain.Quizzes;

public sealed class QuizDrawTests
{
    private static readonly DrawableItem[] _pool =
        [.. Enumerable.Range(0, 24).Select(n => new DrawableItem($"q{n:00}", $"o{n % 4}", 3 + n % 2))];

    private static readonly Dictionary<string, int> _unseen = [];

    [Fact]
    public void The_same_seed_draws_the_same_whatever_the_order_of_the_file()
    {
        var first = QuizDraw.Of(_pool, _unseen, 10, seed: 7);
        var second = QuizDraw.Of([.. _pool.Reverse()], _unseen, 10, seed: 7);

        Assert.Equal(first.Select(Words), second.Select(Words));
        Assert.NotEqual(first.Select(Words), QuizDraw.Of(_pool, _unseen, 10, seed: 8).Select(Words));
    }

    [Fact]
    public void Ten_different_questions_are_drawn_with_each_option_once()
    {
        var draw = QuizDraw.Of(_pool, _unseen, 10, seed: 1);

        Assert.Equal(10, draw.Select(i => i.ItemId).Distinct(StringComparer.Ordinal).Count());
        Assert.All(draw, i => Assert.Equal(
            Enumerable.Range(0, _pool.Single(p => p.Id == i.ItemId).Options), i.OptionOrder.Order()));
    }

    [Fact]
    public void Each_objective_has_its_share_of_a_first_draw()
    {
        var objectives = QuizDraw.Of(_pool, _unseen, 10, seed: 3)
            .CountBy(i => _pool.Single(p => p.Id == i.ItemId).Objective).Select(c => c.Value).Order();

        Assert.Equal([2, 2, 3, 3], objectives); // ten questions over four objectives
    }

    [Fact]
    public void A_retake_asks_others_as_far_as_the_pool_goes()
    {
        var first = Ids(QuizDraw.Of(_pool, _unseen, 10, seed: 1));
        var second = Ids(QuizDraw.Of(_pool, Counts(first), 10, seed: 2));
        var third = Ids(QuizDraw.Of(_pool, Counts(first, second), 10, seed: 3));

        Assert.Empty(first.Intersect(second, StringComparer.Ordinal));
        Assert.Equal(4, third.Except(first.Concat(second), StringComparer.Ordinal).Count()); // the four that are left of 24
    }

    [Fact]
    public void A_pool_smaller_than_the_draw_is_asked_whole() =>
        Assert.Equal(3, QuizDraw.Of(_pool[..3], _unseen, 10, seed: 1).Count);

    private static string[] Ids(IEnumerable<DrawnItem> draw) => [.. draw.Select(i => i.ItemId)];

    private static Dictionary<string, int> Counts(params string[][] draws) =>
        draws.SelectMany(d => d).CountBy(id => id, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

    private static string Words(DrawnItem item) => $"{item.ItemId}: {string.Join(',', item.OptionOrder)}";
}
