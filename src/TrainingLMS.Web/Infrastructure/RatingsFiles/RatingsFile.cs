using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TrainingLMS.Web.Infrastructure.RatingsFiles;

/// <summary>A file of ratings as it was read: rows to work with, or everything that is wrong with it, never half of both.</summary>
public sealed record RatingsFile
{
    public required string Name { get; init; }

    /// <summary>The rows without a problem, in the order of the file. They may be counted; only those of a good file may be used.</summary>
    public required IReadOnlyList<RatingRow> Rows { get; init; }

    /// <summary>The arm of each therapist, where the file says it. Kept apart from the rows: it goes to the sealed table only.</summary>
    public required IReadOnlyDictionary<string, string> Arms { get; init; }

    /// <summary>What was noticed and does not stop anything, such as a column that nobody asked for.</summary>
    public required IReadOnlyList<Remark> Warnings { get; init; }

    /// <summary>The first problems, in the order of the file.</summary>
    public required IReadOnlyList<CellProblem> Problems { get; init; }

    /// <summary>All problems, also those that are not kept.</summary>
    public required int ProblemCount { get; init; }

    /// <summary>Lines that hold at least one problem.</summary>
    public required int BadRows { get; init; }

    public bool IsGood => ProblemCount == 0;

    /// <summary>The file has a column of session dates.</summary>
    public bool HasDates { get; init; }
}

/// <summary>One session of one patient with one therapist. A missing rating is null, never 0.</summary>
/// <param name="Line">Line of the file.</param>
/// <param name="Therapist">Code of the therapist, as it is first spelt in the file.</param>
/// <param name="Patient">Code of the patient, as it is first spelt in the file.</param>
/// <param name="Session">The true session number, from 1.</param>
/// <param name="TherapistAlliance">The therapist's rating of the alliance.</param>
/// <param name="PatientAlliance">The patient's rating of the alliance.</param>
/// <param name="WellBeing">The patient's well-being.</param>
/// <param name="Site">Name of the site.</param>
/// <param name="Date">Day of the session.</param>
/// <param name="RevealedAt">When the patient's rating was shown to the therapist.</param>
public sealed record RatingRow(
    int Line,
    string Therapist,
    string Patient,
    int Session,
    double? TherapistAlliance,
    double? PatientAlliance,
    double? WellBeing,
    string? Site,
    DateOnly? Date,
    DateTimeOffset? RevealedAt);

/// <summary>A sentence with its values apart, so that it can be said in the reader's language.</summary>
public sealed record Remark(string Text, params object[] Arguments)
{
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, Text, Arguments);
}

/// <summary>One cell that cannot be used: where it is, what stands there, and why not.</summary>
public sealed record CellProblem(int Line, string Column, string Value, Remark Why)
{
    private const int LongestValue = 40;

    public static CellProblem At(int line, string column, string value, string why, params object[] arguments) =>
        new(line, column, Shown(value), new Remark(why, arguments));

    /// <summary>As compilers say it, so that an editor can jump there.</summary>
    public string In(string file) => $"{file}:{Line}: {Column}: {Value}: {Why}";

    private static string Shown(string value)
    {
        var plain = string.Concat(value.Select(c => char.IsControl(c) ? '\u00b7' : c));

        return plain.Length switch
        {
            0 => "(empty)",
            <= LongestValue => plain,
            _ => plain[..LongestValue] + "\u2026",
        };
    }
}

/// <summary>The two ends of a scale, both allowed.</summary>
public sealed record ScaleEnds(double Lowest, double Highest)
{
    public static ScaleEnds OneToSeven { get; } = new(1, 7);

    public static ScaleEnds Hundred { get; } = new(0, 100);

    public bool Holds(double value) => value >= Lowest && value <= Highest;

    /// <summary>Reads LO-HI, such as 1-7 or 0-10.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ScaleEnds? ends)
    {
        ends = null;
        var dash = text.IndexOf('-', Math.Min(1, text.Length)); // a first dash is a sign
        if (dash < 0
            || !double.TryParse(text.AsSpan(0, dash), Number, CultureInfo.InvariantCulture, out var lowest)
            || !double.TryParse(text.AsSpan(dash + 1), Number, CultureInfo.InvariantCulture, out var highest)
            || lowest >= highest)
            return false;

        ends = new ScaleEnds(lowest, highest);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Lowest}-{Highest}");

    private const NumberStyles Number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
}

/// <summary>What a file is held against.</summary>
public sealed record RatingsFileRules
{
    public ScaleEnds Alliance { get; init; } = ScaleEnds.OneToSeven;

    public ScaleEnds WellBeing { get; init; } = ScaleEnds.Hundred;

    /// <summary>Whether a file without the column wellbeing is refused; otherwise every well-being is missing.</summary>
    public bool NeedsWellBeing { get; init; } = true;

    public int LongestCode { get; init; } = 64;

    /// <summary>Rows from here on are not read: a limit for what comes over the web.</summary>
    public int MostRows { get; init; } = int.MaxValue;

    /// <summary>Problems that are kept; all are counted.</summary>
    public int KeptProblems { get; init; } = 50;
}
