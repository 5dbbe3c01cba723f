using TrainingLMS.Domain.Common;

namespace TrainingLMS.Domain.Programmes;

/// <summary>A clinic, network or university that runs programmes.</summary>
public sealed class Organisation : Entity
{
    [Holds(Privacy.Organisational, Export.Identifying)]
    public required string Name { get; set; }
}

/// <summary>A place of work of therapists.</summary>
public sealed class Site : Entity
{
    [Holds(Privacy.Technical)]
    public required Guid OrganisationId { get; init; }

    [Holds(Privacy.Organisational, Export.Identifying)]
    public required string Name { get; set; }
}

/// <summary>One training programme: who takes part, what is rated, and when a patient's rating is shown.</summary>
public sealed class Programme : Entity
{
    public const int LongestCrisisText = 1000;

    private DisclosureKind _disclosure;
    private int _disclosureSession;

    [Holds(Privacy.Technical)]
    public required Guid OrganisationId { get; init; }

    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required string Code { get; init; }

    [Holds(Privacy.Organisational, Export.Identifying)]
    public required string Name { get; set; }

    /// <summary>IANA name; wall times of the programme are read in it.</summary>
    [Holds(Privacy.Organisational, Export.None)]
    public required string TimeZone { get; set; }

    [Holds(Privacy.Organisational, Export.None)]
    public required string Language { get; set; }

    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public int SessionsPerCase { get; init; } = 6;

    /// <summary>When a patient's rating is shown to the therapist; see <see cref="DisclosurePolicy"/>.</summary>
    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required DisclosureKind Disclosure { get => _disclosure; init => _disclosure = value; }

    /// <summary>The n of <see cref="DisclosureKind.AfterSession"/>; zero otherwise.</summary>
    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public int DisclosureSession { get => _disclosureSession; init => _disclosureSession = value; }

    /// <summary>Hours after the day of the session (its end, in the case's zone) in which a rating is in time.</summary>
    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public int RatingWindowHours { get; set; } = 48;

    /// <summary>Patients who asked for it are reminded of an open form, twice at most.</summary>
    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public bool Reminders { get; set; }

    /// <summary>From this hour on, in the receiver's zone, no message leaves for a patient.</summary>
    [Holds(Privacy.Organisational)]
    public int QuietFromHour { get; set; } = 20;

    /// <summary>Until this hour.</summary>
    [Holds(Privacy.Organisational)]
    public int QuietUntilHour { get; set; } = 8;

    /// <summary>Whom to call in a crisis, shown on every patient page; cannot be empty.</summary>
    [Holds(Privacy.Organisational)]
    public required string CrisisText { get; set; }

    [Holds(Privacy.Organisational)]
    public required string CrisisTextFrench { get; set; }

    /// <summary>Made up for demonstration; said on every page.</summary>
    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public bool Synthetic { get; init; }

    [Holds(Privacy.Technical)]
    public required DateTimeOffset CreatedAt { get; init; }

    public DisclosurePolicy Policy => new(Disclosure, DisclosureSession);

    /// <summary>Another policy, as long as nobody has agreed to this one.</summary>
    public void ChangePolicy(DisclosurePolicy policy, bool anyConsent)
    {
        if (policy == Policy)
            return;

        if (anyConsent)
        {
            throw new RuleBrokenException(
                "Somebody has agreed to take part under this policy. It cannot be changed any more.");
        }

        (_disclosure, _disclosureSession) = (policy.Kind, policy.Session);
    }
}
