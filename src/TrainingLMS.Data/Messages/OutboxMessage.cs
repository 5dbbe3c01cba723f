using TrainingLMS.Domain.Common;

namespace TrainingLMS.Data.Messages;

public enum MessageChannel
{
    Mail,
    Sms,
}

/// <summary>
/// A message, written in the same transaction as the change that causes it and sent later by a job.
/// Unique per key, so a person gets one message per event and step whatever happens in between.
/// </summary>
public sealed class OutboxMessage : Entity
{
    [Holds(Privacy.Technical)]
    public Guid? ProgrammeId { get; init; }

    /// <summary>Person, event and step, such as "report-sent/ID/PERSON".</summary>
    [Holds(Privacy.Technical)]
    public required string Key { get; init; }

    [Holds(Privacy.Personal)]
    public Guid? PersonId { get; init; }

    [Holds(Privacy.Technical)]
    public MessageChannel Channel { get; init; }

    /// <summary>Empty where the message goes to a patient: the address stands in that one row, and is looked up on sending.</summary>
    [Holds(Privacy.Personal, Export.Identifying)]
    public required string To { get; init; }

    /// <summary>The patient's contact row. Once it is destroyed, nothing here says whom the message was for.</summary>
    [Holds(Privacy.Technical)]
    public Guid? ContactId { get; init; }

    [Holds(Privacy.Personal)]
    public required string Subject { get; init; }

    /// <summary>Plain text, encrypted: it may carry a link that signs somebody in.</summary>
    [Holds(Privacy.Secret)]
    public required byte[] Body { get; init; }

    [Holds(Privacy.Technical)]
    public required DateTimeOffset CreatedAt { get; init; }

    [Holds(Privacy.Technical)]
    public DateTimeOffset NextTryAt { get; set; }

    [Holds(Privacy.Technical)]
    public int Tries { get; set; }

    [Holds(Privacy.Technical)]
    public DateTimeOffset? SentAt { get; set; }

    [Holds(Privacy.Technical)]
    public DateTimeOffset? GivenUpAt { get; set; }

    /// <summary>The other side said that there is no such address, or that it takes nothing from us.</summary>
    [Holds(Privacy.Technical)]
    public bool Bounced { get; set; }

    [Holds(Privacy.Technical)]
    public string? LastError { get; set; }
}
