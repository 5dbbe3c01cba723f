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
    private double[][] _lambda = [];

    public BlockFactor(BlockStructure structure)
    {
        _s = structure;
        _l = new double[structure.Cross.Length];
        var widest = structure.Width.Append(1).Max();
        _scratch = new double[Math.Max(widest, structure.Border) * widest];
    }

    /// <summary>2 log |L|, random effects only.</summary>
    public double LogDeterminantRandom { get; private set; }

    /// <summary>2 log |R_X| in the orthonormal basis.</summary>
    public double LogDeterminantFixed { get; private set; }

    /// <summary>Penalised residual sum of squares, r².</summary>
    public double ResidualSumOfSquares { get; private set; }

    private int FixedCount => _s.Border - 1;

    /// <summary>Factors at θ; false where rounding leaves no positive pivot.</summary>
    public bool Update(ReadOnlySpan<double> theta)
    {
        _lambda = _s.Layout.Lambda(theta);
        Scale();
        LogDeterminantRandom = 0;

        for (var node = 0; node < _s.Width.Length; node++)
        {
            if (!Eliminate(node))
                return false;
        }

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

    /// <summary>Conditional modes b̂ = Λu of every group, in the order of the groups' blocks.</summary>
    public double[][] Modes()
    {
        var beta = Coefficients();
        var u = new double[_s.Width.Length][];

        for (var node = u.Length - 1; node >= 0; node--)
        {
            var q = _s.Width[node];
            var right = new double[q];

            for (var c = 0; c < q; c++)
            {
                right[c] = _l[_s.BorderAt[node] + FixedCount * q + c];

                for (var a = 0; a < FixedCount; a++)
                    right[c] -= _l[_s.BorderAt[node] + a * q + c] * beta[a];
            }

            for (var k = 0; k < _s.Rows[node].Length; k++)
            {
                var later = u[_s.Rows[node][k]];

                for (var i = 0; i < later.Length; i++)
                {
                    for (var c = 0; c < q; c++)
                        right[c] -= _l[_s.BlockAt[node][k] + i * q + c] * later[i];
                }
            }

            BackSolve(_s.Diagonal[node], q, right);
            u[node] = right;
        }

        return [.. u.Select(FromSpherical)];
    }

    /// <summary>
    /// |L⁻¹w|² for w = (Λ'z at one group, l over the fixed part): the variance of l'β̂ + z'(b̂ - b), divided by σ²;
    /// without <paramref name="contrast"/> the conditional variance of z'b given β.
    /// </summary>
    public double QuadraticForm(int node, ReadOnlySpan<double> weights, double[]? contrast)
    {
        var border = contrast is null ? new double[FixedCount] : [.. contrast];
        var pending = new Dictionary<int, double[]>();
        var sum = 0.0;

        if (node >= 0)
            pending[node] = ToSpherical(node, weights);

        // Only the groups reachable from this one by elimination are touched: each column's first later group is next.
        for (var at = node; at >= 0; at = _s.Rows[at].Length > 0 ? _s.Rows[at][0] : -1)
        {
            if (!pending.Remove(at, out var x))
                continue;

            ForwardSolve(_s.Diagonal[at], x.Length, x);
            sum += x.Sum(v => v * v);

            for (var k = 0; k < _s.Rows[at].Length; k++)
            {
                var later = _s.Rows[at][k];

                if (!pending.TryGetValue(later, out var y))
                    pending[later] = y = new double[_s.Width[later]];

                Subtract(_s.BlockAt[at][k], x, y);
            }

            Subtract(_s.BorderAt[at], x, border);
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
                inverse[i * p + j] = Enumerable.Range(0, p).Sum(k => columns[i][k] * columns[j][k]);
        }

        return inverse;
    }

    private double Corner(int i, int j) => _l[_s.Corner + i * _s.Border + j];

    private void Scale()
    {
        Array.Copy(_s.Cross, _l, _l.Length);

        for (var node = 0; node < _s.Width.Length; node++)
        {
            var q = _s.Width[node];
            var lambda = _lambda[_s.FactorOf[node]];
            TimesLambda(_s.Diagonal[node], q, lambda, q);
            LambdaTransposedTimes(_s.Diagonal[node], q, lambda, q);

            for (var c = 0; c < q; c++)
                _l[_s.Diagonal[node] + c * q + c] += 1;

            for (var k = 0; k < _s.Rows[node].Length; k++)
            {
                var later = _s.Rows[node][k];
                TimesLambda(_s.BlockAt[node][k], _s.Width[later], lambda, q);
                LambdaTransposedTimes(_s.BlockAt[node][k], _s.Width[later], _lambda[_s.FactorOf[later]], q);
            }

            TimesLambda(_s.BorderAt[node], _s.Border, lambda, q);
        }
    }

    private bool Eliminate(int node)
    {
        var q = _s.Width[node];
        var diagonal = _s.Diagonal[node];

        if (!Factor(diagonal, q))
            return false;

        for (var c = 0; c < q; c++)
            LogDeterminantRandom += 2 * Math.Log(_l[diagonal + c * q + c]);

        var rows = _s.Rows[node];
        var blocks = _s.BlockAt[node];
        var border = _s.BorderAt[node];

        for (var k = 0; k < rows.Length; k++)
            SolveRows(blocks[k], _s.Width[rows[k]], diagonal, q);

        SolveRows(border, _s.Border, diagonal, q);

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

            SubtractProduct(_s.BorderAt[column], border, _s.Border, blocks[a], width, q);
        }

        SubtractProduct(_s.Corner, border, _s.Border, border, _s.Border, q);

        return true;
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
            _l[_s.Corner + j * _s.Border + j] = root;
            LogDeterminantFixed += 2 * Math.Log(root);

            for (var i = j + 1; i <= p; i++)
            {
                var sum = Corner(i, j);

                for (var k = 0; k < j; k++)
                    sum -= Corner(i, k) * Corner(j, k);

                _l[_s.Corner + i * _s.Border + j] = sum / root;
            }
        }

        ResidualSumOfSquares = Corner(p, p);

        for (var k = 0; k < p; k++)
            ResidualSumOfSquares -= Corner(p, k) * Corner(p, k);

        return ResidualSumOfSquares > 0;
    }

    private bool Factor(int at, int q)
    {
        for (var j = 0; j < q; j++)
        {
            var pivot = _l[at + j * q + j];

            for (var k = 0; k < j; k++)
                pivot -= _l[at + j * q + k] * _l[at + j * q + k];

            if (!(pivot > 0))
                return false;

            var root = Math.Sqrt(pivot);
            _l[at + j * q + j] = root;

            for (var i = j + 1; i < q; i++)
            {
                var sum = _l[at + i * q + j];

                for (var k = 0; k < j; k++)
                    sum -= _l[at + i * q + k] * _l[at + j * q + k];

                _l[at + i * q + j] = sum / root;
            }
        }

        return true;
    }

    // B ← B L⁻ᵀ, row by row.
    private void SolveRows(int block, int height, int diagonal, int q)
    {
        for (var i = 0; i < height; i++)
        {
            var row = block + i * q;

            for (var c = 0; c < q; c++)
            {
                var sum = _l[row + c];

                for (var k = 0; k < c; k++)
                    sum -= _l[row + k] * _l[diagonal + c * q + k];

                _l[row + c] = sum / _l[diagonal + c * q + c];
            }
        }
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

    private void TimesLambda(int block, int height, double[] lambda, int q)
    {
        for (var i = 0; i < height; i++)
        {
            var row = block + i * q;

            for (var c = 0; c < q; c++)
            {
                var sum = 0.0;

                for (var k = c; k < q; k++)
                    sum += _l[row + k] * lambda[k * q + c];

                _l[row + c] = sum;
            }
        }
    }

    private void LambdaTransposedTimes(int block, int height, double[] lambda, int q)
    {
        for (var c = 0; c < q; c++)
        {
            for (var i = 0; i < height; i++)
            {
                var sum = 0.0;

                for (var k = i; k < height; k++)
                    sum += lambda[k * height + i] * _l[block + k * q + c];

                _scratch[i] = sum;
            }

            for (var i = 0; i < height; i++)
                _l[block + i * q + c] = _scratch[i];
        }
    }

    private void ForwardSolve(int at, int q, double[] x)
    {
        for (var i = 0; i < q; i++)
        {
            for (var k = 0; k < i; k++)
                x[i] -= _l[at + i * q + k] * x[k];

            x[i] /= _l[at + i * q + i];
        }
    }

    private void BackSolve(int at, int q, double[] x)
    {
        for (var i = q - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < q; k++)
                x[i] -= _l[at + k * q + i] * x[k];

            x[i] /= _l[at + i * q + i];
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

    private void Subtract(int block, double[] x, double[] target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            for (var c = 0; c < x.Length; c++)
                target[i] -= _l[block + i * x.Length + c] * x[c];
        }
    }

    private double[] ToSpherical(int node, ReadOnlySpan<double> weights)
    {
        var q = _s.Width[node];
        var lambda = _lambda[_s.FactorOf[node]];
        var x = new double[q];

        for (var c = 0; c < q; c++)
        {
            for (var k = c; k < q; k++)
                x[c] += lambda[k * q + c] * weights[k];
        }

        return x;
    }

    private double[] FromSpherical(double[] u, int node)
    {
        var lambda = _lambda[_s.FactorOf[node]];
        var b = new double[u.Length];

        for (var i = 0; i < u.Length; i++)
        {
            for (var k = 0; k <= i; k++)
                b[i] += lambda[i * u.Length + k] * u[k];
        }

        return b;
    }
}
