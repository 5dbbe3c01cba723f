using TrainingLMS.Domain.Common;

namespace TrainingLMS.Domain.Cases;

public enum CaseEnding
{
    Planned,
    DropOut,
    Referral,
    Other,
}

public enum SessionMode
{
    InPerson,
    Video,
    Telephone,
}

/// <summary>One patient with one therapist, known by a code only. Nothing here names the patient.</summary>
public sealed class Case : ProgrammeEntity
{
    private readonly List<Session> _sessions = [];

    /// <summary>Unique in the programme, upper case.</summary>
    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public required string Code { get; init; }

    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public string? AgeBand { get; set; }

    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public SessionMode SessionMode { get; set; }

    /// <summary>IANA name; "held" and "late" are judged in it.</summary>
    [Holds(Privacy.Clinical, Export.None)]
    public required string TimeZone { get; set; }

    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public required string Language { get; set; }

    [Holds(Privacy.Clinical, Export.None)]
    public required DateOnly StartedOn { get; init; }

    [Holds(Privacy.Clinical, Export.None)]
    public DateOnly? EndedOn { get; private set; }

    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public CaseEnding? Ending { get; private set; }

    public IReadOnlyList<Session> Sessions => _sessions;

    /// <summary>Opens a case with its numbered, still empty sessions.</summary>
    public void PlanSessions(int count)
    {
        for (var number = _sessions.Count + 1; number <= count; number++)
            _sessions.Add(new Session { ProgrammeId = ProgrammeId, CaseId = Id, Number = number });
    }

    /// <summary>Says that a session took place. Numbers follow each other, and so do dates.</summary>
    public Session Hold(int number, DateOnly on, DateOnly today, DateTimeOffset now)
    {
        var session = _sessions.SingleOrDefault(s => s.Number == number)
            ?? throw new RuleBrokenException("This case has no session {0}.", number);

        if (EndedOn is not null)
            throw new RuleBrokenException("This case has ended.");

        if (on > today)
            throw new RuleBrokenException("A session is held before it is rated: choose today or an earlier day.");

        if (number > 1 && _sessions.Single(s => s.Number == number - 1) is var before)
        {
            if (before.HeldOn is null)
                throw new RuleBrokenException("Say first whether session {0} was held.", before.Number);

            if (before.HeldOn > on)
                throw new RuleBrokenException("Session {0} was on {1}; this one cannot be earlier.",
                    before.Number, before.HeldOn);
        }

        session.MarkHeld(on, now);
        return session;
    }

    /// <summary>
    /// Says when a session of an earlier record took place. Numbers may be missing there; dates still follow each other.
    /// </summary>
    public void Recall(int number, DateOnly on, DateTimeOffset now)
    {
        if (_sessions.Any(s => s.HeldOn is { } day && (s.Number < number ? day > on : day < on)))
            throw new RuleBrokenException("The sessions of this case are not in the order of their dates.");

        _sessions.Single(s => s.Number == number).MarkHeld(on, now);
    }

    public void End(CaseEnding ending, DateOnly on)
    {
        if (EndedOn is not null)
            throw new RuleBrokenException("This case has ended already.");

        EndedOn = on;
        Ending = ending;
    }
}

/// <summary>Which therapist has the case, from a day on.</summary>
public sealed class CaseOf : ProgrammeEntity
{
    [Holds(Privacy.Technical, Export.Pseudonymous)]
    public required Guid CaseId { get; init; }

    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public required Guid TherapistId { get; init; }

    [Holds(Privacy.Clinical, Export.None)]
    public required DateOnly From { get; init; }

    [Holds(Privacy.Clinical, Export.None)]
    public DateOnly? To { get; private set; }

    public void End(DateOnly on) => To = on;
}

/// <summary>A numbered session of a case. A no-show or a cancellation uses no number.</summary>
public sealed class Session : ProgrammeEntity
{
    [Holds(Privacy.Technical, Export.Pseudonymous)]
    public required Guid CaseId { get; init; }

    /// <summary>1 to the programme's number of sessions; unique in the case.</summary>
    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public required int Number { get; init; }

    /// <summary>The day it took place, in the case's zone; empty until somebody says so.</summary>
    [Holds(Privacy.Clinical, Export.None)]
    public DateOnly? HeldOn { get; private set; }

    [Holds(Privacy.Technical)]
    public DateTimeOffset? HeldAnsweredAt { get; private set; }

    internal void MarkHeld(DateOnly on, DateTimeOffset now)
    {
        if (HeldOn is not null)
            throw new RuleBrokenException("Session {0} was already noted as held on {1}.", Number, HeldOn);

        HeldOn = on;
        HeldAnsweredAt = now;
    }
}

public enum NotHeldReason
{
    NoShow,
    CancelledByPatient,
    CancelledByTherapist,
    Other,
}

/// <summary>An appointment that did not take place; kept for completeness figures, without a session number.</summary>
public sealed class MissedAppointment : ProgrammeEntity
{
    [Holds(Privacy.Technical, Export.Pseudonymous)]
    public required Guid CaseId { get; init; }

    [Holds(Privacy.Clinical, Export.None)]
    public required DateOnly On { get; init; }

    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public required NotHeldReason Reason { get; init; }

    [Holds(Privacy.Technical)]
    public required DateTimeOffset RecordedAt { get; init; }
}
