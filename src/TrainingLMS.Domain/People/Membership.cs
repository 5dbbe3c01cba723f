using TrainingLMS.Domain.Common;

namespace TrainingLMS.Domain.People;

public enum Role
{
    Therapist,
    Consultant,
    Trainer,
    ProgrammeAdministrator,
    Researcher,
    PrincipalInvestigator,
    PrivacyOfficer,
    SiteStaff,
}

/// <summary>A role that a person holds in one programme, from a day on. A role is this row and nothing else.</summary>
public sealed class Membership : ProgrammeEntity
{
    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public required Guid PersonId { get; init; }

    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public required Role Role { get; init; }

    [Holds(Privacy.Personal)]
    public Guid? SiteId { get; init; }

    [Holds(Privacy.Personal, Export.None)]
    public required DateOnly From { get; init; }

    [Holds(Privacy.Personal, Export.None)]
    public DateOnly? To { get; private set; }

    public void End(DateOnly on) => To = on;
}

/// <summary>Which consultant meets which therapist, from a day on.</summary>
public sealed class ConsultantOf : ProgrammeEntity
{
    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public required Guid ConsultantId { get; init; }

    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public required Guid TherapistId { get; init; }

    [Holds(Privacy.Personal, Export.None)]
    public required DateOnly From { get; init; }

    [Holds(Privacy.Personal, Export.None)]
    public DateOnly? To { get; private set; }

    public void End(DateOnly on) => To = on;
}

/// <summary>What the study knows of a therapist: a code and bands, never a name.</summary>
public sealed class TherapistProfile : ProgrammeEntity
{
    [Holds(Privacy.Personal, Export.Identifying)]
    public required Guid PersonId { get; init; }

    /// <summary>Unique in the programme, upper case.</summary>
    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public required string Code { get; init; }

    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public string? Profession { get; set; }

    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public string? ExperienceBand { get; set; }

    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public string? Orientation { get; set; }
}
