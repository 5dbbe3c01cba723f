namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// The sparse lower triangle of [Z X y]'[Z X y], one block for each pair of groups that share a row (or come to share
/// one by elimination): computed once, after which nothing depends on the number of rows.
/// </summary>
internal sealed class BlockStructure
{
    private BlockStructure(RandomLayout layout, int border, int[][] rows)
    {
        Layout = layout;
        Border = border;
        Rows = rows;
        Width = new int[layout.NodeCount];
        Diagonal = new int[layout.NodeCount];
        BorderAt = new int[layout.NodeCount];
        BlockAt = new int[layout.NodeCount][];
        FactorOf = new int[layout.NodeCount];
        var size = 0;

        for (var node = 0; node < layout.NodeCount; node++)
        {
            FactorOf[node] = layout.FactorOf(node);
            Width[node] = layout.Widths[FactorOf[node]];
        }

        for (var node = 0; node < layout.NodeCount; node++)
        {
            var q = Width[node];
            Diagonal[node] = Take(q * q);
            BlockAt[node] = [.. rows[node].Select(row => Take(Width[row] * q))];
            BorderAt[node] = Take(border * q);
        }

        Corner = Take(border * border);
        Cross = new double[size];

        int Take(int length)
        {
            var at = size;
            size += length;

            return at;
        }
    }

    public RandomLayout Layout { get; }

    /// <summary>Fixed columns plus the outcome, which comes last.</summary>
    public int Border { get; }

    /// <summary>For each group the later groups its column has blocks for, ascending.</summary>
    public int[][] Rows { get; }

    public int[] FactorOf { get; }

    public int[] Width { get; }

    public int[] Diagonal { get; }

    public int[][] BlockAt { get; }

    public int[] BorderAt { get; }

    public int Corner { get; }

    /// <summary>The cross-products, block after block.</summary>
    public double[] Cross { get; }

    public static BlockStructure From(RandomLayout layout, FixedBasis basis)
    {
        var n = basis.Residual.Length;
        var nodes = new int[layout.Factors.Count];
        var shared = new SortedSet<int>[layout.NodeCount];

        for (var node = 0; node < shared.Length; node++)
            shared[node] = [];

        for (var row = 0; row < n; row++)
        {
            for (var f = 0; f < nodes.Length; f++)
                nodes[f] = layout.FirstNode[f] + layout.Factors[f].OfRow[row];

            for (var f = 0; f < nodes.Length; f++)
            {
                for (var g = f + 1; g < nodes.Length; g++)
                    shared[nodes[f]].Add(nodes[g]);
            }
        }

        // Eliminating a group joins all it shares rows with: its first such group inherits the others.
        foreach (var later in shared)
        {
            if (later.Count > 1)
                shared[later.Min].UnionWith(later.Where(node => node != later.Min));
        }

        var structure = new BlockStructure(layout, basis.Count + 1, [.. shared.Select(later => later.ToArray())]);
        structure.Accumulate(basis);

        return structure;
    }

    private void Accumulate(FixedBasis basis)
    {
        var z = Layout.Columns.Select(columns => columns.Select(c => c.Values).ToArray()).ToArray();
        var border = new double[Border];

        for (var row = 0; row < basis.Residual.Length; row++)
        {
            for (var a = 0; a < basis.Count; a++)
                border[a] = basis.Q[a][row];

            border[^1] = basis.Residual[row];

            for (var a = 0; a < Border; a++)
            {
                for (var b = 0; b < Border; b++)
                    Cross[Corner + a * Border + b] += border[a] * border[b];
            }

            for (var f = 0; f < z.Length; f++)
            {
                var node = Layout.FirstNode[f] + Layout.Factors[f].OfRow[row];
                Add(Diagonal[node], z[f], z[f], row);

                for (var g = f + 1; g < z.Length; g++)
                {
                    var later = Layout.FirstNode[g] + Layout.Factors[g].OfRow[row];
                    Add(BlockAt[node][Array.BinarySearch(Rows[node], later)], z[g], z[f], row);
                }

                for (var a = 0; a < Border; a++)
                {
                    for (var c = 0; c < z[f].Length; c++)
                        Cross[BorderAt[node] + a * z[f].Length + c] += border[a] * z[f][c][row];
                }
            }
        }
    }

    private void Add(int at, IReadOnlyList<double>[] later, IReadOnlyList<double>[] earlier, int row)
    {
        for (var i = 0; i < later.Length; i++)
        {
            for (var j = 0; j < earlier.Length; j++)
                Cross[at + i * earlier.Length + j] += later[i][row] * earlier[j][row];
        }
    }
}
