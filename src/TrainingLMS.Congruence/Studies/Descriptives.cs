namespace TrainingLMS.Congruence.Studies;

/// <summary>What was rated, before any model; the first thing a reader should see.</summary>
public sealed record Descriptives
{
    public required int Therapists { get; init; }

    public required int Patients { get; init; }

    /// <summary>Sessions in the data.</summary>
    public required int Sessions { get; init; }

    /// <summary>Sessions both rated.</summary>
    public required int Paired { get; init; }

    public required int MissingPatient { get; init; }

    public required int MissingTherapist { get; init; }

    public required int MissingWellBeing { get; init; }

    /// <summary>Everybody's; withheld below the floors for a network.</summary>
    public required Reported<RatingSummary> Network { get; init; }

    /// <summary>Each arm's, in the order reference, compared; withheld arm by arm, or as a whole where there are none.</summary>
    public required Reported<IReadOnlyList<ArmSummary>> Arms { get; init; }

    public static Descriptives Of(IReadOnlyList<RatedSession> sessions, Reported<StudyArms> arms, RatingScale scale)
    {
        var cell = CellOf("", sessions);

        return new Descriptives
        {
            Therapists = cell.Therapists,
            Patients = cell.Patients,
            Sessions = sessions.Count,
            Paired = sessions.Count(s => s.IsPaired),
            MissingPatient = sessions.Count(s => s.PatientAlliance is null),
            MissingTherapist = sessions.Count(s => s.TherapistAlliance is null),
            MissingWellBeing = sessions.Count(s => s.WellBeing is null),
            Network = NetworkFloor.Of(sessions) is { } closed
                ? Reported.Withhold<RatingSummary>(closed)
                : Reported.Show(RatingSummary.Of(sessions, scale)),
            Arms = arms.Select(two => ByArm(sessions, two, scale)),
        };
    }

    internal static Cell CellOf(string name, IReadOnlyList<RatedSession> sessions) => new(
        name,
        sessions.Select(s => s.Therapist).Distinct(StringComparer.Ordinal).Count(),
        sessions.Select(s => s.Dyad).Distinct(StringComparer.Ordinal).Count());

    private static IReadOnlyList<ArmSummary> ByArm(
        IReadOnlyList<RatedSession> sessions, StudyArms arms, RatingScale scale)
    {
        string[] names = [arms.Reference, arms.Compared];
        var rows = names.Select(name => sessions.Where(s => arms.Of(s.Therapist) == name).ToList()).ToList();
        var cells = names.Zip(rows, (name, own) => CellOf(name, [.. own.Where(s => s.IsPaired)])).ToList();

        return
        [
            .. SmallCells.Gate(cells).Select((closed, i) => new ArmSummary(
                names[i],
                cells[i].Therapists,
                cells[i].Patients,
                closed is null
                    ? Reported.Show(RatingSummary.Of(rows[i], scale))
                    : Reported.Withhold<RatingSummary>(closed))),
        ];
    }
}

/// <summary>One arm's ratings.</summary>
/// <param name="Arm">Its name.</param>
/// <param name="Therapists">With a session both rated.</param>
/// <param name="Patients">With a session both rated.</param>
/// <param name="Ratings">Withheld below the floors, or where it would give the other arm away.</param>
public sealed record ArmSummary(string Arm, int Therapists, int Patients, Reported<RatingSummary> Ratings);

/// <summary>Both raters' ratings and well-being; a column that nobody filled is null.</summary>
public sealed record RatingSummary(ColumnSummary? Patient, ColumnSummary? Therapist, ColumnSummary? WellBeing)
{
    internal static RatingSummary Of(IReadOnlyList<RatedSession> sessions, RatingScale scale) => new(
        ColumnSummary.Of(sessions.Select(s => s.PatientAlliance), scale),
        ColumnSummary.Of(sessions.Select(s => s.TherapistAlliance), scale),
        ColumnSummary.Of(sessions.Select(s => s.WellBeing), null));
}

/// <summary>One column of numbers.</summary>
/// <param name="Count">Values present.</param>
/// <param name="Mean">In the column's unit.</param>
/// <param name="Sd">With n - 1; 0 for one value.</param>
/// <param name="AtTheTop">Share that rounds to the highest step; null where the scale is not known.</param>
public sealed record ColumnSummary(int Count, double Mean, double Sd, double? AtTheTop)
{
    internal static ColumnSummary? Of(IEnumerable<double?> values, RatingScale? scale)
    {
        var present = values.OfType<double>().ToList();

        if (present.Count == 0)
            return null;

        var mean = present.Average();

        return new ColumnSummary(
            present.Count,
            mean,
            present.Count < 2 ? 0 : Math.Sqrt(present.Sum(v => (v - mean) * (v - mean)) / (present.Count - 1)),
            scale is null ? null : present.Average(v => v >= scale.TopStep ? 1.0 : 0));
    }
}

/// <summary>Five therapists and ten patients with a session both rated, before any value of the network is told.</summary>
internal static class NetworkFloor
{
    public static Suppression? Of(IReadOnlyList<RatedSession> sessions)
    {
        var cell = Descriptives.CellOf("", [.. sessions.Where(s => s.IsPaired)]);

        return cell.Therapists < SmallNumbers.TherapistsForNetwork
            ? new Suppression(SuppressionRule.NetworkTherapists, cell.Therapists, SmallNumbers.TherapistsForNetwork)
            : cell.Patients < SmallNumbers.PatientsForNetwork
                ? new Suppression(SuppressionRule.NetworkPatients, cell.Patients, SmallNumbers.PatientsForNetwork)
                : null;
    }
}
