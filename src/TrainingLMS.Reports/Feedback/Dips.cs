using TrainingLMS.Congruence;
using TrainingLMS.Reports.Documents;

namespace TrainingLMS.Reports.Feedback;

/// <summary>
/// Dips in a patient's ratings: below the patient's own mean so far by one and a half times the network's spread within
/// cases, from session 3 on. A chart of the case's own six points cannot see one: the dip widens its own limits.
/// </summary>
internal static class Dips
{
    private const double Threshold = 1.5;
    private const int FirstSession = 3;

    /// <summary>Pooled standard deviation of patients' ratings within cases; null where the network is too small to
    /// say.</summary>
    public static double? Spread(IEnumerable<RatedSession> network)
    {
        var rated = network.Where(s => s.PatientAlliance is not null).ToList();
        var cases = rated.GroupBy(s => s.Dyad, StringComparer.Ordinal).Where(g => g.Count() > 1).ToList();
        if (rated.Select(s => s.Therapist).Distinct(StringComparer.Ordinal).Count() < SmallNumbers.TherapistsForNetwork
            || cases.Count < SmallNumbers.PatientsForNetwork)
        {
            return null;
        }

        var squares = cases.Sum(c =>
        {
            var mean = c.Average(s => s.PatientAlliance!.Value);
            return c.Sum(s => Math.Pow(s.PatientAlliance!.Value - mean, 2));
        });

        return Math.Sqrt(squares / cases.Sum(c => c.Count() - 1));
    }

    public static IReadOnlyList<DipFacts> Find(IReadOnlyList<SessionFacts> sessions, double? spread)
    {
        var dips = new List<DipFacts>();
        if (spread is not > 0)
            return dips;

        var before = new List<double>();
        SessionFacts? previous = null;
        foreach (var session in sessions.Where(s => s.Patient is not null).OrderBy(s => s.Session))
        {
            if (session.Session >= FirstSession && before.Count >= 2
                && session.Patient < before.Average() - Threshold * spread)
            {
                var followed = previous is { } last && last.Session == session.Session - 1
                    && session.Therapist >= last.Therapist;
                dips.Add(new DipFacts(session.Session, Silent: followed));
            }

            before.Add(session.Patient!.Value);
            previous = session;
        }

        return dips;
    }
}
