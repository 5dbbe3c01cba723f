using TrainingLMS.Domain.Common;

namespace TrainingLMS.Domain.Learning;

/// <summary>
/// What a therapist wrote in a block: the answer to one prompt of a reflection, or to one moment of a practice. Kept
/// encrypted; who may read it says <see cref="Sharing"/>, and nobody but the author may where there is none.
/// </summary>
public sealed class Writing : ProgrammeEntity
{
    public const int Longest = 8000;

    [Holds(Privacy.Technical)]
    public required Guid EnrolmentId { get; init; }

    [Holds(Privacy.Personal)]
    public required Guid PersonId { get; init; }

    [Holds(Privacy.Personal)]
    public required string ModuleId { get; init; }

    [Holds(Privacy.Personal)]
    public required string BlockId { get; init; }

    /// <summary>Number of the prompt or moment, from 1.</summary>
    [Holds(Privacy.Personal)]
    public required int Part { get; init; }

    /// <summary>1, and 2 for the second try at a moment.</summary>
    [Holds(Privacy.Personal)]
    public required int Try { get; init; }

    /// <summary>Text in UTF-8, encrypted.</summary>
    [Holds(Privacy.Secret)]
    public required byte[] Encrypted { get; set; }

    [Holds(Privacy.Personal)]
    public required DateTimeOffset SavedAt { get; set; }
}

/// <summary>That an author let others read what stands in a block, from a moment on. It can widen and never narrows.</summary>
public sealed class Sharing : ProgrammeEntity
{
    [Holds(Privacy.Technical)]
    public required Guid EnrolmentId { get; init; }

    [Holds(Privacy.Personal)]
    public required Guid PersonId { get; init; }

    [Holds(Privacy.Personal)]
    public required string ModuleId { get; init; }

    [Holds(Privacy.Personal)]
    public required string BlockId { get; init; }

    [Holds(Privacy.Personal)]
    public required Audience Audience { get; set; }

    [Holds(Privacy.Personal)]
    public required DateTimeOffset At { get; set; }
}
