namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// What the gradient of the criterion in θ needs of the groups, summed factor by factor while they are taken out: with W =
/// Λ'Z'ZΛ + I of the blocks of W⁻¹, and of the products of its solutions Y = W⁻¹Λ'Z'[X y], which hold for any β. Because
/// W⁻¹Λ'Z'ZΛ = I - W⁻¹, one division by Λ makes derivatives of them. Where Λ cannot be divided by, W⁻¹Λ'Z'Z and the products
/// of Y with R = [X y]'V⁻¹Z are summed as they stand.
/// </summary>
internal sealed class GradientSums
{
    // A diagonal of Λ below this is not divided by.
    private const double LeastDivisor = 1e-3;

    private readonly BlockStructure _s;
    private readonly double[] _cross;
    private readonly double[][] _lambda;
    private readonly bool _isDivisible;
    private readonly double[][] _inverse;
    private readonly double[][] _products;
    private readonly double[][] _trace;

    // Λ times solutions, and R, of the family at hand.
    private double[] _effects = [];
    private double[] _rest = [];

    public GradientSums(BlockStructure structure, double[] cross, double[][] lambda)
    {
        (_s, _cross, _lambda) = (structure, cross, lambda);
        _isDivisible = !lambda.Where((l, f) => !IsDivisible(l, structure.Layout.Widths[f])).Any();
        _inverse = Squares(1);
        _trace = Squares(1);
        _products = Squares(_s.Border * _s.Stride);

        double[][] Squares(int size) => [.. structure.Layout.Widths.Select(q => new double[q * q * size])];
    }

    /// <summary>Adds a family whose solutions and inverse are held.</summary>
    public void Add(Elimination family, int first, int end)
    {
        if (!_isDivisible)
            Residualise(family, first, end);

        var right = _isDivisible ? family.Solutions : _rest;

        for (var node = first; node < end; node++)
        {
            AddProducts(node, family.Solutions, right, _s.BorderAt[node] - family.Shift);

            if (_isDivisible)
                SmallBlocks.AddScaled(_inverse[_s.FactorOf[node]], family.Inverse.AsSpan(_s.Diagonal[node] - family.Shift, _s.Width[node] * _s.Width[node]), 1);
            else
                AddTrace(node, family);
        }
    }

    public void Add(GradientSums other)
    {
        for (var f = 0; f < _inverse.Length; f++)
        {
            SmallBlocks.AddScaled(_inverse[f], other._inverse[f], 1);
            SmallBlocks.AddScaled(_trace[f], other._trace[f], 1);
            SmallBlocks.AddScaled(_products[f], other._products[f], 1);
        }
    }

    /// <summary>
    /// Derivatives slot by slot: of the log-determinants (2 log |L|, and 2 log |R_X| with the fixed part), and of r².
    /// </summary>
    public void Derivatives(FixedFactor fixedFactor, bool withFixed, Span<double> logDeterminants, Span<double> residual)
    {
        var layout = _s.Layout;
        var b = fixedFactor.CoefficientsAndOutcome();
        var p = fixedFactor.Count;
        var inverse = withFixed ? fixedFactor.Inverse() : new double[p * p];
        var (trace, left) = (new double[layout.Factors.Count][], new double[layout.Factors.Count][]);

        for (var f = 0; f < trace.Length; f++)
            (trace[f], left[f]) = Sums(f, b, inverse, p);

        for (var k = 0; k < layout.Slots.Count; k++)
        {
            var slot = layout.Slots[k];
            var q = layout.Widths[slot.Factor];
            logDeterminants[k] = 2 * trace[slot.Factor][slot.Column * q + slot.Row];
            residual[k] = -2 * left[slot.Factor][slot.Row * q + slot.Column];
        }
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

    // The sums over a factor's groups of T = S Λ'Z'Z, S the inverse with or without the fixed part, and of eu' for the
    // spherical modes u and e = Z'(y - Xβ - Zb).
    private (double[] Trace, double[] Left) Sums(int factor, double[] b, double[] inverse, int p)
    {
        var q = _s.Layout.Widths[factor];
        var groups = _s.Layout.Factors[factor].Levels.Count;
        var (trace, left) = (new double[q * q], new double[q * q]);

        for (var i = 0; i < q; i++)
        {
            for (var j = 0; j < q; j++)
            {
                var at = i * q + j;
                var kept = _isDivisible && j > i ? j * q + i : at;
                var products = _products[factor].AsSpan(kept * _s.Border * _s.Stride, _s.Border * _s.Stride);
                var (spread, ofFixed) = Contract(products, _isDivisible && i == j, b, inverse, p);
                trace[at] = _isDivisible
                    ? (i == j ? groups : 0) - _inverse[factor][at] - ofFixed
                    : _trace[factor][at] - ofFixed;
                left[j * q + i] = spread;
            }
        }

        // T = (I - S) Λ⁻¹ and eu' = Λ'⁻¹ uu'.
        for (var i = 0; i < q && _isDivisible; i++)
        {
            Divide(_lambda[factor], trace.AsSpan(i * q, q));
            var column = new double[q];

            for (var j = 0; j < q; j++)
                column[j] = left[j * q + i];

            Divide(_lambda[factor], column);

            for (var j = 0; j < q; j++)
                left[j * q + i] = column[j];
        }

        return (trace, left);
    }

    // x ← Λ'⁻¹ x.
    private static void Divide(double[] lambda, Span<double> x)
    {
        var q = x.Length;

        for (var i = q - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < q; k++)
                x[i] -= lambda[k * q + i] * x[k];

            x[i] /= lambda[i * q + i];
        }
    }

    // b' K b, and the sum of K times the inverse of the fixed part. Of a square only the lower triangle of K is there.
    private (double Spread, double OfFixed) Contract(
        ReadOnlySpan<double> products, bool isSquare, double[] b, double[] inverse, int p)
    {
        var (spread, ofFixed) = (0.0, 0.0);

        for (var i = 0; i <= p; i++)
        {
            for (var j = 0; j <= p; j++)
            {
                var k = products[isSquare && j > i ? j * _s.Stride + i : i * _s.Stride + j];
                spread += b[i] * k * b[j];
                ofFixed += i < p && j < p ? k * inverse[i * p + j] : 0;
            }
        }

        return (spread, ofFixed);
    }

    // Products of Y with itself are the same either way round.
    private void AddProducts(int node, double[] solutions, double[] right, int at)
    {
        var (q, border, stride) = (_s.Width[node], _s.Border, _s.Stride);
        var products = _products[_s.FactorOf[node]];

        for (var i = 0; i < q; i++)
        {
            ref var left = ref solutions[at + i * stride];

            for (var j = 0; j < (_isDivisible ? i : q); j++)
                SmallBlocks.AddProduct(ref products[(i * q + j) * border * stride], ref left, ref right[at + j * stride], border, stride);

            if (_isDivisible)
                SmallBlocks.AddSquare(ref products[i * (q + 1) * border * stride], ref left, 1, border, stride);
        }
    }

    // R = Z'[X y] - Z'ZΛY.
    private void Residualise(Elimination family, int first, int end)
    {
        var (from, stride) = (_s.BorderAt[first], _s.Stride);
        var length = _s.EndOf(end - 1) - from;

        if (_rest.Length < length)
            (_effects, _rest) = (new double[length], new double[length]);

        _cross.AsSpan(from, length).CopyTo(_rest);

        for (var node = first; node < end; node++)
        {
            var (q, lambda, border) = (_s.Width[node], _lambda[_s.FactorOf[node]], _s.BorderAt[node]);

            for (var i = 0; i < q; i++)
            {
                ref var effect = ref _effects[border - from + i * stride];
                SmallBlocks.SetScaled(ref effect, ref family.Solutions[border - family.Shift], lambda[i * q], stride);

                for (var k = 1; k <= i; k++)
                    SmallBlocks.AddScaled(ref effect, ref family.Solutions[border - family.Shift + k * stride], lambda[i * q + k], stride);
            }
        }

        for (var node = first; node < end; node++)
        {
            var (q, own) = (_s.Width[node], _s.BorderAt[node] - from);

            for (var i = 0; i < q; i++)
            {
                for (var j = 0; j < q; j++)
                    SmallBlocks.AddScaled(ref _rest[own + i * stride], ref _effects[own + j * stride], -_cross[_s.Diagonal[node] + i * q + j], stride);
            }

            for (var k = _s.LaterAt[node]; k < _s.LaterAt[node + 1]; k++)
            {
                var theirs = _s.BorderAt[_s.Later[k]] - from;

                for (var i = 0; i < _s.Width[_s.Later[k]]; i++)
                {
                    for (var c = 0; c < q; c++)
                    {
                        var shared = -_cross[_s.BlockAt[k] + i * q + c];
                        SmallBlocks.AddScaled(ref _rest[own + c * stride], ref _effects[theirs + i * stride], shared, stride);
                        SmallBlocks.AddScaled(ref _rest[theirs + i * stride], ref _effects[own + c * stride], shared, stride);
                    }
                }
            }
        }
    }

    // Σ S Λ' Z'Z over the pairs of this group's column.
    private void AddTrace(int node, Elimination family)
    {
        var (q, factor, diagonal) = (_s.Width[node], _s.FactorOf[node], _s.Diagonal[node]);
        AddTrace(_trace[factor], family, diagonal, q, false, _lambda[factor], q, false);

        for (var k = _s.LaterAt[node]; k < _s.LaterAt[node + 1]; k++)
        {
            var later = _s.FactorOf[_s.Later[k]];
            var height = _s.Width[_s.Later[k]];
            AddTrace(_trace[factor], family, _s.BlockAt[k], q, true, _lambda[later], height, false);
            AddTrace(_trace[later], family, _s.BlockAt[k], height, false, _lambda[factor], q, true);
        }
    }

    // T += S Λ' C of one block: S is n × m, C m × n; either may be stored the other way round.
    private void AddTrace(
        double[] target, Elimination family, int at, int n, bool sTransposed, double[] lambda, int m, bool cTransposed)
    {
        var s = at - family.Shift;

        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < m; k++)
            {
                // (S Λ')_ik
                var weight = 0.0;

                for (var j = 0; j <= k; j++)
                    weight += family.Inverse[sTransposed ? s + j * n + i : s + i * m + j] * lambda[k * m + j];

                for (var j = 0; j < n; j++)
                    target[i * n + j] += weight * _cross[cTransposed ? at + j * m + k : at + k * n + j];
            }
        }
    }
}
