namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// The rows of a model reduced once to cross-products per group; nothing after this depends on their number. With an
/// autocorrelation there is one of these for each value of it, made from whitened rows.
/// </summary>
internal sealed class CrossedData
{
    // Rows are turned into the orthonormal basis this many at a time, so that they stay in the processor's cache.
    public const int ChunkRows = 256;

    private const int RowsWorthSharing = 50_000;
    private const int SharedParts = 2;

    private CrossedData(BlockStructure structure, FixedBasis basis, double[] cross, int rows)
    {
        RowCount = rows;
        Structure = structure;
        Basis = basis;
        Cross = cross;
    }

    public int RowCount { get; }

    public BlockStructure Structure { get; }

    public FixedBasis Basis { get; }

    /// <summary>[Z X y]'[Z X y] block after block, X in the orthonormal basis and y without its least-squares fit.</summary>
    public double[] Cross { get; }

    public static CrossedData From(BlockStructure structure, ModelColumns columns)
    {
        var basis = new FixedBasis(columns);
        var parts = columns.Rows < RowsWorthSharing ? 1 : SharedParts;
        var crossed = new CrossedData[parts];
        var chunks = (columns.Rows + ChunkRows - 1) / ChunkRows;

        // A fixed number of parts, whatever the machine, so that the sums are the same everywhere.
        Parallel.For(0, parts, part =>
        {
            crossed[part] = new CrossedData(structure, basis, new double[structure.Size], columns.Rows);
            crossed[part].Add(columns, part * chunks / parts, (part + 1) * chunks / parts);
        });

        for (var part = 1; part < parts; part++)
            SmallBlocks.Add(crossed[0].Cross, crossed[part].Cross);

        crossed[0].RefuseFullExplanation(columns);

        return crossed[0];
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

    private void Add(ModelColumns columns, int firstChunk, int endChunk)
    {
        var turned = new double[Structure.Border][];

        for (var j = 0; j < turned.Length; j++)
            turned[j] = new double[ChunkRows];

        for (var chunk = firstChunk; chunk < endChunk; chunk++)
        {
            var first = chunk * ChunkRows;
            var count = Math.Min(ChunkRows, columns.Rows - first);
            Basis.Turn(first, count, turned);
            AddCorner(turned, count);
            AddGroups(columns, first, count, turned);
        }
    }

    private void AddCorner(double[][] turned, int count)
    {
        for (var a = 0; a < turned.Length; a++)
        {
            for (var b = 0; b <= a; b++)
            {
                var product = SmallBlocks.DotOf(turned[a].AsSpan(0, count), turned[b].AsSpan(0, count));
                Cross[Structure.Corner + a * Structure.Stride + b] += product;

                if (b < a)
                    Cross[Structure.Corner + b * Structure.Stride + a] += product;
            }
        }
    }

    private void AddGroups(ModelColumns columns, int first, int count, double[][] turned)
    {
        var border = new double[Structure.Stride];
        var layout = Structure.Layout;

        for (var i = 0; i < count; i++)
        {
            var row = first + i;

            for (var a = 0; a < turned.Length; a++)
                border[a] = turned[a][i];

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
