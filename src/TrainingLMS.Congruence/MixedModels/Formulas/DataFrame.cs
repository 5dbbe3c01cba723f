using System.Globalization;

namespace TrainingLMS.Congruence.MixedModels.Formulas;

/// <summary>
/// Named columns of one length, numbers or text, as a file of data has them; missing cells are NaN or null.
/// </summary>
public sealed class DataFrame
{
    private readonly Dictionary<string, DataColumn> _columns;

    /// <exception cref="ModelRefusedException">Columns of different lengths, or one name twice.</exception>
    public DataFrame(params IReadOnlyList<DataColumn> columns)
    {
        Columns = [.. columns];
        Rows = Columns is [var first, ..] ? first.Rows : 0;
        _columns = new Dictionary<string, DataColumn>(StringComparer.Ordinal);

        foreach (var column in Columns)
        {
            if (column.Rows != Rows)
                throw new ModelRefusedException(RefusalReason.UnequalLengths, column.Name, column.Rows, Rows);

            if (!_columns.TryAdd(column.Name, column))
                throw new ModelRefusedException(RefusalReason.NameTwice, column.Name, 2, 1);
        }
    }

    public IReadOnlyList<DataColumn> Columns { get; }

    public int Rows { get; }

    /// <summary>The column of this name, letter for letter; null where there is none.</summary>
    public DataColumn? Find(string name) => _columns.GetValueOrDefault(name);

    /// <summary>Names of columns that are spelt nearly so, the nearest first; at most three.</summary>
    public IReadOnlyList<string> Near(string name) =>
    [
        .. Columns
            .Select(column => (column.Name, Distance: Distance(name.ToUpperInvariant(), column.Name.ToUpperInvariant())))
            .Where(near => near.Distance <= Math.Max(1, Math.Min(name.Length, near.Name.Length) / 3))
            .OrderBy(near => near.Distance)
            .Take(3)
            .Select(near => near.Name),
    ];

    // Insertions, deletions and changed letters between two words (Levenshtein 1966).
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;

            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}

/// <summary>One named column of a <see cref="DataFrame"/>.</summary>
public abstract class DataColumn
{
    private protected DataColumn(string name) => Name = name;

    public string Name { get; }

    public abstract int Rows { get; }

    /// <summary>A column of numbers; NaN is a missing one.</summary>
    public static NumberColumn Of(string name, IReadOnlyList<double> values) => new(name, [.. values]);

    /// <summary>A column of text; null is a missing cell.</summary>
    public static TextColumn Of(string name, IReadOnlyList<string?> cells) => TextColumn.From(name, cells);

    /// <summary>Text that is coded already: an index into <paramref name="texts"/> for each row, -1 for a missing cell.</summary>
    public static TextColumn Of(string name, IReadOnlyList<string> texts, IReadOnlyList<int> codes) =>
        TextColumn.From(name, texts, codes);
}

/// <summary>A column of numbers; NaN is a missing one.</summary>
public sealed class NumberColumn : DataColumn
{
    internal NumberColumn(string name, double[] values)
        : base(name) => Values = values;

    public IReadOnlyList<double> Values { get; }

    public override int Rows => Values.Count;
}

/// <summary>A column of text: for each row the index of its level, the levels in ordinal order, -1 for a missing cell.</summary>
public sealed class TextColumn : DataColumn
{
    private TextColumn(string name, string[] levels, int[] codes)
        : base(name) => (Levels, Codes) = (levels, codes);

    public IReadOnlyList<string> Levels { get; }

    public IReadOnlyList<int> Codes { get; }

    public override int Rows => Codes.Count;

    /// <summary>
    /// Where some cells are numbers and others are not, the first row with a cell that is not; null in a column of one kind.
    /// </summary>
    public int? FirstOddRow
    {
        get
        {
            bool[] isNumber = [.. Levels.Select(IsNumber)];

            if (!isNumber.Contains(true) || !isNumber.Contains(false))
                return null;

            for (var row = 0; ; row++)
            {
                if (Codes[row] >= 0 && !isNumber[Codes[row]])
                    return row;
            }
        }
    }

    /// <summary>Cells that can be read as a number.</summary>
    internal int NumberCells
    {
        get
        {
            bool[] isNumber = [.. Levels.Select(IsNumber)];

            return Codes.Count(code => code >= 0 && isNumber[code]);
        }
    }

    internal static TextColumn From(string name, IReadOnlyList<string?> cells)
    {
        var texts = new List<string>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var codes = new int[cells.Count];

        for (var row = 0; row < codes.Length; row++)
        {
            if (cells[row] is not { } cell)
            {
                codes[row] = -1;
                continue;
            }

            if (!seen.TryGetValue(cell, out codes[row]))
            {
                seen.Add(cell, codes[row] = texts.Count);
                texts.Add(cell);
            }
        }

        return From(name, texts, codes);
    }

    internal static TextColumn From(string name, IReadOnlyList<string> texts, IReadOnlyList<int> codes)
    {
        string[] levels = [.. texts];
        int[] order = [.. Enumerable.Range(0, levels.Length)];
        Array.Sort(levels, order, StringComparer.Ordinal);
        var placed = new int[levels.Length];

        for (var i = 0; i < order.Length; i++)
            placed[order[i]] = i;

        return new TextColumn(name, levels, [.. codes.Select(code => code < 0 ? -1 : placed[code])]);
    }

    private static bool IsNumber(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
}
