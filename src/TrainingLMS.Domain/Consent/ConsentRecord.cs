using TrainingLMS.Domain.Common;

namespace TrainingLMS.Domain.Consent;

/// <summary>What was agreed to. Several can be given at once.</summary>
[Flags]
public enum ConsentScopes
{
    None = 0,
    TakePart = 1,
    Feedback = 2,
    Consultant = 4,
    Research = 8,
    Contact = 16,
    Recording = 32,
}

/// <summary>A text that people agree to, in one language; never edited once published.</summary>
public sealed class ConsentText : ProgrammeEntity
{
    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required string Version { get; init; }

    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required string Language { get; init; }

    [Holds(Privacy.Organisational)]
    public required string Body { get; init; }

    [Holds(Privacy.Technical)]
    public required DateTimeOffset PublishedAt { get; init; }
}

/// <summary>Somebody's consent: to which text, to what, when, and when it was taken back. No patient form exists without it.</summary>
public sealed class ConsentRecord : ProgrammeEntity
{
    /// <summary>The case whose patient agreed; empty where a member of staff did.</summary>
    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public Guid? CaseId { get; init; }

    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public Guid? PersonId { get; init; }

    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required string TextVersion { get; init; }

    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public required string Language { get; init; }

    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public required ConsentScopes Scopes { get; init; }

    /// <summary>When the person agreed, as whoever wrote it down says; it may lie days back.</summary>
    [Holds(Privacy.Clinical, Export.None)]
    public required DateTimeOffset GivenAt { get; init; }

    /// <summary>When it was written down here, by our clock. From this instant on it counts, never before.</summary>
    [Holds(Privacy.Clinical, Export.None)]
    public required DateTimeOffset RecordedAt { get; init; }

    [Holds(Privacy.Clinical, Export.None)]
    public DateTimeOffset? WithdrawnAt { get; private set; }

    [Holds(Privacy.Personal)]
    public required Guid RecordedById { get; init; }

    public void Withdraw(DateTimeOffset now) => WithdrawnAt ??= now;
}

public enum ContactChannel
{
    Mail,
    Sms,
}

/// <summary>How to reach a patient who asked to be reached: the only link between a code and a person. Destroyable.</summary>
public sealed class PatientContact : ProgrammeEntity
{
    [Holds(Privacy.Technical)]
    public required Guid CaseId { get; init; }

    /// <summary>Address and channel, encrypted.</summary>
    [Holds(Privacy.Secret)]
    public required byte[] Encrypted { get; init; }

    [Holds(Privacy.Clinical)]
    public required ContactChannel Channel { get; init; }

    /// <summary>The patient asked to be reminded, too.</summary>
    [Holds(Privacy.Clinical)]
    public bool Reminders { get; init; }

    /// <summary>The patient asked for no more messages; from then on none leaves.</summary>
    [Holds(Privacy.Clinical)]
    public DateTimeOffset? StoppedAt { get; private set; }

    [Holds(Privacy.Technical)]
    public required DateTimeOffset CreatedAt { get; init; }

    public void Stop(DateTimeOffset now) => StoppedAt ??= now;
}
