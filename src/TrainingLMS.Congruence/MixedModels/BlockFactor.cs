namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// The Cholesky factor of [Λ'Z'ZΛ + I, Λ'Z'X; X'ZΛ, X'X] bordered by the outcome, at one θ (Bates, Mächler, Bolker &amp;
/// Walker 2015, eqs. 17-33). Holds the working memory, so one instance serves one thread.
/// </summary>
internal sealed class BlockFactor
{
    private readonly BlockStructure _s;
    private readonly double[] _l;
    private readonly double[] _scratch;

    public BlockFactor(BlockStructure structure)
    {
        _s = structure;
        _l = new double[structure.Size];
        _scratch = new double[structure.Layout.Widths.Append(1).Max()];
    }

    public BlockStructure Structure => _s;

    /// <summary>The cross-products that were factored last.</summary>
    public double[] Cross { get; private set; } = [];

    /// <summary>Λ of every factor, row by row.</summary>
    public double[][] Lambda { get; private set; } = [];

    /// <summary>The factor, laid out as <see cref="BlockStructure"/> says.</summary>
    public ReadOnlySpan<double> L => _l;

    /// <summary>2 log |L|, random effects only.</summary>
    public double LogDeterminantRandom { get; private set; }

    /// <summary>2 log |R_X| in the orthonormal basis.</summary>
    public double LogDeterminantFixed { get; private set; }

    /// <summary>Penalised residual sum of squares, r².</summary>
    public double ResidualSumOfSquares { get; private set; }

    public int FixedCount => _s.Border - 1;

    /// <summary>Factors at θ; false where rounding leaves no positive pivot.</summary>
    public bool Update(double[] cross, ReadOnlySpan<double> theta)
    {
        Cross = cross;
        Lambda = _s.Layout.Lambda(theta);
        var firstFactor = _s.Layout.Factors.Count > 0 ? _s.Layout.FirstNode[1] : 0;
        var determinant = default(LogProduct);

        for (var node = firstFactor; node < _s.Width.Length; node++)
            Scale(node);

        cross.AsSpan(_s.Corner).CopyTo(_l.AsSpan(_s.Corner));

        for (var node = 0; node < _s.Width.Length; node++)
        {
            // The largest factor's blocks receive nothing from others before their turn, so they are made just in time.
            if (node < firstFactor)
                Scale(node);

            var pivots = Eliminate(node);

            if (!(pivots > 0))
                return false;

            determinant.Multiply(pivots);
        }

        LogDeterminantRandom = determinant.Log;

        return FactorCorner();
    }

    /// <summary>β in the orthonormal basis.</summary>
    public double[] Coefficients()
    {
        var b = new double[FixedCount];

        for (var i = FixedCount - 1; i >= 0; i--)
        {
            b[i] = Corner(FixedCount, i);

            for (var j = i + 1; j < FixedCount; j++)
                b[i] -= Corner(j, i) * b[j];

            b[i] /= Corner(i, i);
        }

        return b;
    }

    /// <summary>β with -1 for the outcome, padded: the product with a border's row is what is left after the fixed part, negated.</summary>
    public double[] CoefficientsAndOutcome()
    {
        var b = new double[_s.Stride];
        Coefficients().CopyTo(b, 0);
        b[FixedCount] = -1;

        return b;
    }

    /// <summary>Spherical modes u of one group; those of its later groups must be there already.</summary>
    public void SphericalModes(int node, ReadOnlySpan<double> betaAndOutcome, double[] u)
    {
        var q = _s.Width[node];
        var right = u.AsSpan(_s.EffectAt[node], q);

        for (var c = 0; c < q; c++)
            right[c] = -SmallBlocks.Dot(L.Slice(_s.BorderAt[node] + c * _s.Stride, _s.Stride), betaAndOutcome);

        for (var k = 0; k < _s.Rows[node].Length; k++)
        {
            var later = _s.Rows[node][k];

            for (var i = 0; i < _s.Width[later]; i++)
            {
                for (var c = 0; c < q; c++)
                    right[c] -= _l[_s.BlockAt[node][k] + i * q + c] * u[_s.EffectAt[later] + i];
            }
        }

        SmallBlocks.BackSolve(L.Slice(_s.Diagonal[node], q * q), right);
    }

    /// <summary>b = Λu of one group.</summary>
    public void ToEffects(int node, double[] u, double[] b)
    {
        var q = _s.Width[node];
        var at = _s.EffectAt[node];
        var lambda = Lambda[_s.FactorOf[node]];

        for (var i = 0; i < q; i++)
        {
            b[at + i] = 0;

            for (var k = 0; k <= i; k++)
                b[at + i] += lambda[i * q + k] * u[at + k];
        }
    }

    /// <summary>Conditional modes b̂ = Λu of every group, in the order of the groups' blocks.</summary>
    public double[] Modes()
    {
        var border = CoefficientsAndOutcome();
        var u = new double[_s.EffectAt[^1]];
        var b = new double[u.Length];

        for (var node = _s.Width.Length - 1; node >= 0; node--)
        {
            SphericalModes(node, border, u);
            ToEffects(node, u, b);
        }

        return b;
    }

    /// <summary>
    /// |L⁻¹w|² for w = (Λ'z at one group, l over the fixed part): the variance of l'β̂ + z'(b̂ - b), divided by σ²;
    /// without <paramref name="contrast"/> the conditional variance of z'b given β.
    /// </summary>
    public double QuadraticForm(int node, ReadOnlySpan<double> weights, double[]? contrast)
    {
        var border = new double[FixedCount];
        contrast?.CopyTo(border, 0);
        var pending = new Dictionary<int, double[]>();
        var sum = 0.0;

        if (node >= 0)
            pending[node] = ToSpherical(node, weights);

        // Only the groups reachable from this one by elimination are touched: each column's first later group is next.
        for (var at = node; at >= 0; at = _s.Rows[at].Length > 0 ? _s.Rows[at][0] : -1)
        {
            if (!pending.Remove(at, out var x))
                continue;

            SmallBlocks.ForwardSolve(L.Slice(_s.Diagonal[at], x.Length * x.Length), x);
            sum += x.Sum(v => v * v);

            for (var k = 0; k < _s.Rows[at].Length; k++)
            {
                var later = _s.Rows[at][k];

                if (!pending.TryGetValue(later, out var y))
                    pending[later] = y = new double[_s.Width[later]];

                for (var i = 0; i < y.Length; i++)
                {
                    for (var c = 0; c < x.Length; c++)
                        y[i] -= _l[_s.BlockAt[at][k] + i * x.Length + c] * x[c];
                }
            }

            for (var c = 0; c < x.Length; c++)
            {
                for (var a = 0; a < FixedCount; a++)
                    border[a] -= _l[_s.BorderAt[at] + c * _s.Stride + a] * x[c];
            }
        }

        if (contrast is null)
            return sum;

        ForwardSolveCorner(border);

        return sum + border.Sum(v => v * v);
    }

    /// <summary>(R_X' R_X)⁻¹ in the orthonormal basis, row by row: Var(β) / σ².</summary>
    public double[] FixedInverse()
    {
        var p = FixedCount;
        var inverse = new double[p * p];
        var columns = new double[p][];

        for (var j = 0; j < p; j++)
        {
            columns[j] = new double[p];
            columns[j][j] = 1;
            ForwardSolveCorner(columns[j]);
        }

        for (var i = 0; i < p; i++)
        {
            for (var j = 0; j < p; j++)
            {
                for (var k = 0; k < p; k++)
                    inverse[i * p + j] += columns[i][k] * columns[j][k];
            }
        }

        return inverse;
    }

    private double Corner(int i, int j) => _l[_s.Corner + i * _s.Stride + j];

    private void Scale(int node)
    {
        var q = _s.Width[node];
        var lambda = Lambda[_s.FactorOf[node]].AsSpan();
        var diagonal = _s.Diagonal[node];
        SmallBlocks.Sandwich(
            Cross.AsSpan(diagonal, q * q), _l.AsSpan(diagonal, q * q), lambda, q, lambda, q, _scratch);

        for (var c = 0; c < q; c++)
            _l[diagonal + c * q + c] += 1;

        for (var k = 0; k < _s.Rows[node].Length; k++)
        {
            var later = _s.Rows[node][k];
            var height = _s.Width[later];
            var at = _s.BlockAt[node][k];
            SmallBlocks.Sandwich(
                Cross.AsSpan(at, height * q),
                _l.AsSpan(at, height * q),
                Lambda[_s.FactorOf[later]],
                height,
                lambda,
                q,
                _scratch);
        }

        for (var c = 0; c < q; c++)
        {
            var row = _l.AsSpan(_s.BorderAt[node] + c * _s.Stride, _s.Stride);
            row.Clear();

            for (var k = c; k < q; k++)
                SmallBlocks.AddScaled(row, Cross.AsSpan(_s.BorderAt[node] + k * _s.Stride, _s.Stride), lambda[k * q + c]);
        }
    }

    // Returns the product of the squared pivots, 0 where one is not positive.
    private double Eliminate(int node)
    {
        var q = _s.Width[node];
        var stride = _s.Stride;
        var diagonal = _l.AsSpan(_s.Diagonal[node], q * q);
        var pivots = SmallBlocks.Factor(diagonal, q);

        if (!(pivots > 0))
            return 0;

        var rows = _s.Rows[node];
        var blocks = _s.BlockAt[node];
        var border = _l.AsSpan(_s.BorderAt[node], q * stride);

        for (var k = 0; k < rows.Length; k++)
            SmallBlocks.SolveRows(diagonal, _l.AsSpan(blocks[k], _s.Width[rows[k]] * q), _s.Width[rows[k]], q);

        for (var c = 0; c < q; c++)
        {
            var row = border.Slice(c * stride, stride);

            for (var k = 0; k < c; k++)
                SmallBlocks.AddScaled(row, border.Slice(k * stride, stride), -diagonal[c * q + k]);

            SmallBlocks.Scale(row, 1 / diagonal[c * q + c]);
        }

        for (var a = 0; a < rows.Length; a++)
        {
            var column = rows[a];
            var width = _s.Width[column];
            SubtractProduct(_s.Diagonal[column], blocks[a], width, blocks[a], width, q);

            // Both lists ascend and this one's rest is part of that column's rows, so one walk finds them all.
            var at = 0;

            for (var b = a + 1; b < rows.Length; b++)
            {
                while (_s.Rows[column][at] != rows[b])
                    at++;

                SubtractProduct(_s.BlockAt[column][at], blocks[b], _s.Width[rows[b]], blocks[a], width, q);
            }

            for (var i = 0; i < width; i++)
            {
                var target = _l.AsSpan(_s.BorderAt[column] + i * stride, stride);

                for (var c = 0; c < q; c++)
                    SmallBlocks.AddScaled(target, border.Slice(c * stride, stride), -_l[blocks[a] + i * q + c]);
            }
        }

        for (var c = 0; c < q; c++)
        {
            var row = border.Slice(c * stride, stride);

            for (var i = 0; i < _s.Border; i++)
                SmallBlocks.AddScaled(_l.AsSpan(_s.Corner + i * stride, stride), row, -row[i]);
        }

        return pivots;
    }

    private bool FactorCorner()
    {
        var p = FixedCount;
        LogDeterminantFixed = 0;

        for (var j = 0; j < p; j++)
        {
            var pivot = Corner(j, j);

            for (var k = 0; k < j; k++)
                pivot -= Corner(j, k) * Corner(j, k);

            if (!(pivot > 0))
                return false;

            var root = Math.Sqrt(pivot);
            _l[_s.Corner + j * _s.Stride + j] = root;
            LogDeterminantFixed += 2 * Math.Log(root);

            for (var i = j + 1; i <= p; i++)
            {
                var sum = Corner(i, j);

                for (var k = 0; k < j; k++)
                    sum -= Corner(i, k) * Corner(j, k);

                _l[_s.Corner + i * _s.Stride + j] = sum / root;
            }
        }

        ResidualSumOfSquares = Corner(p, p);

        for (var k = 0; k < p; k++)
            ResidualSumOfSquares -= Corner(p, k) * Corner(p, k);

        return ResidualSumOfSquares > 0;
    }

    // T ← T - A B'.
    private void SubtractProduct(int target, int a, int height, int b, int width, int q)
    {
        for (var i = 0; i < height; i++)
        {
            for (var j = 0; j < width; j++)
            {
                var sum = 0.0;

                for (var k = 0; k < q; k++)
                    sum += _l[a + i * q + k] * _l[b + j * q + k];

                _l[target + i * width + j] -= sum;
            }
        }
    }

    private void ForwardSolveCorner(double[] x)
    {
        for (var i = 0; i < FixedCount; i++)
        {
            for (var k = 0; k < i; k++)
                x[i] -= Corner(i, k) * x[k];

            x[i] /= Corner(i, i);
        }
    }

    private double[] ToSpherical(int node, ReadOnlySpan<double> weights)
    {
        var q = _s.Width[node];
        var lambda = Lambda[_s.FactorOf[node]];
        var x = new double[q];

        for (var c = 0; c < q; c++)
        {
            for (var k = c; k < q; k++)
                x[c] += lambda[k * q + c] * weights[k];
        }

        return x;
    }

    // Logarithms are dear: pivots are multiplied up and only their product, kept within range, is taken the log of.
    private struct LogProduct
    {
        private double _sum;
        private double? _product;

        public readonly double Log => _sum + Math.Log(_product ?? 1);

        public void Multiply(double factor)
        {
            var product = (_product ?? 1) * factor;

            if (product is < 1e100 and > 1e-100)
            {
                _product = product;

                return;
            }

            _sum += Math.Log(product);
            _product = 1;
        }
    }
}
