namespace TrainingLMS.Congruence.MixedModels;

/// <summary>A named variable, one value a row.</summary>
public sealed record Column(string Name, IReadOnlyList<double> Values)
{
    public const string InterceptName = "(Intercept)";

    public static Column Intercept(int rows) => new(InterceptName, Enumerable.Repeat(1.0, rows).ToArray());

    /// <summary>The interaction of two columns, named as R names it.</summary>
    public Column Times(Column other) =>
        new($"{Name}:{other.Name}", Values.Zip(other.Values, (a, b) => a * b).ToArray());
}

/// <summary>Who or what rows share: each row's group, with the groups in ordinal order of their labels.</summary>
public sealed class GroupingFactor
{
    private readonly Lazy<Dictionary<string, int>> _indexOf;

    public GroupingFactor(string name, IReadOnlyList<string> labels)
        : this(name, [.. labels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], new int[labels.Count])
    {
        for (var row = 0; row < labels.Count; row++)
            Codes[row] = IndexOf(labels[row]);
    }

    /// <summary>Rows that are coded already: <paramref name="levels"/> are distinct, in ordinal order and all in use.</summary>
    internal GroupingFactor(string name, IReadOnlyList<string> levels, IReadOnlyList<int> ofRow)
    {
        Name = name;
        Levels = levels;
        Codes = ofRow as int[] ?? [.. ofRow];
        _indexOf = new Lazy<Dictionary<string, int>>(() =>
            levels.Select((level, i) => (level, i)).ToDictionary(x => x.level, x => x.i, StringComparer.Ordinal));
    }

    public string Name { get; }

    public IReadOnlyList<string> Levels { get; }

    /// <summary>Index into <see cref="Levels"/>, one a row.</summary>
    public IReadOnlyList<int> OfRow => Codes;

    internal int[] Codes { get; }

    public int IndexOf(string level) => _indexOf.Value[level];

    /// <summary>The given rows, without the levels that none of them has.</summary>
    internal GroupingFactor Select(int[] rows)
    {
        var isUsed = new bool[Levels.Count];
        var place = new int[Levels.Count];
        var used = new List<string>();

        foreach (var row in rows)
            isUsed[Codes[row]] = true;

        for (var level = 0; level < place.Length; level++)
        {
            place[level] = used.Count;

            if (isUsed[level])
                used.Add(Levels[level]);
        }

        return new GroupingFactor(Name, used, Array.ConvertAll(rows, row => place[Codes[row]]));
    }
}

/// <summary>
/// Columns whose coefficients vary over the groups of a factor: (1 + x | g) is one correlated term of two columns,
/// (1 | g) + (0 + x | g) two terms, and an uncorrelated term of two columns is the same as those two.
/// </summary>
public sealed record RandomTerm(GroupingFactor Factor, IReadOnlyList<Column> Columns, bool Correlated = true)
{
    /// <summary>Number of θ: the lower triangle of the relative covariance factor, or its diagonal.</summary>
    public int ThetaCount => Correlated ? Columns.Count * (Columns.Count + 1) / 2 : Columns.Count;
}

/// <summary>
/// Residuals that resemble those before them, corr(e_s, e_s') = φ^|s - s'| within a group and none between groups
/// (Pinheiro &amp; Bates 2000, section 5.3.3).
/// </summary>
/// <param name="Position">Where a row stands in its group: whole numbers, each once in a group; a gap counts.</param>
/// <param name="Group">Whose rows hang together.</param>
/// <param name="ByOrder">The positions are the order of the rows and no variable of the data.</param>
public sealed record Autocorrelation(IReadOnlyList<double> Position, GroupingFactor Group, bool ByOrder);

/// <summary>Everything a mixed model is made of: outcome, fixed columns, random terms; all columns of one length.</summary>
public sealed record ModelFrame(Column Outcome, IReadOnlyList<Column> Fixed, IReadOnlyList<RandomTerm> Random)
{
    /// <summary>How residuals hang together; null where they are independent.</summary>
    public Autocorrelation? Residual { get; init; }

    public int Rows => Outcome.Values.Count;

    /// <summary>The model of some of the rows.</summary>
    internal ModelFrame Select(int[] rows)
    {
        var columns = new Dictionary<Column, Column>(ReferenceEqualityComparer.Instance);
        var factors = new Dictionary<GroupingFactor, GroupingFactor>(ReferenceEqualityComparer.Instance);

        return new ModelFrame(
            OfColumn(Outcome),
            [.. Fixed.Select(OfColumn)],
            [.. Random.Select(term => new RandomTerm(OfFactor(term.Factor), [.. term.Columns.Select(OfColumn)], term.Correlated))])
        {
            Residual = Residual is null
                ? null
                : new Autocorrelation(Values(Residual.Position), OfFactor(Residual.Group), Residual.ByOrder),
        };

        double[] Values(IReadOnlyList<double> of) => Array.ConvertAll(rows, row => of[row]);

        // Terms share columns and factors, and go on to do so.
        Column OfColumn(Column column) => columns.TryGetValue(column, out var known)
            ? known
            : columns[column] = new Column(column.Name, Values(column.Values));

        GroupingFactor OfFactor(GroupingFactor factor) => factors.TryGetValue(factor, out var known)
            ? known
            : factors[factor] = factor.Select(rows);
    }
}
