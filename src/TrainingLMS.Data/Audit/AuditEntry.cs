using TrainingLMS.Domain.Common;

namespace TrainingLMS.Data.Audit;

/// <summary>Who changed what, when and why. Insert-only; values are encrypted under the key of the person they are about.</summary>
public sealed class AuditEntry
{
    [Holds(Privacy.Technical)]
    public long Sequence { get; init; }

    [Holds(Privacy.Technical)]
    public Guid? ProgrammeId { get; init; }

    [Holds(Privacy.Technical)]
    public required DateTimeOffset At { get; init; }

    [Holds(Privacy.Personal)]
    public Guid? ActorId { get; init; }

    /// <summary>"patient", "system" or the name of a job where no member of staff acted.</summary>
    [Holds(Privacy.Personal)]
    public required string Actor { get; init; }

    /// <summary>Added, Modified, Deleted, or the name of an act such as SignedIn.</summary>
    [Holds(Privacy.Technical)]
    public required string Action { get; init; }

    [Holds(Privacy.Technical)]
    public required string Entity { get; init; }

    [Holds(Privacy.Technical)]
    public string? EntityId { get; init; }

    /// <summary>Whose key the values are encrypted with: a person, a case, or the installation.</summary>
    [Holds(Privacy.Technical)]
    public Guid? SubjectId { get; init; }

    /// <summary>Old and new values as JSON by property, encrypted; changes to and from empty are in it.</summary>
    [Holds(Privacy.Secret)]
    public byte[]? Values { get; init; }

    [Holds(Privacy.Clinical)]
    public string? Reason { get; init; }

    [Holds(Privacy.Personal)]
    public string? Address { get; init; }

    [Holds(Privacy.Technical)]
    public string? RequestId { get; init; }
}

/// <summary>One link of the hash chain over the audit entries; insert-only, made in batches by a job with a lease.</summary>
public sealed class AuditLink
{
    [Holds(Privacy.Technical)]
    public required long Number { get; init; }

    [Holds(Privacy.Technical)]
    public required long FromSequence { get; init; }

    [Holds(Privacy.Technical)]
    public required long ToSequence { get; init; }

    [Holds(Privacy.Technical)]
    public required string PreviousHash { get; init; }

    /// <summary>SHA-256 over the previous hash and the entries as stored, ciphertext included.</summary>
    [Holds(Privacy.Technical)]
    public required string Hash { get; init; }

    [Holds(Privacy.Technical)]
    public required DateTimeOffset At { get; init; }
}

/// <summary>The key under which a subject's audit values are encrypted. Destroying it erases them.</summary>
public sealed class SubjectKey
{
    [Holds(Privacy.Technical)]
    public required Guid SubjectId { get; init; }

    [Holds(Privacy.Secret)]
    public byte[]? ProtectedKey { get; set; }

    [Holds(Privacy.Technical)]
    public DateTimeOffset? DestroyedAt { get; set; }
}

/// <summary>Somebody looked at a case, a rating or a report.</summary>
public sealed class AccessEntry : Entity
{
    [Holds(Privacy.Technical)]
    public Guid? ProgrammeId { get; init; }

    [Holds(Privacy.Personal)]
    public required DateTimeOffset At { get; init; }

    [Holds(Privacy.Personal)]
    public Guid? PersonId { get; init; }

    /// <summary>The request, such as ReadCase.Query.</summary>
    [Holds(Privacy.Technical)]
    public required string Request { get; init; }

    [Holds(Privacy.Clinical)]
    public Guid? CaseId { get; init; }

    [Holds(Privacy.Personal)]
    public Guid? ReportId { get; init; }

    [Holds(Privacy.Personal)]
    public string? Address { get; init; }
}

/// <summary>What left the system: to whom, why, which rows, so that two files cannot be subtracted from each other.</summary>
public sealed class ExportEntry : ProgrammeEntity
{
    [Holds(Privacy.Personal)]
    public required Guid PersonId { get; init; }

    [Holds(Privacy.Technical)]
    public required DateTimeOffset At { get; init; }

    [Holds(Privacy.Organisational)]
    public required string Purpose { get; init; }

    [Holds(Privacy.Organisational)]
    public required string Filter { get; init; }

    [Holds(Privacy.Technical)]
    public required int Rows { get; init; }

    [Holds(Privacy.Technical)]
    public required string Columns { get; init; }

    [Holds(Privacy.Technical)]
    public required string Hash { get; init; }
}
