using TrainingLMS.Domain.Common;

namespace TrainingLMS.Domain.Consent;

/// <summary>What a patient who stops wants to happen with what is there.</summary>
public enum WithdrawalKind
{
    /// <summary>No more forms; what was sent stays, under the code.</summary>
    Stop,

    /// <summary>What was sent stays, and nobody keeps whose code it is.</summary>
    Unlink,

    /// <summary>What was sent is to go.</summary>
    Delete,
}

/// <summary>A patient has stopped taking part. Stopping is done at once; what people must do besides is open until they have.</summary>
public sealed class Withdrawal : ProgrammeEntity
{
    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public required Guid CaseId { get; init; }

    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public required WithdrawalKind Kind { get; init; }

    [Holds(Privacy.Clinical, Export.None)]
    public required DateTimeOffset AskedAt { get; init; }

    [Holds(Privacy.Clinical, Export.None)]
    public DateTimeOffset? DoneAt { get; private set; }

    [Holds(Privacy.Personal)]
    public Guid? DoneById { get; private set; }

    public void Finish(Guid? by, DateTimeOffset now)
    {
        DoneAt ??= now;
        DoneById ??= by;
    }
}
