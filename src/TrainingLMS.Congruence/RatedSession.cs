namespace TrainingLMS.Congruence;

/// <summary>One session of one case as both persons rated it; a missing rating is null, never a number.</summary>
/// <param name="Therapist">Code of the therapist.</param>
/// <param name="Dyad">Code of the case, unique over therapists: one patient with one therapist.</param>
/// <param name="Session">The true session number, from 1; gaps count as gaps.</param>
/// <param name="TherapistAlliance">The therapist's own view of the alliance (J), on the instrument's scale.</param>
/// <param name="PatientAlliance">The patient's view of the alliance (T), on the same scale.</param>
/// <param name="WellBeing">The patient's well-being at this session, higher is better.</param>
public sealed record RatedSession(
    string Therapist,
    string Dyad,
    int Session,
    double? TherapistAlliance,
    double? PatientAlliance,
    double? WellBeing = null)
{
    public bool IsPaired => TherapistAlliance is not null && PatientAlliance is not null;
}

/// <summary>A session both persons rated.</summary>
/// <param name="Therapist">Code of the therapist.</param>
/// <param name="Dyad">Code of the case.</param>
/// <param name="Session">The true session number, from 1.</param>
/// <param name="Judgement">The therapist's rating, J.</param>
/// <param name="Truth">The patient's rating, T: the criterion by convention, not proven right.</param>
public sealed record PairedRating(string Therapist, string Dyad, int Session, double Judgement, double Truth)
{
    /// <summary>Therapist minus patient; below zero the therapist rates lower, as most do.</summary>
    public double Gap => Judgement - Truth;

    public static IReadOnlyList<PairedRating> From(IEnumerable<RatedSession> sessions) =>
    [
        .. from s in sessions
           where s.IsPaired
           select new PairedRating(s.Therapist, s.Dyad, s.Session, s.TherapistAlliance!.Value, s.PatientAlliance!.Value),
    ];
}

/// <summary>The response scale both forms share: its ends, and the size of one step.</summary>
public sealed record RatingScale(double Lowest, double Highest, double Step)
{
    /// <summary>The usual alliance scale, one to seven.</summary>
    public static RatingScale OneToSeven { get; } = new(1, 7, 1);

    /// <summary>From here on a mean of items rounds to the highest step.</summary>
    public double TopStep => Highest - Step / 2;
}
