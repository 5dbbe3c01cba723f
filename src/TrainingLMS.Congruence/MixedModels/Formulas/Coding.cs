namespace TrainingLMS.Congruence.MixedModels.Formulas;

/// <summary>
/// The columns of a list of terms by R's rule: in a term a factor is coded by treatment contrasts where the term without
/// it is in the model (the empty term always is), by one column a level otherwise; without an intercept the first factor
/// has a column for each of its levels (R's terms.formula and model.matrix; Chambers &amp; Hastie 1992, section 2.3.2).
/// </summary>
internal static class Coding
{
    // 2 GB of columns; beyond that somebody put a code of rows among the terms.
    private const long MostCells = 250_000_000;

    public static IReadOnlyList<Column> Columns(TermList list, IReadOnlyDictionary<string, Variable> variables, int rows)
    {
        Variable[] ofTerm = [.. list.Variables.Select(node => variables.GetValueOrDefault(node.ToString())!)];
        var full = FullyCoded(list, ofTerm);
        Refuse(list, ofTerm, full, rows);
        var coded = new Dictionary<(int, bool), IReadOnlyList<Column>>();
        var columns = new List<Column>();

        if (list.HasIntercept)
            columns.Add(Column.Intercept(rows));

        foreach (var term in list.Terms)
        {
            IReadOnlyList<Column>? product = null;

            foreach (var v in term.Variables)
            {
                var isFull = full.Contains((term, v));

                if (!coded.TryGetValue((v, isFull), out var next))
                    coded.Add((v, isFull), next = Columns(ofTerm[v], isFull));

                product = product is null ? next : [.. next.SelectMany(later => product.Select(p => Product(p, later)))];
            }

            columns.AddRange(product!);
        }

        return columns;
    }

    private static HashSet<(Term, int)> FullyCoded(TermList list, Variable[] variables)
    {
        var full = new HashSet<(Term, int)>();

        for (var t = 0; t < list.Terms.Count; t++)
        {
            foreach (var v in list.Terms[t].Variables.Where(v => variables[v] is FactorVariable))
            {
                var margin = list.Terms[t].Without(v);

                if (margin.Order > 0 && !list.Terms.Take(t).Any(margin.IsIn))
                    full.Add((list.Terms[t], v));
            }
        }

        if (!list.HasIntercept && list.Terms.FirstOrDefault(t => t.Variables.Any(IsFactor)) is { } first)
            full.Add((first, first.Variables.First(IsFactor)));

        return full;

        bool IsFactor(int v) => variables[v] is FactorVariable;
    }

    private static void Refuse(TermList list, Variable[] variables, HashSet<(Term, int)> full, int rows)
    {
        foreach (var factor in list.Terms.SelectMany(t => t.Variables).Select(v => variables[v]).OfType<FactorVariable>())
        {
            if (factor.Levels.Count < 2)
                throw new ModelRefusedException(RefusalReason.TooFewLevels, factor.Name, factor.Levels.Count, 2);
        }

        var columns = list.Terms.Sum(term => term.Variables.Aggregate(
            1.0, (product, v) => product * Width(variables[v], full.Contains((term, v)))));

        if (columns * rows > MostCells)
        {
            var largest = variables.OfType<FactorVariable>().MaxBy(factor => factor.Levels.Count)!;

            throw new ModelRefusedException(
                RefusalReason.TooManyLevels, largest.Name, rows, (int)Math.Min(int.MaxValue, columns));
        }
    }

    private static int Width(Variable variable, bool isFull) =>
        variable is FactorVariable factor ? factor.Levels.Count - (isFull ? 0 : 1) : 1;

    private static IReadOnlyList<Column> Columns(Variable variable, bool isFull)
    {
        if (variable is not FactorVariable factor)
            return [new Column(variable.Name, ((NumberVariable)variable).Values)];

        var first = isFull ? 0 : 1;
        var columns = new double[factor.Levels.Count - first][];

        for (var c = 0; c < columns.Length; c++)
            columns[c] = new double[factor.Codes.Length];

        for (var row = 0; row < factor.Codes.Length; row++)
        {
            if (factor.Codes[row] >= first)
                columns[factor.Codes[row] - first][row] = 1;
        }

        return [.. columns.Select((values, c) => new Column(factor.Name + factor.Levels[first + c], values))];
    }

    private static Column Product(Column earlier, Column later)
    {
        var (a, b) = ((double[])earlier.Values, (double[])later.Values);
        var values = new double[a.Length];

        for (var row = 0; row < values.Length; row++)
            values[row] = a[row] * b[row];

        return new Column($"{earlier.Name}:{later.Name}", values);
    }
}
