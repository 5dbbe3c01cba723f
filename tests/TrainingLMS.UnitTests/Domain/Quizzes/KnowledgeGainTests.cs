using TrainingLMS.Domain.Quizzes;

namespace TrainingLMS.UnitTests.Domain.Quizzes;

public sealed class KnowledgeGainTests
{
    /// <summary>
    /// By hand: 5/12 and 10/12; difference .416667; variance (.243056 + .138889) / 12 = .031829; half width .349668.
    /// </summary>
    [Fact]
    public void From_four_to_nine_of_ten_is_more_than_chance()
    {
        var gain = Gain(before: 4, after: 9);

        Assert.Equal(.5, gain.Difference, 12);
        Assert.Equal(.066998, gain.Interval.Low, 4);
        Assert.Equal(.766335, gain.Interval.High, 4);
        Assert.False(gain.CouldBeChance);
    }

    /// <summary>By hand: 6/12 and 9/12; difference .25; variance (.25 + .1875) / 12 = .036458; half width .374237.</summary>
    [Fact]
    public void From_five_to_eight_of_ten_could_be_chance()
    {
        var gain = Gain(before: 5, after: 8);

        Assert.Equal(-.124237, gain.Interval.Low, 4);
        Assert.Equal(.624237, gain.Interval.High, 4);
        Assert.True(gain.CouldBeChance);
    }

    [Fact]
    public void A_loss_is_shown_as_one() => Assert.Equal(-.2, Gain(before: 9, after: 7).Difference, 12);

    [Fact]
    public void Questions_are_matched_by_objective()
    {
        var gain = KnowledgeGain.Of(
            [new("o1", false), new("o2", true), new("o1", true)],
            [new("o3", true), new("o1", true)])!;

        Assert.Equal(
            [
                new ObjectiveGain("o1", new Tally(1, 2), new Tally(1, 1)),
                new ObjectiveGain("o2", new Tally(1, 1), new Tally(0, 0)),
                new ObjectiveGain("o3", new Tally(0, 0), new Tally(1, 1)),
            ],
            gain.Objectives);
    }

    [Fact]
    public void Without_the_test_before_there_is_no_gain() =>
        Assert.Null(KnowledgeGain.Of([], [new("o1", true)]));

    private static KnowledgeGain Gain(int before, int after) => KnowledgeGain.Of(Answers(before), Answers(after))!;

    private static JudgedAnswer[] Answers(int right) =>
        [.. Enumerable.Range(0, 10).Select(n => new JudgedAnswer("o1", n < right))];
}
