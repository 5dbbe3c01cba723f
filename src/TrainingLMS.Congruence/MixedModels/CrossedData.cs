namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// The rows of a model reduced once to cross-products per group; nothing after this depends on their number. With an
/// autocorrelation there is one of these for each value of it, made from whitened rows.
/// </summary>
internal sealed class CrossedData
{
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
        var cross = RowChunks.Sum(columns.Rows, () => new Part(structure, basis, columns), part => part.Cross);
        var crossed = new CrossedData(structure, basis, cross, columns.Rows);
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

    private sealed class Part(BlockStructure s, FixedBasis basis, ModelColumns columns) : IRowSums
    {
        private readonly double[][] _turned = RowChunks.Columns(s.Border);
        private readonly double[] _border = new double[s.Stride];
        private readonly double[] _cross = new double[s.Size];
        private readonly int[][] _codes = [.. s.Layout.Factors.Select(factor => factor.Codes)];

        public double[] Cross => _cross;

        public void Add(int first, int count)
        {
            basis.Turn(first, count, _turned);
            AddCorner(count);

            for (var i = 0; i < count; i++)
                AddGroups(first + i, i);
        }

        private void AddCorner(int count)
        {
            for (var a = 0; a < _turned.Length; a++)
            {
                for (var b = 0; b <= a; b++)
                    _cross[s.Corner + a * s.Stride + b] += SmallBlocks.Dot(_turned[a].AsSpan(0, count), _turned[b].AsSpan(0, count));
            }
        }

        private void AddGroups(int row, int turned)
        {
            for (var a = 0; a < _turned.Length; a++)
                _border[a] = _turned[a][turned];

            for (var f = 0; f < _codes.Length; f++)
            {
                var z = columns.Random[f];
                var node = s.NodeOf[f][_codes[f][row]];
                var border = s.BorderAt[node];
                AddProducts(s.Diagonal[node], z, z, row);

                for (var g = f + 1; g < _codes.Length; g++)
                    AddProducts(s.BlockOf(node, s.NodeOf[g][_codes[g][row]]), columns.Random[g], z, row);

                for (var c = 0; c < z.Length; c++)
                    SmallBlocks.AddScaled(ref _cross[border + c * s.Stride], ref _border[0], z[c][row], s.Stride);
            }
        }

        private void AddProducts(int at, double[][] later, double[][] earlier, int row)
        {
            foreach (var column in later)
            {
                var value = column[row];

                foreach (var other in earlier)
                    _cross[at++] += value * other[row];
            }
        }
    }
}
