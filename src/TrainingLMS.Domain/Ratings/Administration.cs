using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Instruments;

namespace TrainingLMS.Domain.Ratings;

public enum Rater
{
    Therapist,
    Patient,
}

public enum Perspective
{
    /// <summary>The rater's own view: what truth-and-bias models use.</summary>
    Own,

    /// <summary>How the therapist thinks the patient answered; a different judgement, kept apart.</summary>
    Predicted,
}

public enum Occasion
{
    Before,
    After,
}

public enum CaptureMode
{
    Link,
    Qr,
    Code,
    Kiosk,
    Paper,
    Account,
    Import,
}

public enum AdministrationStatus
{
    Due,
    Opened,
    Done,
    Declined,
    Missed,
    Closed,
}

/// <summary>Why a form was not filled in, as the therapist heard it.</summary>
public enum MissedReason
{
    Forgot,
    Declined,
    Technical,
}

/// <summary>One form that one rater is asked to fill in for one session.</summary>
public sealed class Administration : ProgrammeEntity
{
    [Holds(Privacy.Technical, Export.Pseudonymous)]
    public required Guid SessionId { get; init; }

    [Holds(Privacy.Technical, Export.Pseudonymous)]
    public required Guid InstrumentVersionId { get; init; }

    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public required Measure Measure { get; init; }

    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public required Rater Rater { get; init; }

    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public required Perspective Perspective { get; init; }

    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public required Occasion Occasion { get; init; }

    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public CaptureMode? Mode { get; private set; }

    [Holds(Privacy.Clinical, Export.None)]
    public DateTimeOffset? WindowOpensAt { get; private set; }

    [Holds(Privacy.Clinical, Export.None)]
    public DateTimeOffset? WindowClosesAt { get; private set; }

    /// <summary>What has happened. Missed and Closed follow from the window as well: ask <see cref="StatusAt"/>.</summary>
    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public AdministrationStatus Status { get; private set; } = AdministrationStatus.Due;

    [Holds(Privacy.Clinical, Export.None)]
    public DateTimeOffset? OpenedAt { get; private set; }

    [Holds(Privacy.Clinical, Export.None)]
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Handed in after its window; kept, flagged, left out of the models by default.</summary>
    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public bool Late { get; private set; }

    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public MissedReason? MissedReason { get; private set; }

    public bool IsSettled => Status is AdministrationStatus.Done or AdministrationStatus.Declined
        or AdministrationStatus.Missed or AdministrationStatus.Closed;

    public AdministrationStatus StatusAt(DateTimeOffset now) =>
        Status is AdministrationStatus.Due or AdministrationStatus.Opened && WindowClosesAt <= now
            ? AdministrationStatus.Closed
            : Status;

    public void OpenWindow(DateTimeOffset from, DateTimeOffset to)
    {
        WindowOpensAt = from;
        WindowClosesAt = to;
    }

    public void Open(CaptureMode mode, DateTimeOffset now)
    {
        if (IsSettled)
            return;

        Mode = mode;
        OpenedAt ??= now;
        Status = AdministrationStatus.Opened;
    }

    /// <param name="mode">How it came.</param>
    /// <param name="now">When it was handed in here.</param>
    /// <param name="answeredAt">When it was filled in, where that was earlier: on paper.</param>
    public void Finish(CaptureMode mode, DateTimeOffset now, DateTimeOffset? answeredAt = null)
    {
        if (Status == AdministrationStatus.Done)
            throw new RuleBrokenException("We have this rating already.");

        Mode = mode;
        OpenedAt ??= now;
        FinishedAt = now;
        Late = (answeredAt ?? now) > WindowClosesAt;
        Status = AdministrationStatus.Done;
    }

    /// <summary>Says why a form was not filled in, once its time has passed.</summary>
    public void Explain(MissedReason reason, DateTimeOffset now)
    {
        if (StatusAt(now) is not (AdministrationStatus.Closed or AdministrationStatus.Missed))
            throw new RuleBrokenException("The patient can still send this form, or has done so.");

        MissedReason = reason;
    }

    public void Decline(CaptureMode mode, DateTimeOffset now)
    {
        if (IsSettled)
            throw new RuleBrokenException("We have this rating already.");

        Mode = mode;
        FinishedAt = now;
        Status = AdministrationStatus.Declined;
    }
}
