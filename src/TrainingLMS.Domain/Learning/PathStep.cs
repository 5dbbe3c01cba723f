using TrainingLMS.Domain.Common;

namespace TrainingLMS.Domain.Learning;

public enum PathStepKind
{
    Module,
    Workshop,

    /// <summary>A number of hours of consultation.</summary>
    Consultations,
}

/// <summary>
/// One step of a cohort's path. It opens when the steps before it that it waits for are finished and its day has come.
/// </summary>
public sealed class PathStep : ProgrammeEntity
{
    [Holds(Privacy.Technical)]
    public required Guid CohortId { get; init; }

    /// <summary>From 1, in the order in which the path is drawn.</summary>
    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required int Position { get; set; }

    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required PathStepKind Kind { get; init; }

    /// <summary>Of a module: its id.</summary>
    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public string? ModuleId { get; init; }

    /// <summary>Of a workshop: which one.</summary>
    [Holds(Privacy.Technical)]
    public Guid? WorkshopId { get; init; }

    /// <summary>Of consultations: the minutes that are needed.</summary>
    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public int Minutes { get; init; }

    /// <summary>First day on which it is open, in the programme's zone; null where no day is set.</summary>
    [Holds(Privacy.Organisational)]
    public DateOnly? OpensOn { get; set; }

    /// <summary>The position of the step to finish first; null where it waits for nothing but its day.</summary>
    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public int? After { get; set; }
}
