using System.Globalization;
using TrainingLMS.Congruence;

namespace TrainingLMS.UnitTests.Congruence;

/// <summary>The two simulated sets whose fits in R are typed into the tests.</summary>
public static class ReferenceData
{
    /// <summary>38 rows, 5 therapists, 10 dyads, complete.</summary>
    public static IReadOnlyList<RatedSession> Tiny { get; } =
        [.. Rows("tiny.csv").Select(r => new RatedSession(
            r["therapist"], r["patient"], Whole(r["session"]), Number(r["judgement"]), Number(r["truth"])))];

    /// <summary>702 rows, 40 therapists, 117 dyads, six sessions, 606 rated by both.</summary>
    public static IReadOnlyList<RatedSession> AllianceSim { get; } =
        [.. Rows("alliance_sim.csv").Select(r => new RatedSession(
            r["therapist"],
            r["patient"],
            Whole(r["session"]),
            Number(r["therapist_alliance"]),
            Number(r["patient_alliance"]),
            Number(r["wellbeing"])))];

    /// <summary>The arm of each therapist of <see cref="AllianceSim"/>, 0 or 1.</summary>
    public static IReadOnlyDictionary<string, int> Arms { get; } =
        Rows("alliance_sim.csv").DistinctBy(r => r["therapist"], StringComparer.Ordinal)
            .ToDictionary(r => r["therapist"], r => Whole(r["arm"]), StringComparer.Ordinal);

    private static IEnumerable<Dictionary<string, string>> Rows(string name)
    {
        using var stream = typeof(ReferenceData).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var header = Cells(lines[0]);

        return [.. lines.Skip(1).Select(line =>
            Cells(line).Select((cell, i) => (header[i], cell)).ToDictionary(x => x.Item1, x => x.cell, StringComparer.Ordinal))];
    }

    private static string[] Cells(string line) => [.. line.Trim().Split(',').Select(cell => cell.Trim('"'))];

    private static int Whole(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);

    private static double? Number(string cell) =>
        cell.Length == 0 ? null : double.Parse(cell, CultureInfo.InvariantCulture);
}
