using System.Globalization;
using TrainingLMS.Domain.Common;

namespace TrainingLMS.Domain.Quizzes;

/// <summary>One question of an attempt, as it was drawn, and what was chosen.</summary>
public sealed class QuizAnswer : ProgrammeEntity
{
    public const int LongestItemId = 64;

    [Holds(Privacy.Technical)]
    public required Guid AttemptId { get; init; }

    /// <summary>From 1, in the order in which the attempt shows its questions.</summary>
    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public required int Position { get; init; }

    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public required string ItemId { get; init; }

    /// <summary>Numbers of the pool's options as they are shown: "2,0,1".</summary>
    [Holds(Privacy.Technical)]
    public required string OptionOrder { get; init; }

    /// <summary>The chosen option's number in the pool; null until one is.</summary>
    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public int? Chosen { get; private set; }

    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>Judged when the attempt is handed in.</summary>
    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public bool? IsRight { get; private set; }

    public IReadOnlyList<int> Options =>
        [.. OptionOrder.Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))];

    internal void Choose(int option, DateTimeOffset now)
    {
        if (!Options.Contains(option))
            throw new RuleBrokenException("That is not one of the options of question {0}. Nothing was changed.", Position);
        if (Chosen == option)
            return; // sent twice: saved once, at the first time

        (Chosen, AnsweredAt) = (option, now);
    }

    internal bool Judge(int correctOption)
    {
        IsRight = Chosen == correctOption;
        return IsRight.Value;
    }
}
