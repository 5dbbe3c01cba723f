namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// Where each random effect lives: the terms of one factor share that factor's blocks, and the factor with the most
/// groups is eliminated first, so that nested groups (patients in therapists) cause no fill-in at all.
/// </summary>
internal sealed class RandomLayout
{
    public RandomLayout(IReadOnlyList<RandomTerm> terms)
    {
        Factors =
        [
            .. terms.Select(term => term.Factor)
                .DistinctBy(factor => factor.Name, StringComparer.Ordinal)
                .OrderByDescending(factor => factor.Levels.Count)
                .ThenBy(factor => factor.Name, StringComparer.Ordinal),
        ];
        Widths = new int[Factors.Count];
        FirstNode = new int[Factors.Count + 1];
        var slots = new List<ThetaSlot>();
        var columns = new List<Column>[Factors.Count];

        for (var f = 0; f < Factors.Count; f++)
        {
            columns[f] = [];
            FirstNode[f + 1] = FirstNode[f] + Factors[f].Levels.Count;
        }

        foreach (var term in terms)
        {
            var f = FactorIndex(term.Factor.Name);
            var at = columns[f].Count;
            columns[f].AddRange(term.Columns);

            for (var j = 0; j < term.Columns.Count; j++)
            {
                for (var i = j; i < (term.Correlated ? term.Columns.Count : j + 1); i++)
                    slots.Add(new ThetaSlot(f, at + i, at + j));
            }
        }

        for (var f = 0; f < Factors.Count; f++)
            Widths[f] = columns[f].Count;

        Columns = columns;
        Slots = slots;
    }

    public IReadOnlyList<GroupingFactor> Factors { get; }

    /// <summary>Columns of each factor, its terms one after the other.</summary>
    public IReadOnlyList<IReadOnlyList<Column>> Columns { get; }

    public int[] Widths { get; }

    /// <summary>Index of a factor's first group among all groups; the last entry is their number.</summary>
    public int[] FirstNode { get; }

    public int NodeCount => FirstNode[^1];

    /// <summary>The place of each θ in its factor's Λ: term by term, column by column of the lower triangle.</summary>
    public IReadOnlyList<ThetaSlot> Slots { get; }

    public int FactorIndex(string name)
    {
        for (var f = 0; f < Factors.Count; f++)
        {
            if (string.Equals(Factors[f].Name, name, StringComparison.Ordinal))
                return f;
        }

        throw new ArgumentException($"The model has no random part over {name}.", nameof(name));
    }

    public int FactorOf(int node)
    {
        var f = 0;

        while (node >= FirstNode[f + 1])
            f++;

        return f;
    }

    /// <summary>Λ of every factor, row by row: θ in the lower triangle, zero elsewhere.</summary>
    public double[][] Lambda(ReadOnlySpan<double> theta)
    {
        var lambda = new double[Factors.Count][];

        for (var f = 0; f < lambda.Length; f++)
            lambda[f] = new double[Widths[f] * Widths[f]];

        for (var k = 0; k < Slots.Count; k++)
            lambda[Slots[k].Factor][Slots[k].Row * Widths[Slots[k].Factor] + Slots[k].Column] = theta[k];

        return lambda;
    }
}

internal sealed record ThetaSlot(int Factor, int Row, int Column)
{
    public bool IsDiagonal => Row == Column;
}
