using TrainingLMS.Domain.Common;

namespace TrainingLMS.Domain.Programmes;

public enum DisclosureKind
{
    /// <summary>The therapist never sees a patient's ratings, only network averages.</summary>
    Sealed,

    /// <summary>A case's ratings are shown once both raters are done with session n.</summary>
    AfterSession,

    /// <summary>A session's rating is shown once both have rated that session.</summary>
    AfterBothRated,
}

/// <summary>
/// When a patient's rating may be shown to the therapist of the case. Consent to feedback is asked besides;
/// the policy alone never opens anything.
/// </summary>
public readonly record struct DisclosurePolicy
{
    public DisclosurePolicy(DisclosureKind kind, int session = 0)
    {
        if (kind == DisclosureKind.AfterSession && session < 1)
            throw new RuleBrokenException("Say after which session ratings are shown: 1 or later.");

        Kind = kind;
        Session = kind == DisclosureKind.AfterSession ? session : 0;
    }

    public DisclosureKind Kind { get; }

    public int Session { get; }

    /// <summary>
    /// Whether the policy lets what the patient said of one session be seen, the week before it included.
    /// The therapist's own rating of that session must always be locked first, and the patient's be in.
    /// </summary>
    /// <param name="ownRated">The therapist's own rating of this session is in and locked.</param>
    /// <param name="patientRated">The patient's alliance rating of this session is in.</param>
    /// <param name="own">Numbers of the case's sessions that the therapist has rated.</param>
    /// <param name="settled">
    /// Numbers of the case's sessions on which the patient has nothing left to say: rated, declined, missed or closed.
    /// </param>
    public bool Allows(bool ownRated, bool patientRated, IReadOnlyCollection<int> own, IReadOnlyCollection<int> settled)
    {
        if (!ownRated || !patientRated)
            return false;

        var last = Session;
        return Kind switch
        {
            DisclosureKind.Sealed => false,
            DisclosureKind.AfterBothRated => true,
            DisclosureKind.AfterSession =>
                Enumerable.Range(1, last).All(n => own.Contains(n) && settled.Contains(n)),
        };
    }
}
