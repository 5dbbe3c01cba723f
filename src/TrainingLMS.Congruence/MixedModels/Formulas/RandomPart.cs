namespace TrainingLMS.Congruence.MixedModels.Formulas;

/// <summary>What varies over which groups: one block of correlated effects.</summary>
internal sealed record RandomPart(TermList Terms, GroupKey Group)
{
    /// <summary>lme4's reading of a bar: an intercept unless taken away, || split by term, a/b as a and a:b.</summary>
    public static IReadOnlyList<RandomPart> Read(IReadOnlyList<BarNode> bars)
    {
        var parts = new List<RandomPart>();
        var seen = new HashSet<string>(StringComparer.Ordinal);

        foreach (var bar in bars)
        {
            var terms = TermReader.Read(bar.Terms, bars: null);

            if (terms.Terms.Count == 0 && !terms.HasIntercept)
                throw new FormulaException(bar.At, "has only 0 before it, so nothing varies; write 1 or a column there.");

            foreach (var group in GroupKey.Read(bar.Group))
            {
                var known = parts.Find(part => part.Group.IsSameAs(group))?.Group ?? group;
                Refuse(bar, terms, known, parts, seen);

                foreach (var block in bar.IsIndependent ? Split(terms) : [terms])
                    parts.Add(new RandomPart(block, known));
            }
        }

        return parts;
    }

    private static void Refuse(
        BarNode bar, TermList terms, GroupKey group, List<RandomPart> parts, HashSet<string> seen)
    {
        string[] labels = [.. terms.HasIntercept ? ["1"] : Array.Empty<string>(), .. terms.Terms.Select(terms.Label)];

        if (Array.Find(labels, label => !seen.Add($"{label} | {group.Name}")) is { } twice)
            throw new FormulaException(bar.At, $"makes {twice} vary over {group.Name} for the second time; leave one of the two out.");

        if (parts.Exists(part => part.Group.Name == group.Name && !part.Group.IsSameAs(group)))
            throw new FormulaException(bar.At, $"makes groups named {group.Name}, which is a column's name too; rename the column.");
    }

    private static IEnumerable<TermList> Split(TermList terms)
    {
        if (terms.HasIntercept)
            yield return terms with { Terms = [] };

        foreach (var term in terms.Terms)
            yield return terms with { Terms = [term], HasIntercept = false };
    }
}

/// <summary>The columns whose cells together make a group.</summary>
internal sealed record GroupKey(IReadOnlyList<ColumnNode> Columns)
{
    public string Name => string.Join(':', Columns.Select(column => column.Name));

    public bool IsSameAs(GroupKey other) =>
        Columns.Count == other.Columns.Count && Columns.All(column => other.Columns.Any(o => o.Name == column.Name));

    /// <summary>g, a:b, or a/b which is a and a:b.</summary>
    public static IReadOnlyList<GroupKey> Read(Node node) => node switch
    {
        ColumnNode column => [new GroupKey([column])],
        ParenthesesNode { Inner: not BarNode } parentheses => Read(parentheses.Inner),
        CallNode { IsFactor: true, Argument: ColumnNode column } => [new GroupKey([column])],
        BinaryNode { At.Text: ":" } binary when (Read(binary.Left), Read(binary.Right)) is ([var a], [var b]) => [a.With(b)],
        BinaryNode { At.Text: "/" } binary => Nest(Read(binary.Left), Read(binary.Right)),
        _ => throw new FormulaException(
            node.At, "cannot stand behind the bar; groups are written as g, a:b or a/b, and each of several in a term of its own."),
    };

    private static IReadOnlyList<GroupKey> Nest(IReadOnlyList<GroupKey> above, IReadOnlyList<GroupKey> below) =>
        [.. above, .. below.Select(key => above[^1].With(key))];

    private GroupKey With(GroupKey other) => new([.. Columns.Concat(other.Columns).DistinctBy(c => c.Name, StringComparer.Ordinal)]);
}
