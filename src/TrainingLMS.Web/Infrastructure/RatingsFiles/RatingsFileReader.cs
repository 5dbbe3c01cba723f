using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace TrainingLMS.Web.Infrastructure.RatingsFiles;

/// <summary>
/// Reads a file of ratings row by row: columns by name in any order, comma or semicolon, decimal point or comma,
/// empty for missing. Everything that is wrong is found in one pass, and then nothing is handed out.
/// </summary>
public sealed class RatingsFileReader
{
    public static readonly IReadOnlyList<string> Required =
        ["therapist_id", "patient_id", "session", "therapist_alliance", "patient_alliance", WellBeing];

    public static readonly IReadOnlyList<string> Optional = ["arm", "site", "session_date", "revealed_at"];

    private const string WellBeing = "wellbeing";
    private const int HighestSession = 999;
    private const NumberStyles Number =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private readonly RatingsFileRules _rules;
    private readonly string _name;
    private readonly bool _decimalComma;
    private readonly List<CellProblem> _problems = [];
    private readonly List<Remark> _warnings = [];
    private readonly List<RatingRow> _rows = [];
    private readonly Dictionary<string, string> _spellings = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, (string Arm, int Line)> _arms = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Seen> _patients = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _columns = new(StringComparer.OrdinalIgnoreCase);

    private int _count;
    private int _badRows;
    private int _lastBadLine = -1;

    private RatingsFileReader(string name, RatingsFileRules rules, bool decimalComma) =>
        (_name, _rules, _decimalComma) = (name, rules, decimalComma);

    /// <param name="stream">Text in UTF-8, with or without a byte order mark; must be seekable.</param>
    /// <param name="name">The file's name, for its warnings.</param>
    /// <param name="rules">Scales and limits.</param>
    /// <param name="read">Told the number of bytes read so far, now and then.</param>
    public static RatingsFile Read(Stream stream, string name, RatingsFileRules rules, Action<long>? read = null)
    {
        var delimiter = DelimiterOf(stream);
        stream.Position = 0;
        var reader = new RatingsFileReader(name, rules, decimalComma: delimiter == ";");
        try
        {
            reader.ReadAll(stream, delimiter, read);
        }
        catch (DecoderFallbackException)
        {
            reader.Bad(reader._rows.Count + 2, "file", "", "This is not UTF-8 text. Save it as \u201cCSV UTF-8\u201d.");
        }

        return reader.Result();
    }

    private static string DelimiterOf(Stream stream)
    {
        using var text = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 1024, leaveOpen: true);
        var header = text.ReadLine() ?? "";

        return header.Count(c => c == ';') > header.Count(c => c == ',') ? ";" : ",";
    }

    private void ReadAll(Stream stream, string delimiter, Action<long>? read)
    {
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        using var text = new StreamReader(stream, strict, detectEncodingFromByteOrderMarks: true, 1 << 16, leaveOpen: true);
        var brokenQuotes = false;
        using var parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter,
            CacheFields = true, // the same codes and scores come again and again
            BadDataFound = _ => brokenQuotes = true,
        });

        if (!parser.Read())
        {
            Bad(1, "file", "", "The file is empty: the first line names the columns.");
            return;
        }

        if (!ReadHeader(parser))
            return;

        var columns = parser.Count;
        var lastLine = parser.RawRow;
        while (parser.Read())
        {
            var opened = lastLine + 1; // a quoted cell may run over many lines: the first of them is where to look
            if (_rows.Count >= _rules.MostRows)
            {
                Bad(parser.RawRow, "file", "", "The file has more than {0} rows.", _rules.MostRows);
                return;
            }

            var line = parser.RawRow;
            var blank = IsBlank(parser); // looks at every cell, so that broken quotes are known
            lastLine = line;
            if (line > opened && (brokenQuotes || parser.Count != columns) && !blank)
            {
                Bad(opened, "row", "", "A quotation mark opens on this line and is not closed.");
                brokenQuotes = false;
            }
            else if (brokenQuotes)
            {
                Bad(opened, "row", "", "A quotation mark stands where none can be: quote the whole cell and double the marks in it.");
                brokenQuotes = false;
            }
            else if (parser.Count != columns)
            {
                if (!blank)
                    Bad(line, "row", "", "{0} cells where the header has {1}.", parser.Count, columns);
            }
            else if (!blank)
            {
                ReadRow(parser, line);
            }

            if ((line & 0xFFF) == 0)
                read?.Invoke(stream.Position);
        }

        if (_rows.Count == 0 && _count == 0)
            Bad(1, "file", "", "There is no row below the header.");
    }

    private static bool IsBlank(CsvParser parser)
    {
        var blank = true;
        for (var i = 0; i < parser.Count; i++)
            blank &= string.IsNullOrWhiteSpace(parser[i]);

        return blank;
    }

    private bool ReadHeader(CsvParser parser)
    {
        for (var i = 0; i < parser.Count; i++)
        {
            var column = parser[i].Trim();
            if (column.Length > 0 && !_columns.TryAdd(column, i))
                Bad(1, column, column, "This column stands in the file twice.");
        }

        string[] needed = [.. Required.Where(c => c != WellBeing || _rules.NeedsWellBeing)];
        foreach (var column in needed.Where(c => !_columns.ContainsKey(c)))
            Bad(1, column, "", "This column is missing. The file needs {0}.", string.Join(", ", needed));

        foreach (var column in _columns.Keys.Where(c => !Known(c)))
            _warnings.Add(new Remark("{0}: the column \u201c{1}\u201d is unknown and was left out.", _name, column));

        return _count == 0;
    }

    private static bool Known(string column) =>
        Required.Contains(column, StringComparer.OrdinalIgnoreCase)
        || Optional.Contains(column, StringComparer.OrdinalIgnoreCase);

    private void ReadRow(CsvParser parser, int line)
    {
        var before = _count;
        var therapist = ReadCode(parser, line, "therapist_id");
        var patient = ReadCode(parser, line, "patient_id");
        var session = ReadSession(parser, line);
        var own = ReadScore(parser, line, "therapist_alliance", _rules.Alliance);
        var patients = ReadScore(parser, line, "patient_alliance", _rules.Alliance);
        var wellBeing = ReadScore(parser, line, WellBeing, _rules.WellBeing);
        var date = ReadDate(parser, line);
        var revealed = ReadInstant(parser, line);
        var site = Cell(parser, "site");
        if (therapist is not null && Cell(parser, "arm") is { Length: > 0 } arm)
            ReadArm(therapist, arm, line);

        if (therapist is not null && patient is not null && session is not null)
            CheckPlace(therapist, patient, session.Value, line);

        if (_count == before)
        {
            _rows.Add(new RatingRow(
                line, therapist!, patient!, session!.Value, own, patients, wellBeing, site is "" ? null : site, date, revealed));
        }
    }

    private string? ReadCode(CsvParser parser, int line, string column)
    {
        var code = Cell(parser, column)!;
        if (code.Length == 0)
            Bad(line, column, code, "This cell cannot be empty.");
        else if (code.Any(char.IsControl))
            Bad(line, column, code, "A code is one line of text without control characters.");
        else if (code.Length > _rules.LongestCode)
            Bad(line, column, code, "A code has at most {0} characters.", _rules.LongestCode);
        else
            return Spelling(code);

        return null;
    }

    /// <summary>T01 and t01 are one code, and both databases and all file systems should agree on that.</summary>
    private string Spelling(string code)
    {
        if (_spellings.TryGetValue(code, out var first))
            return first;

        _spellings.Add(code, code);
        return code;
    }

    private int? ReadSession(CsvParser parser, int line)
    {
        const string Column = "session";
        var cell = Cell(parser, Column)!;
        if (cell.Length == 0)
            Bad(line, Column, cell, "This cell cannot be empty.");
        else if (!TryNumber(cell, out var number))
            Bad(line, Column, cell, "This is not a number.");
        else if (number != Math.Floor(number))
            Bad(line, Column, cell, "A session number is a whole number.");
        else if (number < 1)
            Bad(line, Column, cell, "Sessions are numbered from 1.");
        else if (number > HighestSession)
            Bad(line, Column, cell, "Sessions are numbered up to {0}.", HighestSession);
        else
            return (int)number;

        return null;
    }

    private double? ReadScore(CsvParser parser, int line, string column, ScaleEnds scale)
    {
        if (Cell(parser, column) is not { Length: > 0 } cell)
            return null;

        if (!TryNumber(cell, out var score))
        {
            var why = !_decimalComma && cell.Contains(',', StringComparison.Ordinal)
                ? "This is not a number: a decimal comma needs semicolons between the cells."
                : "This is not a number. Leave the cell empty where a rating is missing.";
            Bad(line, column, cell, why);
        }
        else if (!scale.Holds(score))
        {
            Bad(line, column, cell, score == 0
                ? "Off the scale {0}: leave the cell empty where a rating is missing."
                : "Off the scale {0}.", scale.ToString());
        }
        else
        {
            return score;
        }

        return null;
    }

    private bool TryNumber(string cell, out double number)
    {
        if (_decimalComma)
            cell = cell.Replace(',', '.');

        return double.TryParse(cell, Number, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    private DateOnly? ReadDate(CsvParser parser, int line)
    {
        const string Column = "session_date";
        if (Cell(parser, Column) is not { Length: > 0 } cell)
            return null;

        if (DateOnly.TryParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;

        Bad(line, Column, cell, "This is not a date such as 2026-03-09.");
        return null;
    }

    private DateTimeOffset? ReadInstant(CsvParser parser, int line)
    {
        const string Column = "revealed_at";
        if (Cell(parser, Column) is not { Length: > 0 } cell)
            return null;

        string[] formats = ["yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mmK", "yyyy-MM-dd HH:mm:ssK"];
        if (DateTimeOffset.TryParseExact(cell, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && at.Offset == TimeSpan.Zero)
            return at;

        Bad(line, Column, cell, "This is not a UTC time such as 2026-03-09T14:05:00Z.");
        return null;
    }

    /// <summary>The arm's name is not repeated in a message: who reads it may have to stay blind.</summary>
    private void ReadArm(string therapist, string arm, int line)
    {
        if (_arms.TryGetValue(therapist, out var before) && before.Arm != arm)
            Bad(line, "arm", "(not shown)", "{0} has another arm on line {1}: a therapist is in one arm.", therapist, before.Line);
        else
            _arms.TryAdd(therapist, (arm, line));
    }

    private void CheckPlace(string therapist, string patient, int session, int line)
    {
        if (!_patients.TryGetValue(patient, out var seen))
            _patients.Add(patient, seen = new Seen(therapist, line));

        if (!therapist.Equals(seen.Therapist, StringComparison.OrdinalIgnoreCase))
        {
            Bad(line, "patient_id", patient,
                "This patient is with {0} here and with {1} on line {2}. Give a transferred patient a new code.",
                therapist, seen.Therapist, seen.Line);
        }
        else if (!seen.Sessions.TryAdd(session, line))
        {
            Bad(line, "session", session.ToString(CultureInfo.InvariantCulture),
                "Session {0} of {1} stands on line {2} already.", session, patient, seen.Sessions[session]);
        }
    }

    private string? Cell(CsvParser parser, string column) =>
        _columns.TryGetValue(column, out var i) ? parser[i].Trim() : null;

    private void Bad(int line, string column, string value, string why, params object[] arguments)
    {
        _count++;
        if (_lastBadLine != line)
            _badRows++;

        _lastBadLine = line;
        if (_problems.Count < _rules.KeptProblems)
            _problems.Add(CellProblem.At(line, column, value, why, arguments));
    }

    private RatingsFile Result() => new()
    {
        Name = _name,
        Rows = _rows,
        Arms = _count == 0
            ? _arms.ToDictionary(a => a.Key, a => a.Value.Arm, StringComparer.OrdinalIgnoreCase)
            : new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase),
        Warnings = _warnings,
        Problems = _problems,
        ProblemCount = _count,
        BadRows = _badRows,
        HasDates = _columns.ContainsKey("session_date"),
    };

    /// <summary>Where a patient was first seen, and the sessions so far.</summary>
    private sealed record Seen(string Therapist, int Line)
    {
        public Dictionary<int, int> Sessions { get; } = [];
    }
}
