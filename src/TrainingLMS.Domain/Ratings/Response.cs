using TrainingLMS.Domain.Common;

namespace TrainingLMS.Domain.Ratings;

/// <summary>What a rater sent, once. Nobody edits it: a correction is a new response with a reason.</summary>
public sealed class Response : ProgrammeEntity
{
    private readonly List<Answer> _answers = [];

    [Holds(Privacy.Technical, Export.Pseudonymous)]
    public required Guid AdministrationId { get; init; }

    /// <summary>The response that replaced this one. At most one of an administration is live.</summary>
    [Holds(Privacy.Technical)]
    public Guid? SupersededById { get; private set; }

    [Holds(Privacy.Clinical)]
    public string? CorrectionReason { get; init; }

    /// <summary>The scale score on the item mean, or empty where too many items were skipped. Never 0 for missing.</summary>
    [Holds(Privacy.Sealed, Export.Pseudonymous)]
    public double? Score { get; init; }

    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public required string Language { get; init; }

    [Holds(Privacy.Clinical, Export.None)]
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>The member of staff who entered it, where it was not the patient.</summary>
    [Holds(Privacy.Personal, Export.None)]
    public Guid? RecordedById { get; init; }

    public IReadOnlyList<Answer> Answers => _answers;

    public void Add(string itemId, double? value) =>
        _answers.Add(new Answer { ProgrammeId = ProgrammeId, ResponseId = Id, ItemId = itemId, Value = value });

    public void SupersedeBy(Response correction) => SupersededById = correction.Id;

    /// <summary>This is the one that counts again, or from now on.</summary>
    public void Stand() => SupersededById = null;
}

/// <summary>One item of a response; no value means that it was skipped.</summary>
public sealed class Answer : ProgrammeEntity
{
    [Holds(Privacy.Technical)]
    public required Guid ResponseId { get; init; }

    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public required string ItemId { get; init; }

    [Holds(Privacy.Sealed, Export.Pseudonymous)]
    public double? Value { get; init; }

    public bool Skipped => Value is null;
}

/// <summary>A patient's rating became visible to a member of staff.</summary>
public sealed class Reveal : ProgrammeEntity
{
    [Holds(Privacy.Technical, Export.Pseudonymous)]
    public required Guid ResponseId { get; init; }

    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public required Guid ToPersonId { get; init; }

    [Holds(Privacy.Clinical, Export.None)]
    public required DateTimeOffset At { get; init; }
}

/// <summary>A patient's way in to one form: a token in a link or QR, or a code that can be typed. Only hashes are kept.</summary>
public sealed class FormTicket : ProgrammeEntity
{
    [Holds(Privacy.Technical)]
    public required Guid SessionId { get; init; }

    [Holds(Privacy.Clinical)]
    public required Occasion Occasion { get; init; }

    [Holds(Privacy.Secret)]
    public required string TokenHash { get; init; }

    [Holds(Privacy.Secret)]
    public required string CodeHash { get; init; }

    [Holds(Privacy.Technical)]
    public required DateTimeOffset IssuedAt { get; init; }

    [Holds(Privacy.Personal)]
    public Guid? IssuedById { get; init; }

    [Holds(Privacy.Technical)]
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When the form it opens was sent; opening the link alone never sets this.</summary>
    [Holds(Privacy.Technical)]
    public DateTimeOffset? UsedAt { get; private set; }

    [Holds(Privacy.Technical)]
    public DateTimeOffset? RevokedAt { get; private set; }

    public bool IsLiveAt(DateTimeOffset now) => UsedAt is null && RevokedAt is null && now < ExpiresAt;

    public void Use(DateTimeOffset now) => UsedAt ??= now;

    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;
}
