using System.Globalization;

namespace TrainingLMS.Congruence.MixedModels.Formulas;

/// <summary>What a formula calls by one name, evaluated for each row.</summary>
internal abstract record Variable(string Name)
{
    public abstract bool IsMissing(int row);

    /// <summary>The given rows only.</summary>
    public abstract Variable Select(int[] rows);
}

internal sealed record NumberVariable(string Name, double[] Values) : Variable(Name)
{
    public override bool IsMissing(int row) => double.IsNaN(Values[row]);

    public override NumberVariable Select(int[] rows)
    {
        var values = new double[rows.Length];
        var finite = 0;

        for (var i = 0; i < rows.Length; i++)
        {
            values[i] = Values[rows[i]];
            finite += double.IsFinite(values[i]) ? 1 : 0;
        }

        return finite == rows.Length
            ? new NumberVariable(Name, values)
            : throw new ModelRefusedException(RefusalReason.NotANumber, Name, finite, rows.Length);
    }
}

/// <summary>Codes are indexes into the levels, -1 for a missing cell.</summary>
internal sealed record FactorVariable(string Name, int[] Codes, IReadOnlyList<string> Levels) : Variable(Name)
{
    public static FactorVariable Of(string name, DataColumn column) => column switch
    {
        TextColumn text => new FactorVariable(name, [.. text.Codes], text.Levels),
        NumberColumn number => OfNumbers(name, number.Values),
        _ => throw new InvalidOperationException("A column holds numbers or text."),
    };

    /// <summary>Levels in the order of the numbers, so that 10 comes after 9.</summary>
    public static FactorVariable OfNumbers(string name, IReadOnlyList<double> values)
    {
        var seen = new Dictionary<double, int>();
        var codes = new int[values.Count];

        for (var row = 0; row < codes.Length; row++)
        {
            if (double.IsNaN(values[row]))
                codes[row] = -1;
            else if (!seen.TryGetValue(values[row], out codes[row]))
                seen.Add(values[row], codes[row] = seen.Count);
        }

        double[] numbers = [.. seen.Keys];
        int[] order = [.. seen.Values];
        Array.Sort(numbers, order);

        // Zero and minus zero are one level, and it is called 0.
        return new FactorVariable(
            name, Recoded(codes, order), [.. numbers.Select(n => (n + 0.0).ToString("R", CultureInfo.InvariantCulture))]);
    }

    /// <summary>The groups of all combinations that occur, named a:b.</summary>
    public static FactorVariable Combine(string name, IReadOnlyList<FactorVariable> parts)
    {
        if (parts is [var only])
            return only with { Name = name };

        var rows = parts[0].Codes.Length;
        var codes = parts[0].Codes.ToArray();
        List<int[]> levels = [.. Enumerable.Range(0, parts[0].Levels.Count).Select(code => new[] { code })];

        foreach (var part in parts.Skip(1))
        {
            var seen = new Dictionary<(int, int), int>();
            var joined = new List<int[]>();

            for (var row = 0; row < rows; row++)
            {
                var pair = (codes[row], part.Codes[row]);

                if (pair is { Item1: < 0 } or { Item2: < 0 })
                {
                    codes[row] = -1;
                }
                else if (!seen.TryGetValue(pair, out codes[row]))
                {
                    seen.Add(pair, codes[row] = joined.Count);
                    joined.Add([.. levels[pair.Item1], pair.Item2]);
                }
            }

            levels = joined;
        }

        string Label(int[] level, Func<string, string> spell) =>
            string.Join(':', level.Select((code, p) => spell(parts[p].Levels[code])));
        string[] names = [.. levels.Select(level => Label(level, part => part))];

        // "a:b" with "c" and "a" with "b:c" are two groups: where that happens, colons of the parts are marked.
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Length)
            names = [.. levels.Select(level => Label(level, part => part.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal)))];

        return new FactorVariable(name, codes, names);
    }

    public override bool IsMissing(int row) => Codes[row] < 0;

    /// <summary>The given rows, without the levels that none of them has.</summary>
    public override FactorVariable Select(int[] rows)
    {
        var codes = new int[rows.Length];
        var used = new bool[Levels.Count];

        for (var i = 0; i < rows.Length; i++)
            used[codes[i] = Codes[rows[i]]] = true;

        if (!used.Contains(false))
            return new FactorVariable(Name, codes, Levels);

        int[] kept = [.. Enumerable.Range(0, used.Length).Where(level => used[level])];

        return new FactorVariable(Name, Recoded(codes, kept, used.Length), [.. kept.Select(level => Levels[level])]);
    }

    /// <summary>The same groups with their labels in ordinal order.</summary>
    public GroupingFactor ToGroups()
    {
        string[] labels = [.. Levels];
        int[] order = [.. Enumerable.Range(0, labels.Length)];
        Array.Sort(labels, order, StringComparer.Ordinal);

        return new GroupingFactor(Name, labels, Recoded(Codes, order));
    }

    // order[new code] = old code
    private static int[] Recoded(int[] codes, int[] order, int? levels = null)
    {
        var place = new int[levels ?? order.Length];

        for (var i = 0; i < order.Length; i++)
            place[order[i]] = i;

        return Array.ConvertAll(codes, code => code < 0 ? -1 : place[code]);
    }
}
