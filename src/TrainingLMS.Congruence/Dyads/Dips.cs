namespace TrainingLMS.Congruence.Dyads;

/// <summary>What became of a dip within three sessions.</summary>
public enum DipCourse
{
    /// <summary>A rating came back to within half a spread of the mean before the dip.</summary>
    Recovered,

    /// <summary>Three sessions later none had.</summary>
    NotRecovered,

    /// <summary>The three sessions are not over, or were not rated.</summary>
    NotKnown,
}

/// <summary>A rating of the patient that is worth asking about; never "a rupture".</summary>
/// <param name="Session">The session.</param>
/// <param name="Below">Points below the patient's own mean so far.</param>
/// <param name="Silent">The therapist rated that session no lower than the one before.</param>
/// <param name="Course">What came after.</param>
public sealed record Dip(int Session, double Below, bool Silent, DipCourse Course);

/// <summary>
/// Possible dips: a patient's rating from session 3 on that is below that patient's mean so far by one and a half times
/// the network's spread within cases. A control chart (Eubanks-Carter, Gorman &amp; Muran 2012) of a case's own six points
/// sees one in a hundred, since the dip widens its own limits.
/// </summary>
public static class Dips
{
    /// <summary>
    /// Pooled standard deviation of patients' ratings within cases, in points; withheld where fewer than five therapists
    /// or ten cases with two ratings stand behind it.
    /// </summary>
    public static Reported<double> Spread(IEnumerable<RatedSession> network)
    {
        var rated = network.Where(s => s.PatientAlliance is not null).ToList();
        var therapists = rated.Select(s => s.Therapist).Distinct(StringComparer.Ordinal).Count();
        var cases = rated.GroupBy(s => s.Dyad, StringComparer.Ordinal).Where(g => g.Count() > 1).ToList();

        if (therapists < SmallNumbers.TherapistsForNetwork)
        {
            return Reported.Withhold<double>(
                SuppressionRule.NetworkTherapists, therapists, SmallNumbers.TherapistsForNetwork);
        }

        if (cases.Count < SmallNumbers.PatientsForNetwork)
        {
            return Reported.Withhold<double>(
                SuppressionRule.NetworkPatients, cases.Count, SmallNumbers.PatientsForNetwork);
        }

        var squares = cases.Sum(c =>
        {
            var mean = c.Average(s => s.PatientAlliance!.Value);

            return c.Sum(s => Math.Pow(s.PatientAlliance!.Value - mean, 2));
        });

        return Reported.Show(Math.Sqrt(squares / cases.Sum(c => c.Count() - 1)));
    }

    /// <summary>The dips of one case, in order; none where the spread is not known or zero.</summary>
    /// <param name="sessions">One case, holding no rating of the patient that is sealed from the reader.</param>
    /// <param name="spread">From <see cref="Spread"/>.</param>
    public static IReadOnlyList<Dip> Find(IEnumerable<RatedSession> sessions, Reported<double> spread) =>
        spread.Match(
            sd => sd > 0
                ? Find([.. sessions.Where(s => s.PatientAlliance is not null).OrderBy(s => s.Session)], sd)
                : [],
            _ => []);

    private static List<Dip> Find(IReadOnlyList<RatedSession> rated, double spread)
    {
        var dips = new List<Dip>();

        for (var i = SmallNumbers.RatingsBeforeDip; i < rated.Count; i++)
        {
            var mean = rated.Take(i).Average(s => s.PatientAlliance!.Value);
            var below = mean - rated[i].PatientAlliance!.Value;

            if (rated[i].Session >= SmallNumbers.FirstSessionOfDip && below > SmallNumbers.DipInSd * spread)
                dips.Add(new Dip(rated[i].Session, below, IsSilent(rated[i - 1], rated[i]), Course(rated, i, mean, spread)));
        }

        return dips;
    }

    private static bool IsSilent(RatedSession before, RatedSession dip) =>
        before.Session == dip.Session - 1 && dip.TherapistAlliance >= before.TherapistAlliance;

    private static DipCourse Course(IReadOnlyList<RatedSession> rated, int dip, double mean, double spread)
    {
        var end = rated[dip].Session + SmallNumbers.SessionsForRecovery;
        var after = rated.Skip(dip + 1).Where(s => s.Session <= end).ToList();

        return after.Exists(s => s.PatientAlliance >= mean - SmallNumbers.RecoveryInSd * spread) ? DipCourse.Recovered
            : after.Count == SmallNumbers.SessionsForRecovery ? DipCourse.NotRecovered
            : DipCourse.NotKnown;
    }
}
