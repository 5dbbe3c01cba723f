using TrainingLMS.Domain.Common;

namespace TrainingLMS.Domain.Quizzes;

public enum QuizKind
{
    /// <summary>At the end of a module; it counts.</summary>
    Quiz,

    /// <summary>Before a module; it never counts.</summary>
    PreTest,
}

/// <summary>
/// One go at a module's questions: drawn when it is begun, answered in any order and on any device, handed in once. It
/// stays with the version of the module that it was drawn from. There is no clock.
/// </summary>
public sealed class QuizAttempt : ProgrammeEntity
{
    private readonly List<QuizAnswer> _answers = [];

    [Holds(Privacy.Technical)]
    public required Guid EnrolmentId { get; init; }

    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public required Guid PersonId { get; init; }

    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public required string ModuleId { get; init; }

    /// <summary>The published version whose pool was drawn from.</summary>
    [Holds(Privacy.Technical)]
    public required Guid ModuleVersionId { get; init; }

    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public required QuizKind Kind { get; init; }

    /// <summary>From 1, within the kind.</summary>
    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public required int Number { get; init; }

    /// <summary>Of the draw.</summary>
    [Holds(Privacy.Technical)]
    public required int Seed { get; init; }

    /// <summary>Right answers that pass, as the page said before the start.</summary>
    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public required int Needed { get; init; }

    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public required DateTimeOffset StartedAt { get; init; }

    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public DateTimeOffset? SubmittedAt { get; private set; }

    /// <summary>How many were right; null until the attempt is handed in.</summary>
    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public int? Right { get; private set; }

    /// <summary>In the order in which they are shown, once read in that order.</summary>
    public IReadOnlyList<QuizAnswer> Answers => _answers;

    public bool IsPassed => Kind == QuizKind.Quiz && Right >= Needed;

    /// <summary>The positions that have no answer yet.</summary>
    public IReadOnlyList<int> Unanswered => [.. _answers.Where(a => a.Chosen is null).Select(a => a.Position).Order()];

    public void Lay(IEnumerable<DrawnItem> draw) => _answers.AddRange(draw.Select((item, index) => new QuizAnswer
    {
        ProgrammeId = ProgrammeId,
        AttemptId = Id,
        Position = index + 1,
        ItemId = item.ItemId,
        OptionOrder = string.Join(',', item.OptionOrder),
    }));

    /// <summary>Saves one answer; another one may take its place until the attempt is handed in.</summary>
    public QuizAnswer Choose(string itemId, int option, DateTimeOffset now)
    {
        RefuseSubmitted();
        var answer = _answers.Find(a => a.ItemId == itemId)
            ?? throw new RuleBrokenException("This question is not one of this attempt. Nothing was changed; your other answers are kept.");

        answer.Choose(option, now);
        return answer;
    }

    /// <param name="correctOption">The right option's number of each question, from the pinned version.</param>
    /// <param name="now">When it is handed in.</param>
    public void Submit(Func<string, int> correctOption, DateTimeOffset now)
    {
        RefuseSubmitted();
        if (Unanswered is [_, ..] open)
            throw new RuleBrokenException("Not answered yet: question {0}. Your other answers are saved.", string.Join(", ", open));

        Right = _answers.Count(a => a.Judge(correctOption(a.ItemId)));
        SubmittedAt = now;
    }

    private void RefuseSubmitted()
    {
        if (SubmittedAt is not null)
            throw new RuleBrokenException("This attempt has been handed in. Its answers stay as they are.");
    }
}
