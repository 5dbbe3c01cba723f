using TrainingLMS.Congruence.Studies;

namespace TrainingLMS.Congruence.Growth;

public enum Rater
{
    Patient,
    Therapist,
}

/// <summary>One rating of the alliance by one of the two; every rated session counts, paired or not.</summary>
internal sealed record RatedAlliance(string Therapist, string Dyad, int Session, Rater Rater, double Rating)
{
    /// <summary>Sessions since the first: 0 at session 1, by the true session number.</summary>
    public double Time => Session - 1;

    public static IReadOnlyList<RatedAlliance> From(IEnumerable<RatedSession> sessions, params IReadOnlyList<Rater> raters) =>
    [
        .. from s in sessions
           from rater in raters
           let rating = rater == Rater.Patient ? s.PatientAlliance : s.TherapistAlliance
           where rating is not null
           select new RatedAlliance(s.Therapist, s.Dyad, s.Session, rater, rating.Value),
    ];

    public static StudyRows<RatedAlliance> Rows(IReadOnlyList<RatedAlliance> ratings) =>
        new(ratings, r => r.Therapist, r => r.Dyad);
}
