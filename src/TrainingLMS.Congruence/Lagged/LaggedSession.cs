using TrainingLMS.Congruence.Studies;

namespace TrainingLMS.Congruence.Lagged;

/// <summary>A session with both ratings and well-being, and the well-being of the very next session.</summary>
internal sealed record LaggedSession(
    string Therapist, string Dyad, int Session, double Patient, double TherapistRating, double WellBeing, double Next)
{
    /// <summary>Only where s and s + 1 are both there with consecutive numbers; across a gap nobody knows.</summary>
    public static IReadOnlyList<LaggedSession> From(IReadOnlyList<RatedSession> sessions)
    {
        var wellBeing = sessions.Where(s => s.WellBeing is not null)
            .ToDictionary(s => (s.Dyad, s.Session), s => s.WellBeing!.Value);

        return
        [
            .. from s in sessions
               where s.IsPaired && s.WellBeing is not null && wellBeing.ContainsKey((s.Dyad, s.Session + 1))
               select new LaggedSession(
                   s.Therapist, s.Dyad, s.Session, s.PatientAlliance!.Value, s.TherapistAlliance!.Value,
                   s.WellBeing!.Value, wellBeing[(s.Dyad, s.Session + 1)]),
        ];
    }

    public static StudyRows<LaggedSession> Rows(IReadOnlyList<LaggedSession> sessions) =>
        new(sessions, r => r.Therapist, r => r.Dyad);
}
