using TrainingLMS.Domain.Common;

namespace TrainingLMS.Domain.Learning;

public enum LearningEventKind
{
    /// <summary>
    /// One part of a block was answered: a moment of a practice, a reflection, or an option of a check, whose number the
    /// part then is.
    /// </summary>
    Answered,

    /// <summary>Done was pressed, and the rule of the block held.</summary>
    Finished,

    /// <summary>The module's quiz was passed.</summary>
    QuizPassed,

    /// <summary>The therapist chose to go on in a newer version.</summary>
    Moved,
}

/// <summary>
/// Something a therapist did in a module, within one enrolment. Rows are added and never changed; progress is what
/// <see cref="ModuleProgress"/> makes of them, and nothing else.
/// </summary>
public sealed class LearningEvent : ProgrammeEntity
{
    public const int LongestBlockId = 64;

    [Holds(Privacy.Technical)]
    public required Guid EnrolmentId { get; init; }

    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public required Guid PersonId { get; init; }

    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public required string ModuleId { get; init; }

    /// <summary>The version that was open.</summary>
    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public required int Version { get; init; }

    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public required LearningEventKind Kind { get; init; }

    /// <summary>Empty where the event is about the module.</summary>
    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public string BlockId { get; init; } = "";

    /// <summary>Which part of the block, from 1; zero for all of it.</summary>
    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public int Part { get; init; }

    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public required DateTimeOffset At { get; init; }
}
