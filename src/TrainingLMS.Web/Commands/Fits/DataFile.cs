using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using TrainingLMS.Congruence.MixedModels.Formulas;

namespace TrainingLMS.Web.Commands.Fits;

/// <summary>A table of numbers and text, whatever its columns: UTF-8, the first line names them, empty or NA is missing.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Data">Its columns; one whose cells are all numbers is of numbers.</param>
/// <param name="Lines">The line of each row.</param>
internal sealed record DataFile(string Name, DataFrame Data, IReadOnlyList<int> Lines)
{
    /// <exception cref="RefusedException">It cannot be read; the message names the line.</exception>
    public static DataFile Read(FileInfo file)
    {
        if (Directory.Exists(file.FullName))
            throw new RefusedException($"{file.FullName} is a folder. --data names a file.");

        if (!file.Exists)
            throw new RefusedException($"There is no file {file.FullName}.");

        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        var reader = new Reader(file.Name, stream);

        try
        {
            return reader.Read();
        }
        catch (DecoderFallbackException)
        {
            throw new RefusedException($"{file.Name} is not UTF-8 text. Save it as \u201cCSV UTF-8\u201d.");
        }
    }

    /// <summary>A cell as it stands in the file, for a message about it.</summary>
    public string CellAt(TextColumn column, int row) =>
        $"{Name}:{Lines[row]}: {column.Name}: {column.Levels[column.Codes[row]]}";

    private sealed class Reader(string name, FileStream stream)
    {
        private readonly HashSet<string> _text = new(StringComparer.Ordinal);

        public DataFile Read()
        {
            var delimiter = Delimiter();

            // A column that turns out to be text after some numbers is read again, as text from its first row.
            for (; ; )
            {
                var known = _text.Count;
                var file = ReadOnce(delimiter);

                if (_text.Count == known)
                    return file;
            }
        }

        private string Delimiter()
        {
            using var text = Open();
            var header = text.ReadLine() ?? "";

            return new[] { ",", ";", "\t" }.MaxBy(d => header.Count(c => c == d[0]))!;
        }

        private StreamReader Open()
        {
            stream.Position = 0;
            var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

            return new StreamReader(stream, strict, detectEncodingFromByteOrderMarks: true, 1 << 16, leaveOpen: true);
        }

        private DataFile ReadOnce(string delimiter)
        {
            using var text = Open();
            var brokenQuotes = false;
            using var parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = delimiter,
                CacheFields = true,
                BadDataFound = _ => brokenQuotes = true,
            });

            if (!parser.Read())
                throw new RefusedException($"{name} is empty: the first line names the columns.");

            var columns = Header(parser, decimalComma: delimiter == ";");
            var lines = new List<int>();
            var lastLine = parser.RawRow;

            while (parser.Read())
            {
                var opened = lastLine + 1; // a quoted cell may run over many lines: the first of them is where to look
                lastLine = parser.RawRow;
                if (lastLine > opened && (brokenQuotes || parser.Count != columns.Length) && !IsBlank(parser))
                    throw new RefusedException($"{name}:{opened}: a quotation mark opens on this line and is not closed.");

                if (parser.Count != columns.Length)
                {
                    if (IsBlank(parser))
                        continue;

                    throw new RefusedException(
                        $"{name}:{parser.RawRow}: {parser.Count} cells where the header has {columns.Length}.");
                }

                for (var i = 0; i < columns.Length; i++)
                    columns[i]?.Add(parser[i]);

                if (brokenQuotes)
                {
                    throw new RefusedException(
                        $"{name}:{parser.RawRow}: a quotation mark stands where none can be; quote the whole cell and double the marks in it.");
                }

                lines.Add(parser.RawRow);
            }

            if (lines.Count == 0)
                throw new RefusedException($"{name} has no row below the header.");

            foreach (var column in columns.Where(c => c is { NeedsText: true }))
                _text.Add(column!.Name);

            return new DataFile(name, new DataFrame([.. columns.Where(c => c is not null).Select(c => c!.ToColumn())]), lines);
        }

        private ColumnReader?[] Header(CsvParser parser, bool decimalComma)
        {
            string[] names = [.. Enumerable.Range(0, parser.Count).Select(i => parser[i].Trim())];

            if (names.Where(n => n.Length > 0).GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
                throw new RefusedException($"{name}:1: the column \u201c{twice.Key}\u201d stands in the header twice.");

            // R writes the numbers of the rows under an empty name.
            ColumnReader?[] columns =
                [.. names.Select(n => n.Length == 0 ? null : new ColumnReader(n, _text.Contains(n), decimalComma))];

            return columns.Any(c => c is not null)
                ? columns
                : throw new RefusedException($"{name} is empty: the first line names the columns.");
        }

        private static bool IsBlank(CsvParser parser) =>
            Enumerable.Range(0, parser.Count).All(i => string.IsNullOrWhiteSpace(parser[i]));
    }

    private sealed class ColumnReader(string name, bool isText, bool decimalComma)
    {
        private const NumberStyles Style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

        // A whole number of more digits is a code: as a number two of them could become one.
        private const int MostDigits = 15;

        private readonly List<double> _numbers = [];
        private readonly List<int> _codes = [];
        private readonly List<string> _texts = [];
        private readonly Dictionary<string, int> _codeOf = new(StringComparer.Ordinal);
        private bool _isText = isText;
        private bool _hasNumber;

        public string Name { get; } = name;

        /// <summary>Text came after numbers, whose spelling is gone.</summary>
        public bool NeedsText { get; private set; }

        public void Add(string cell)
        {
            cell = cell.Trim();
            var isMissing = cell is "" or "NA" or "NaN";

            if (_isText)
            {
                AddText(cell, isMissing);
            }
            else if (isMissing)
            {
                _numbers.Add(double.NaN);
            }
            else if (TryNumber(cell, out var number))
            {
                _hasNumber = true;
                _numbers.Add(number);
            }
            else if (_hasNumber)
            {
                NeedsText = true;
                _numbers.Add(double.NaN);
            }
            else
            {
                _isText = true;
                _codes.AddRange(Enumerable.Repeat(-1, _numbers.Count));
                AddText(cell, isMissing: false);
            }
        }

        public DataColumn ToColumn() => _isText ? DataColumn.Of(Name, _texts, _codes) : DataColumn.Of(Name, _numbers);

        private void AddText(string cell, bool isMissing)
        {
            var code = -1;

            if (decimalComma && cell.Contains(',', StringComparison.Ordinal) && TryNumber(cell, out _))
                cell = cell.Replace(',', '.');

            if (!isMissing && !_codeOf.TryGetValue(cell, out code))
            {
                _codeOf.Add(cell, code = _texts.Count);
                _texts.Add(cell);
            }

            _codes.Add(code);
        }

        private bool TryNumber(string cell, out double number)
        {
            if (decimalComma)
                cell = cell.Replace(',', '.');

            return double.TryParse(cell, Style, CultureInfo.InvariantCulture, out number)
                && double.IsFinite(number)
                && (cell.Length <= MostDigits || !cell.All(char.IsAsciiDigit));
        }
    }
}
