namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// Where the blocks of [Z X y]'[Z X y] and of its factor lie in one array: a diagonal block for each group, a block for
/// each pair of groups that share a row (or come to share one by elimination), each group's border with the fixed columns
/// and the outcome (one padded row a random column), and the corner.
/// </summary>
internal sealed class BlockStructure
{
    private BlockStructure(RandomLayout layout, int border, int[][] rows)
    {
        Layout = layout;
        Border = border;
        Stride = SmallBlocks.Padded(border);
        Rows = rows;
        Width = new int[layout.NodeCount];
        FactorOf = new int[layout.NodeCount];
        Diagonal = new int[layout.NodeCount];
        BorderAt = new int[layout.NodeCount];
        BlockAt = new int[layout.NodeCount][];
        EffectAt = new int[layout.NodeCount + 1];
        var size = 0;

        for (var f = 0; f < layout.Factors.Count; f++)
        {
            for (var node = layout.FirstNode[f]; node < layout.FirstNode[f + 1]; node++)
            {
                FactorOf[node] = f;
                Width[node] = layout.Widths[f];
            }
        }

        for (var node = 0; node < layout.NodeCount; node++)
        {
            var q = Width[node];
            EffectAt[node + 1] = EffectAt[node] + q;
            BorderAt[node] = Take(Stride * q);
            Diagonal[node] = Take(q * q);
            BlockAt[node] = new int[rows[node].Length];

            for (var k = 0; k < rows[node].Length; k++)
                BlockAt[node][k] = Take(Width[rows[node][k]] * q);

            LargestColumn = Math.Max(LargestColumn, size - BorderAt[node]);
        }

        Corner = Take(Stride * border);
        Size = size;

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

    /// <summary>The border padded to whole vectors.</summary>
    public int Stride { get; }

    /// <summary>For each group the later groups its column has blocks for, ascending.</summary>
    public int[][] Rows { get; }

    public int[] FactorOf { get; }

    public int[] Width { get; }

    public int[] Diagonal { get; }

    public int[][] BlockAt { get; }

    public int[] BorderAt { get; }

    /// <summary>A group's first effect among all effects; the last entry is their number.</summary>
    public int[] EffectAt { get; }

    public int Corner { get; }

    public int Size { get; }

    /// <summary>The most room one group's border and blocks take, which lie side by side.</summary>
    public int LargestColumn { get; }

    /// <summary>Where the block of an earlier and a later group begins.</summary>
    public int BlockOf(int node, int later)
    {
        var rows = Rows[node];

        return BlockAt[node][rows.Length == 1 ? 0 : Array.BinarySearch(rows, later)];
    }

    public static BlockStructure From(RandomLayout layout, int rows, int fixedCount)
    {
        var shared = Neighbours(layout, rows);

        // Eliminating a group joins all it shares rows with: its first such group inherits the others.
        for (var node = 0; node < shared.Length; node++)
        {
            if (shared[node].Length > 1)
            {
                var heir = shared[node][0];
                shared[heir] = [.. shared[heir].Union(shared[node][1..]).Order()];
            }
        }

        return new BlockStructure(layout, fixedCount + 1, shared);
    }

    // For each group the groups of later factors it shares a row with. Pairs repeat from row to row, so a pair is only
    // noted where it differs from the group's pair before.
    private static int[][] Neighbours(RandomLayout layout, int rows)
    {
        var shared = new int[layout.NodeCount][];
        Array.Fill(shared, []);

        for (var f = 0; f < layout.Factors.Count; f++)
        {
            for (var g = f + 1; g < layout.Factors.Count; g++)
            {
                var (earlier, later) = (layout.Factors[f].Codes, layout.Factors[g].Codes);
                var (first, firstLater) = (layout.FirstNode[f], layout.FirstNode[g]);

                for (var row = 0; row < rows; row++)
                {
                    var known = shared[first + earlier[row]];
                    var node = firstLater + later[row];
                    var at = known.Length > 0 && known[^1] == node
                        ? known.Length - 1
                        : Array.BinarySearch(known, node);

                    if (at < 0)
                        shared[first + earlier[row]] = [.. known[..~at], node, .. known[~at..]];
                }
            }
        }

        return shared;
    }
}
