namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// The rows of a model reduced once to cross-products per group; nothing after this depends on their number. With an
/// autocorrelation there is one of these for each value of it, made from whitened rows.
/// </summary>
internal sealed class CrossedData
{
    // Rows are turned into the orthonormal basis this many at a time, so that they stay in the processor's cache.
    public const int ChunkRows = 256;

    private CrossedData(BlockStructure structure, FixedBasis basis, double[] cross)
    {
        Structure = structure;
        Basis = basis;
        Cross = cross;
    }

    public BlockStructure Structure { get; }

    public FixedBasis Basis { get; }

    /// <summary>[Z X y]'[Z X y] block after block, X in the orthonormal basis and y without its least-squares fit.</summary>
    public double[] Cross { get; }

    public static CrossedData From(BlockStructure structure, ModelColumns columns)
    {
        var basis = new FixedBasis(columns);
        var cross = new double[structure.Size];
        var crossed = new CrossedData(structure, basis, cross);
        var chunk = new double[basis.Count + 1][];

        for (var j = 0; j < chunk.Length; j++)
            chunk[j] = new double[ChunkRows];

        for (var first = 0; first < columns.Rows; first += ChunkRows)
        {
            var count = Math.Min(ChunkRows, columns.Rows - first);
            basis.Turn(first, count, chunk);
            crossed.Add(columns, first, count, chunk);
        }

        crossed.RefuseFullExplanation(columns);

        return crossed;
    }

    private void RefuseFullExplanation(ModelColumns columns)
    {
        var y = columns.Outcome;
        var spread = 0.0;

        foreach (var value in y)
            spread += (value - y[0]) * (value - y[0]);

        if (Cross[Structure.Corner + Basis.Count * (Structure.Stride + 1)] <= 1e-20 * Math.Max(spread, double.Epsilon))
            throw new ModelRefusedException(RefusalReason.NoResidual, columns.OutcomeName, columns.Rows, Basis.Count);
    }

    private void Add(ModelColumns columns, int first, int count, double[][] chunk)
    {
        var border = new double[Structure.Stride];
        var layout = Structure.Layout;

        for (var i = 0; i < count; i++)
        {
            var row = first + i;

            for (var a = 0; a < chunk.Length; a++)
                border[a] = chunk[a][i];

            for (var a = 0; a < chunk.Length; a++)
                SmallBlocks.AddScaled(Cross.AsSpan(Structure.Corner + a * border.Length, border.Length), border, border[a]);

            for (var f = 0; f < layout.Factors.Count; f++)
            {
                var z = columns.Random[f];
                var node = layout.FirstNode[f] + layout.Factors[f].Codes[row];
                AddProducts(Structure.Diagonal[node], z, z, row);

                for (var g = f + 1; g < layout.Factors.Count; g++)
                {
                    var later = layout.FirstNode[g] + layout.Factors[g].Codes[row];
                    AddProducts(Structure.BlockOf(node, later), columns.Random[g], z, row);
                }

                for (var c = 0; c < z.Length; c++)
                {
                    SmallBlocks.AddScaled(
                        Cross.AsSpan(Structure.BorderAt[node] + c * border.Length, border.Length), border, z[c][row]);
                }
            }
        }
    }

    private void AddProducts(int at, double[][] later, double[][] earlier, int row)
    {
        for (var i = 0; i < later.Length; i++)
        {
            for (var j = 0; j < earlier.Length; j++)
                Cross[at + i * earlier.Length + j] += later[i][row] * earlier[j][row];
        }
    }
}
