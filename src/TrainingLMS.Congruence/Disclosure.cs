namespace TrainingLMS.Congruence;

/// <summary>Which patients' ratings a therapist may see; what it does not reveal never reaches a personal figure.</summary>
public sealed class Disclosure
{
    private readonly Func<RatedSession, bool> _reveals;

    private Disclosure(Func<RatedSession, bool> reveals) => _reveals = reveals;

    /// <summary>The default: the therapist sees no patient's rating, only values of the network.</summary>
    public static Disclosure Sealed { get; } = new(_ => false);

    /// <summary>Every patient agreed that the therapist receives feedback.</summary>
    public static Disclosure Feedback { get; } = new(_ => true);

    /// <summary>Session by session, as policy and consent decide elsewhere.</summary>
    public static Disclosure Where(Func<RatedSession, bool> reveals) => new(reveals);

    public bool Reveals(RatedSession session) => _reveals(session);
}
