namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// The blocks of the inverse of [Λ'Z'ZΛ + I, Λ'Z'X; X'ZΛ, X'X] that lie where its factor has blocks (Takahashi, Fagan &amp;
/// Chin 1973), or of Λ'Z'ZΛ + I alone: covariances of the groups' effects, and the gradient of the criterion in θ.
/// </summary>
internal sealed class SelectedInverse
{
    // A diagonal of Λ below this is not divided by.
    private const double LeastDivisor = 1e-3;

    // A fixed number of parts, whatever the machine, so that the sums are the same everywhere.
    private const int GroupsWorthSharing = 10_000;
    private const int SharedParts = 2;

    private readonly BlockFactor _factor;
    private readonly BlockStructure _s;
    private readonly double[] _inverse;
    private readonly double[] _padded;
    private bool _withFixed;

    public SelectedInverse(BlockFactor factor)
    {
        _factor = factor;
        _s = factor.Structure;
        _inverse = new double[_s.Size];
        _padded = new double[_s.Stride * _s.Layout.Widths.Append(1).Max()];
    }

    /// <summary>Computes every block from the factor as it stands.</summary>
    /// <param name="withFixed">With β unknown (prediction error, REML), or taken as known (conditional, ML).</param>
    public void Update(bool withFixed)
    {
        Begin(withFixed);

        for (var node = _s.Width.Length - 1; node >= 0; node--)
            Invert(node, _padded, _inverse, shift: 0);
    }

    /// <summary>Covariance of one group's effects over σ²: Λ (inverse block) Λ', row by row.</summary>
    public double[] Covariance(int node)
    {
        var q = _s.Width[node];
        var lambda = _factor.Lambda[_s.FactorOf[node]];
        var covariance = new double[q * q];

        for (var i = 0; i < q; i++)
        {
            for (var j = 0; j < q; j++)
            {
                for (var k = 0; k <= i; k++)
                {
                    for (var m = 0; m <= j; m++)
                        covariance[i * q + j] += lambda[i * q + k] * _inverse[_s.Diagonal[node] + k * q + m] * lambda[j * q + m];
                }
            }
        }

        return covariance;
    }

    /// <summary>
    /// Derivatives in θ, slot by slot: of the log-determinants (2 log |L|, and 2 log |R_X| with the fixed part), and of r².
    /// Both are sums over the groups of a factor: with W the matrix, S its inverse, u the spherical modes and e = Z'(y - Xβ -
    /// Zb), of T = S Λ'Z'Z and of eu'. Because SW = I and Λ'e = u, the sums of I - S and of uu' give them by one division by
    /// Λ; where Λ cannot be divided by, they are summed as they stand.
    /// </summary>
    public void Gradient(bool withFixed, Span<double> logDeterminants, Span<double> residual)
    {
        var layout = _s.Layout;
        var border = _factor.CoefficientsAndOutcome();
        var u = new double[_s.EffectAt[^1]];
        var b = new double[u.Length];
        var divisible = _factor.Lambda.Select((lambda, f) => IsDivisible(lambda, layout.Widths[f])).ToArray();
        var allDivisible = Array.TrueForAll(divisible, x => x);
        var firstFactor = layout.Factors.Count > 0 ? layout.Factors[0].Levels.Count : 0;
        var sums = new Sums(layout);
        Begin(withFixed);
        Visit(firstFactor, _s.Width.Length, sums);

        if (allDivisible)
            VisitLargest(firstFactor, border, u, sums);
        else
            Visit(0, firstFactor, sums);

        for (var f = 0; f < layout.Factors.Count; f++)
        {
            if (divisible[f])
                Divide(sums, f, layout.Factors[f].Levels.Count);
        }

        for (var k = 0; k < layout.Slots.Count; k++)
        {
            var slot = layout.Slots[k];
            var q = layout.Widths[slot.Factor];
            logDeterminants[k] = 2 * sums.Trace[slot.Factor][slot.Column * q + slot.Row];
            residual[k] = -2 * sums.Left[slot.Factor][slot.Row * q + slot.Column];
        }

        void Visit(int from, int end, Sums into)
        {
            for (var node = end - 1; node >= from; node--)
            {
                Invert(node, _padded, _inverse, shift: 0);
                _factor.SphericalModes(node, border, u);
                AddSquares(node, u, _inverse.AsSpan(_s.Diagonal[node]), into);

                if (allDivisible)
                    continue;

                _factor.ToEffects(node, u, b);
                AddTrace(node, into.Trace);
                AddResidual(node, border, u, b, into.Left);
            }
        }
    }

    // The groups of the largest factor lean on the others' blocks and not on each other's: their own need not be kept, and
    // they may be shared out.
    private void VisitLargest(int count, double[] border, double[] u, Sums sums)
    {
        var parts = Enumerable.Range(0, count < GroupsWorthSharing ? 1 : SharedParts)
            .Select(_ => new Sums(_s.Layout))
            .ToArray();
        Parallel.For(0, parts.Length, part =>
        {
            var from = (int)((long)part * count / parts.Length);
            var end = (int)((long)(part + 1) * count / parts.Length);
            var scratch = new double[_padded.Length];
            var own = new double[_s.LargestColumn];

            for (var node = from; node < end; node++)
            {
                Invert(node, scratch, own, _s.BorderAt[node]);
                _factor.SphericalModes(node, border, u);
                AddSquares(node, u, own.AsSpan(_s.Diagonal[node] - _s.BorderAt[node]), parts[part]);
            }
        });

        foreach (var part in parts)
            sums.Add(part);
    }

    private static bool IsDivisible(double[] lambda, int q)
    {
        for (var i = 0; i < q; i++)
        {
            if (Math.Abs(lambda[i * q + i]) < LeastDivisor)
                return false;
        }

        return true;
    }

    private void AddSquares(int node, double[] u, ReadOnlySpan<double> diagonal, Sums sums)
    {
        var q = _s.Width[node];
        var at = _s.EffectAt[node];
        var inverse = sums.Inverse[_s.FactorOf[node]];
        var squares = sums.Squares[_s.FactorOf[node]];

        for (var i = 0; i < q; i++)
        {
            for (var j = 0; j < q; j++)
            {
                inverse[i * q + j] += diagonal[i * q + j];
                squares[i * q + j] += u[at + i] * u[at + j];
            }
        }
    }

    // T = (I - S) Λ⁻¹ and eu' = Λ'⁻¹ uu', summed over the groups.
    private void Divide(Sums sums, int factor, int groups)
    {
        var q = _s.Layout.Widths[factor];
        var lambda = _factor.Lambda[factor];
        var column = new double[q];

        for (var i = 0; i < q; i++)
        {
            for (var j = 0; j < q; j++)
                column[j] = (i == j ? groups : 0) - sums.Inverse[factor][i * q + j];

            SmallBlocks.BackSolve(lambda, column);
            column.CopyTo(sums.Trace[factor].AsSpan(i * q, q));

            for (var j = 0; j < q; j++)
                column[j] = sums.Squares[factor][j * q + i];

            SmallBlocks.BackSolve(lambda, column);

            for (var j = 0; j < q; j++)
                sums.Left[factor][j * q + i] = column[j];
        }
    }

    private void Begin(bool withFixed)
    {
        _withFixed = withFixed;
        Array.Clear(_inverse, _s.Corner, _s.Size - _s.Corner);

        if (!withFixed)
            return;

        var p = _factor.FixedCount;
        var inverse = _factor.FixedInverse();

        for (var i = 0; i < p; i++)
            inverse.AsSpan(i * p, p).CopyTo(_inverse.AsSpan(_s.Corner + i * _s.Stride));
    }

    // With Y = L_below L⁻¹ of this group's column: S_below = -S Y, S_diagonal = (LL')⁻¹ - Y' S_below.
    // The blocks go where the structure says, less a shift.
    private void Invert(int node, double[] scratch, double[] into, int shift)
    {
        var q = _s.Width[node];
        var stride = _s.Stride;
        var rows = _s.Rows[node];
        var blocks = _s.BlockAt[node];
        var l = _factor.L;
        var diagonal = l.Slice(_s.Diagonal[node], q * q);
        var border = scratch.AsSpan(0, q * stride);
        var blockLength = 0;

        for (var k = 0; k < rows.Length; k++)
            blockLength += _s.Width[rows[k]] * q;

        var y = blockLength <= 64 ? stackalloc double[blockLength] : new double[blockLength];
        Column(node, l, diagonal, y, border);

        for (var a = 0; a < rows.Length; a++)
            Below(rows, a, y, border, q, into.AsSpan(blocks[a] - shift, _s.Width[rows[a]] * q));

        var borderInverse = into.AsSpan(_s.BorderAt[node] - shift, q * stride);

        if (_withFixed)
            BelowBorder(rows, y, border, q, borderInverse);

        var target = into.AsSpan(_s.Diagonal[node] - shift, q * q);
        Diagonal(diagonal, q, target);
        var at = 0;

        for (var a = 0; a < rows.Length; a++)
        {
            var height = _s.Width[rows[a]];

            for (var i = 0; i < height; i++)
            {
                for (var c = 0; c < q; c++)
                {
                    for (var d = 0; d < q; d++)
                        target[c * q + d] -= y[at + i * q + c] * into[blocks[a] - shift + i * q + d];
                }
            }

            at += height * q;
        }

        if (!_withFixed)
            return;

        for (var c = 0; c < q; c++)
        {
            for (var d = 0; d < q; d++)
            {
                target[c * q + d] -= SmallBlocks.Dot(
                    border.Slice(c * stride, stride), borderInverse.Slice(d * stride, stride));
            }
        }
    }

    // Y of the blocks and, padded and without the outcome, of the border.
    private void Column(
        int node, ReadOnlySpan<double> l, ReadOnlySpan<double> diagonal, Span<double> y, Span<double> border)
    {
        var q = _s.Width[node];
        var stride = _s.Stride;
        var at = 0;

        for (var k = 0; k < _s.Rows[node].Length; k++)
        {
            var height = _s.Width[_s.Rows[node][k]];
            l.Slice(_s.BlockAt[node][k], height * q).CopyTo(y[at..]);

            // x L = b row by row is L'x' = b'.
            for (var i = 0; i < height; i++)
                SmallBlocks.BackSolve(diagonal, y.Slice(at + i * q, q));

            at += height * q;
        }

        if (!_withFixed)
            return;

        l.Slice(_s.BorderAt[node], q * stride).CopyTo(border);

        for (var c = q - 1; c >= 0; c--)
        {
            var row = border.Slice(c * stride, stride);
            row[_factor.FixedCount] = 0;

            for (var k = c + 1; k < q; k++)
                SmallBlocks.AddScaled(row, border.Slice(k * stride, stride), -diagonal[k * q + c]);

            SmallBlocks.Scale(row, 1 / diagonal[c * q + c]);
        }
    }

    private void Below(int[] rows, int a, ReadOnlySpan<double> y, ReadOnlySpan<double> border, int q, Span<double> target)
    {
        var height = _s.Width[rows[a]];
        target.Clear();
        var at = 0;

        for (var b = 0; b < rows.Length; b++)
        {
            var width = _s.Width[rows[b]];

            for (var i = 0; i < height; i++)
            {
                for (var k = 0; k < width; k++)
                {
                    var s = Entry(rows[a], rows[b], i, k);

                    for (var c = 0; c < q; c++)
                        target[i * q + c] -= s * y[at + k * q + c];
                }
            }

            at += width * q;
        }

        if (!_withFixed)
            return;

        for (var i = 0; i < height; i++)
        {
            var s = _inverse.AsSpan(_s.BorderAt[rows[a]] + i * _s.Stride, _s.Stride);

            for (var c = 0; c < q; c++)
                target[i * q + c] -= SmallBlocks.Dot(s, border.Slice(c * _s.Stride, _s.Stride));
        }
    }

    private void BelowBorder(int[] rows, ReadOnlySpan<double> y, ReadOnlySpan<double> border, int q, Span<double> target)
    {
        var stride = _s.Stride;
        target.Clear();

        for (var c = 0; c < q; c++)
        {
            var row = target.Slice(c * stride, stride);
            var at = 0;

            for (var a = 0; a < rows.Length; a++)
            {
                for (var i = 0; i < _s.Width[rows[a]]; i++)
                {
                    SmallBlocks.AddScaled(
                        row, _inverse.AsSpan(_s.BorderAt[rows[a]] + i * stride, stride), -y[at + i * q + c]);
                }

                at += _s.Width[rows[a]] * q;
            }

            for (var j = 0; j < _factor.FixedCount; j++)
                SmallBlocks.AddScaled(row, _inverse.AsSpan(_s.Corner + j * stride, stride), -border[c * stride + j]);
        }
    }

    // (LL')⁻¹, column by column.
    private static void Diagonal(ReadOnlySpan<double> l, int q, Span<double> target)
    {
        for (var c = 0; c < q; c++)
        {
            var row = target.Slice(c * q, q);
            row.Clear();
            row[c] = 1;
            SmallBlocks.ForwardSolve(l, row);
            SmallBlocks.BackSolve(l, row);
        }
    }

    private double Entry(int a, int b, int i, int k)
    {
        if (a == b)
            return _inverse[_s.Diagonal[a] + i * _s.Width[a] + k];

        return a > b
            ? _inverse[_s.BlockOf(b, a) + i * _s.Width[b] + k]
            : _inverse[_s.BlockOf(a, b) + k * _s.Width[a] + i];
    }

    // Σ S Λ' Z'Z over the pairs of this group's column: half of tr(W⁻¹ ∂W) is this sum times ∂Λ.
    private void AddTrace(int node, double[][] trace)
    {
        var q = _s.Width[node];
        var factor = _s.FactorOf[node];
        AddProduct(trace[factor], _s.Diagonal[node], q, false, _factor.Lambda[factor], _s.Diagonal[node], q, false);

        for (var k = 0; k < _s.Rows[node].Length; k++)
        {
            var later = _s.Rows[node][k];
            var laterFactor = _s.FactorOf[later];
            var at = _s.BlockAt[node][k];
            AddProduct(trace[factor], at, q, true, _factor.Lambda[laterFactor], at, _s.Width[later], false);
            AddProduct(trace[laterFactor], at, _s.Width[later], false, _factor.Lambda[factor], at, q, true);
        }

        if (!_withFixed)
            return;

        // The outcome's entry of the inverse is zero, so whole rows may be multiplied.
        for (var i = 0; i < q; i++)
        {
            for (var j = 0; j < q; j++)
            {
                trace[factor][i * q + j] += SmallBlocks.Dot(
                    _inverse.AsSpan(_s.BorderAt[node] + i * _s.Stride, _s.Stride),
                    _factor.Cross.AsSpan(_s.BorderAt[node] + j * _s.Stride, _s.Stride));
            }
        }
    }

    // T += S Λ' C: S is n × m, C m × n; either may be stored the other way round.
    private void AddProduct(
        double[] target, int s, int n, bool sTransposed, double[] lambda, int c, int m, bool cTransposed)
    {
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < m; k++)
            {
                // (S Λ')_ik
                var weight = 0.0;

                for (var j = 0; j <= k; j++)
                    weight += _inverse[sTransposed ? s + j * n + i : s + i * m + j] * lambda[k * m + j];

                for (var j = 0; j < n; j++)
                    target[i * n + j] += weight * _factor.Cross[cTransposed ? c + j * m + k : c + k * n + j];
            }
        }
    }

    // e u' for e = Z'(y - Xβ - Zb): half of -∂r² is this sum times ∂Λ.
    private void AddResidual(int node, ReadOnlySpan<double> border, double[] u, double[] b, double[][] left)
    {
        var q = _s.Width[node];
        var at = _s.EffectAt[node];
        var own = left[_s.FactorOf[node]];
        var cross = _factor.Cross;

        for (var c = 0; c < q; c++)
        {
            var e = -SmallBlocks.Dot(cross.AsSpan(_s.BorderAt[node] + c * _s.Stride, _s.Stride), border);

            for (var j = 0; j < q; j++)
                e -= cross[_s.Diagonal[node] + c * q + j] * b[at + j];

            for (var k = 0; k < _s.Rows[node].Length; k++)
            {
                var later = _s.Rows[node][k];

                for (var j = 0; j < _s.Width[later]; j++)
                    e -= cross[_s.BlockAt[node][k] + j * q + c] * b[_s.EffectAt[later] + j];
            }

            for (var j = 0; j < q; j++)
                own[c * q + j] += e * u[at + j];
        }

        for (var k = 0; k < _s.Rows[node].Length; k++)
        {
            var later = _s.Rows[node][k];
            var height = _s.Width[later];
            var theirs = left[_s.FactorOf[later]];

            for (var i = 0; i < height; i++)
            {
                var share = 0.0;

                for (var c = 0; c < q; c++)
                    share += cross[_s.BlockAt[node][k] + i * q + c] * b[at + c];

                for (var j = 0; j < height; j++)
                    theirs[i * height + j] -= share * u[_s.EffectAt[later] + j];
            }
        }
    }

    private sealed class Sums(RandomLayout layout)
    {
        public double[][] Inverse { get; } = Zeros(layout);

        public double[][] Squares { get; } = Zeros(layout);

        public double[][] Trace { get; } = Zeros(layout);

        public double[][] Left { get; } = Zeros(layout);

        public void Add(Sums other)
        {
            for (var f = 0; f < Inverse.Length; f++)
            {
                SmallBlocks.Add(Inverse[f], other.Inverse[f]);
                SmallBlocks.Add(Squares[f], other.Squares[f]);
            }
        }

        private static double[][] Zeros(RandomLayout layout) => [.. layout.Widths.Select(q => new double[q * q])];
    }
}
