namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// Where the blocks of [Z X y]'[Z X y] and of its factor lie in one array. Groups stand in the order of elimination, family
/// by family: a family is what hangs together through shared rows, such as a therapist and all patients of theirs, and no
/// block joins two families. A group's blocks lie side by side: its border with the fixed columns and the outcome (one
/// padded row a random column), its own block, and a block for each later group that it shares a row with, or comes to
/// share one with by elimination. The corner comes last.
/// </summary>
internal sealed class BlockStructure
{
    private BlockStructure(RandomLayout layout, int border, int[][] shared)
    {
        var (order, place) = InFamilies(shared);
        Layout = layout;
        Border = border;
        Stride = SmallBlocks.Padded(border);
        NodeOf = [.. layout.Factors.Select((factor, f) => place[layout.FirstNode[f]..(layout.FirstNode[f] + factor.Levels.Count)])];
        FactorOf = new int[order.Length];
        Width = new int[order.Length];
        BorderAt = new int[order.Length];
        Diagonal = new int[order.Length];
        LaterAt = new int[order.Length + 1];
        var (later, blockAt, families) = (new List<int>(order.Length), new List<int>(order.Length), new List<int> { 0 });
        var size = 0;

        for (var node = 0; node < order.Length; node++)
        {
            var q = layout.Widths[FactorOf[node] = layout.FactorOf(order[node])];
            Width[node] = q;
            BorderAt[node] = Take(Stride * q);
            Diagonal[node] = Take(q * q);

            foreach (var other in shared[order[node]])
            {
                later.Add(place[other]);
                blockAt.Add(Take(layout.Widths[layout.FactorOf(other)] * q));
            }

            LaterAt[node + 1] = later.Count;

            if (shared[order[node]].Length == 0)
                families.Add(node + 1);
        }

        (Later, BlockAt, Families) = ([.. later], [.. blockAt], [.. families]);
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

    /// <summary>The place of each level of each factor in the order of elimination.</summary>
    public int[][] NodeOf { get; }

    public int NodeCount => FactorOf.Length;

    public int[] FactorOf { get; }

    /// <summary>How many random columns a group has.</summary>
    public int[] Width { get; }

    public int[] BorderAt { get; }

    public int[] Diagonal { get; }

    /// <summary>Where a group's later groups begin in <see cref="Later"/>; the last entry is their number.</summary>
    public int[] LaterAt { get; }

    /// <summary>The later groups of all groups, ascending within each.</summary>
    public int[] Later { get; }

    /// <summary>Where the block with each later group begins.</summary>
    public int[] BlockAt { get; }

    /// <summary>The first group of each family; the last entry is the number of groups.</summary>
    public int[] Families { get; }

    public int Corner { get; }

    public int Size { get; }

    /// <summary>Where a group's blocks end.</summary>
    public int EndOf(int node) => node + 1 < BorderAt.Length ? BorderAt[node + 1] : Corner;

    /// <summary>Where the block of an earlier and a later group begins.</summary>
    public int BlockOf(int node, int later)
    {
        var (at, end) = (LaterAt[node], LaterAt[node + 1]);

        return BlockAt[end - at == 1 ? at : Array.BinarySearch(Later, at, end - at, later)];
    }

    /// <summary>Families in this many parts of about the same number of groups: the first family of each, and the end.</summary>
    public int[] Parts(int count)
    {
        var starts = new int[count + 1];

        for (var part = 1; part < count; part++)
        {
            var at = Array.BinarySearch(Families, (int)((long)part * NodeCount / count));
            starts[part] = at < 0 ? ~at : at;
        }

        starts[count] = Families.Length - 1;

        return starts;
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
                    if (row > 0 && earlier[row] == earlier[row - 1] && later[row] == later[row - 1])
                        continue;

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

    // A group's parent in the forest of elimination is the first of its later groups; a family is a tree of it, and its root
    // comes last. Families follow each other by root, and within each the order stays.
    private static (int[] Order, int[] Place) InFamilies(int[][] shared)
    {
        var family = new int[shared.Length];
        var start = new int[shared.Length + 1];

        for (var node = shared.Length - 1; node >= 0; node--)
        {
            family[node] = shared[node].Length == 0 ? node : family[shared[node][0]];
            start[family[node] + 1]++;
        }

        for (var node = 0; node < shared.Length; node++)
            start[node + 1] += start[node];

        var (order, place) = (new int[shared.Length], new int[shared.Length]);

        for (var node = 0; node < shared.Length; node++)
        {
            place[node] = start[family[node]]++;
            order[place[node]] = node;
        }

        return (order, place);
    }
}
