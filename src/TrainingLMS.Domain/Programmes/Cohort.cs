using TrainingLMS.Domain.Common;

namespace TrainingLMS.Domain.Programmes;

/// <summary>A group of therapists who go through a programme together.</summary>
public sealed class Cohort : ProgrammeEntity
{
    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required string Name { get; set; }

    [Holds(Privacy.Organisational, Export.None)]
    public required DateOnly From { get; set; }

    [Holds(Privacy.Organisational, Export.None)]
    public DateOnly? To { get; set; }

    [Holds(Privacy.Organisational, Export.None)]
    public int? Capacity { get; set; }
}

/// <summary>A therapist's place in a cohort, from a day on.</summary>
public sealed class Enrolment : ProgrammeEntity
{
    [Holds(Privacy.Technical)]
    public required Guid CohortId { get; init; }

    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public required Guid PersonId { get; init; }

    [Holds(Privacy.Personal, Export.None)]
    public required DateOnly From { get; init; }

    [Holds(Privacy.Personal, Export.None)]
    public DateOnly? To { get; private set; }

    public void End(DateOnly on) => To = on;
}
