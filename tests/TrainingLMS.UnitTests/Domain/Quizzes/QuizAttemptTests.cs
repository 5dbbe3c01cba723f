using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Quizzes;

namespace TrainingLMS.UnitTests.Domain.Quizzes;

public sealed class QuizAttemptTests
{
    private static readonly DateTimeOffset _now = new(2026, 3, 4, 14, 2, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(.8, 10, 8)]
    [InlineData(.75, 10, 8)] // 7.5 is not reached by 7
    [InlineData(.55, 20, 11)] // 11.000000000000002 in binary
    [InlineData(1, 5, 5)]
    [InlineData(.8, 3, 3)]
    public void The_pass_mark_is_a_number_of_questions(double share, int asked, int needed) =>
        Assert.Equal(needed, QuizPass.Needed(share, asked));

    [Theory]
    [InlineData(7, false)]
    [InlineData(8, true)]
    public void Eight_of_ten_pass_and_seven_do_not(int right, bool passes)
    {
        var attempt = Attempt();
        Answer(attempt, right);

        attempt.Submit(_ => 0, _now);

        Assert.Equal(right, attempt.Right);
        Assert.Equal(passes, attempt.IsPassed);
        Assert.Equal(right, attempt.Answers.Count(a => a.IsRight == true));
    }

    [Fact]
    public void A_pre_test_never_counts()
    {
        var attempt = Attempt(QuizKind.PreTest);
        Answer(attempt, right: 10);

        attempt.Submit(_ => 0, _now);

        Assert.False(attempt.IsPassed);
    }

    [Fact]
    public void What_is_missing_is_named_and_what_is_there_is_kept()
    {
        var attempt = Attempt();
        attempt.Choose("q2", 1, _now);

        var refused = Assert.Throws<RuleBrokenException>(() => attempt.Submit(_ => 0, _now));

        Assert.Equal(["1, 3, 4, 5, 6, 7, 8, 9, 10"], refused.Arguments);
        Assert.Null(attempt.SubmittedAt);
        Assert.Equal(1, attempt.Answers[1].Chosen);
    }

    [Fact]
    public void An_answer_is_changed_until_the_attempt_is_handed_in()
    {
        var attempt = Attempt();
        Answer(attempt, right: 10);
        attempt.Choose("q1", 2, _now.AddMinutes(1));
        attempt.Choose("q1", 2, _now.AddMinutes(5)); // a replay

        Assert.Equal(_now.AddMinutes(1), attempt.Answers[0].AnsweredAt);

        attempt.Submit(_ => 0, _now.AddMinutes(6));

        Assert.Throws<RuleBrokenException>(() => attempt.Choose("q1", 0, _now.AddMinutes(7)));
        Assert.Throws<RuleBrokenException>(() => attempt.Submit(_ => 2, _now.AddMinutes(8)));
        Assert.Equal((2, 9), (attempt.Answers[0].Chosen, attempt.Right));
    }

    [Theory]
    [InlineData("q99", 0)] // not drawn
    [InlineData("q1", 3)] // three options: 0, 1, 2
    [InlineData("q1", -1)]
    public void What_was_not_asked_cannot_be_answered(string item, int option)
    {
        var attempt = Attempt();
        attempt.Choose("q1", 1, _now);

        Assert.Throws<RuleBrokenException>(() => attempt.Choose(item, option, _now.AddMinutes(1)));
        Assert.Equal((1, _now), (attempt.Answers[0].Chosen, attempt.Answers[0].AnsweredAt));
    }

    private static void Answer(QuizAttempt attempt, int right)
    {
        foreach (var answer in attempt.Answers)
            attempt.Choose(answer.ItemId, answer.Position <= right ? 0 : 1, _now);
    }

    private static QuizAttempt Attempt(QuizKind kind = QuizKind.Quiz)
    {
        var attempt = new QuizAttempt
        {
            ProgrammeId = Guid.CreateVersion7(),
            EnrolmentId = Guid.CreateVersion7(),
            PersonId = Guid.CreateVersion7(),
            ModuleId = "mentalizing",
            ModuleVersionId = Guid.CreateVersion7(),
            Kind = kind,
            Number = 1,
            Seed = 1,
            Needed = QuizPass.Needed(.8, 10),
            StartedAt = _now,
        };
        attempt.Lay(Enumerable.Range(1, 10).Select(n => new DrawnItem($"q{n}", [2, 0, 1])));
        return attempt;
    }
}
