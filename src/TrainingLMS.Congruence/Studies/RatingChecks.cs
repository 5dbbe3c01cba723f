namespace TrainingLMS.Congruence.Studies;

/// <summary>What is wrong with a set of ratings before any model sees it; the first thing found.</summary>
internal static class RatingChecks
{
    public static Refusal? Find(IReadOnlyList<RatedSession> sessions) =>
        Broken(sessions) ?? (sessions.Any(s => s.IsPaired) ? null : new Refusal(RefusalReason.TooFewRows, "judgement", 0, 4));

    /// <summary>The same for a model that does not need both ratings of a session.</summary>
    public static Refusal? Broken(IReadOnlyList<RatedSession> sessions)
    {
        var seen = new HashSet<(string, int)>();
        var therapistOf = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var session in sessions)
        {
            if (!IsFinite(session.TherapistAlliance) || !IsFinite(session.PatientAlliance) || !IsFinite(session.WellBeing))
                return new Refusal(RefusalReason.NotANumber, session.Dyad, 0, 1);

            if (therapistOf.TryAdd(session.Dyad, session.Therapist) is false
                && !string.Equals(therapistOf[session.Dyad], session.Therapist, StringComparison.Ordinal))
            {
                return new Refusal(RefusalReason.SharedDyad, session.Dyad, 2, 1);
            }

            if (!seen.Add((session.Dyad, session.Session)))
                return new Refusal(RefusalReason.DuplicateSession, session.Dyad, 2, 1);
        }

        return null;
    }

    private static bool IsFinite(double? value) => value is null || double.IsFinite(value.Value);
}
