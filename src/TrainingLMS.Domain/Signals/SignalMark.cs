using TrainingLMS.Domain.Common;

namespace TrainingLMS.Domain.Signals;

public enum SignalKind
{
    /// <summary>A rating below this patient's own mean so far.</summary>
    Dip,

    /// <summary>Everything at the top, session after session.</summary>
    Ceiling,

    /// <summary>The therapist rated well above the patient.</summary>
    Gap,

    /// <summary>Two sessions in a row without the patient's form.</summary>
    MissedTwice,
}

public enum SignalStep
{
    New,
    Seen,
    Discussed,
    Closed,
}

/// <summary>
/// What people did with a signal. The signal itself is not stored: it is worked out of what may be seen now, so it goes
/// when a consent goes, and this row alone says nothing about a rating.
/// </summary>
public sealed class SignalMark : ProgrammeEntity
{
    [Holds(Privacy.Technical)]
    public required Guid CaseId { get; init; }

    [Holds(Privacy.Sealed)]
    public required SignalKind Kind { get; init; }

    [Holds(Privacy.Clinical)]
    public required int Session { get; init; }

    /// <summary>Of the rule table that raised it.</summary>
    [Holds(Privacy.Technical)]
    public required string Rules { get; init; }

    [Holds(Privacy.Clinical)]
    public SignalStep Step { get; private set; }

    [Holds(Privacy.Clinical)]
    public DateTimeOffset? SteppedAt { get; private set; }

    [Holds(Privacy.Personal)]
    public Guid? SteppedById { get; private set; }

    /// <summary>To be brought to the next consultation.</summary>
    [Holds(Privacy.Clinical)]
    public DateTimeOffset? BroughtAt { get; private set; }

    /// <summary>Forward only: what was discussed is not unseen.</summary>
    public void Take(SignalStep step, Guid by, DateTimeOffset now)
    {
        if (step <= Step)
            return;

        (Step, SteppedAt, SteppedById) = (step, now, by);
    }

    public void Bring(Guid by, DateTimeOffset now)
    {
        Take(SignalStep.Seen, by, now);
        BroughtAt ??= now;
    }
}
