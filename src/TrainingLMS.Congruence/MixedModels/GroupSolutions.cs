namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// What a fit knows about each group at its estimate: with S = W⁻¹ and Y = W⁻¹Λ'Z'[X y], and the fixed part's inverse F, the
/// whole inverse is S + YFY' for the groups and -YF between them and β (Henderson 1975). Variances are in units of σ².
/// </summary>
internal sealed class GroupSolutions
{
    private readonly BlockStructure _s;
    private readonly double[][] _lambda;
    private readonly Elimination _elimination;
    private readonly FixedFactor _fixed;
    private readonly double[] _beta;

    public GroupSolutions(BlockStructure structure, double[] cross, ReadOnlySpan<double> theta)
    {
        _s = structure;
        _lambda = structure.Layout.Lambda(theta);
        _elimination = new Elimination(structure, keepsAll: true);
        _elimination.Begin(cross, _lambda);
        var corner = cross[structure.Corner..];
        var determinant = default(LogProduct);

        for (var family = 1; family < structure.Families.Length; family++)
        {
            var (first, end) = (structure.Families[family - 1], structure.Families[family]);
            _elimination.TakeOut(first, end, corner, ref determinant);
            _elimination.SolveBack(first, end);
        }

        _fixed = new FixedFactor(structure.Border - 1, structure.Stride);
        _fixed.Update(corner);
        _beta = _fixed.Coefficients();
    }

    /// <summary>Conditional modes b̂ = Λu of one group.</summary>
    public double[] Modes(int node)
    {
        var u = new double[_s.Width[node]];

        for (var c = 0; c < u.Length; c++)
        {
            var y = Solution(node, c);
            u[c] = y[_fixed.Count] - SmallBlocks.Dot(y[.._fixed.Count], _beta);
        }

        return Times(node, u);
    }

    /// <summary>Covariance of one group's effects, β taken as known: row by row.</summary>
    public double[] ConditionalCovariance(int node) => OnBothSides(node, SphericalInverse(node));

    /// <summary>Covariance of the prediction error of one group's effects, β's uncertainty in it: row by row.</summary>
    public double[] PredictionErrorCovariance(int node)
    {
        var q = _s.Width[node];
        double[] covariance = [.. SphericalInverse(node)];
        var inverse = _fixed.Inverse();

        for (var i = 0; i < q; i++)
        {
            for (var j = 0; j < q; j++)
            {
                var left = Solution(node, i);
                var right = Solution(node, j);

                for (var a = 0; a < _fixed.Count; a++)
                {
                    for (var b = 0; b < _fixed.Count; b++)
                        covariance[i * q + j] += left[a] * inverse[a * _fixed.Count + b] * right[b];
                }
            }
        }

        return OnBothSides(node, covariance);
    }

    /// <summary>
    /// The variance of l'β̂ + z'(b̂ - b) for one group: w'Sw + (l - Y'w)'F(l - Y'w) with w = Λ'z.
    /// </summary>
    /// <param name="node">The group.</param>
    /// <param name="z">Weights of its effects.</param>
    /// <param name="l">Weights of the fixed effects in the orthonormal basis.</param>
    public double PredictionVariance(int node, ReadOnlySpan<double> z, ReadOnlySpan<double> l)
    {
        var q = _s.Width[node];
        var lambda = _lambda[_s.FactorOf[node]];
        var inverse = SphericalInverse(node);
        double[] rest = [.. l];
        var w = new double[q];
        var sum = 0.0;

        for (var c = 0; c < q; c++)
        {
            for (var k = c; k < q; k++)
                w[c] += lambda[k * q + c] * z[k];

            SmallBlocks.AddScaled(rest, Solution(node, c)[.._fixed.Count], -w[c]);
        }

        for (var i = 0; i < q; i++)
        {
            for (var j = 0; j < q; j++)
                sum += w[i] * inverse[i * q + j] * w[j];
        }

        return sum + _fixed.QuadraticForm(rest);
    }

    private ReadOnlySpan<double> Solution(int node, int c) =>
        _elimination.Solutions.AsSpan(_s.BorderAt[node] + c * _s.Stride, _s.Stride);

    private ReadOnlySpan<double> SphericalInverse(int node) =>
        _elimination.Inverse.AsSpan(_s.Diagonal[node], _s.Width[node] * _s.Width[node]);

    private double[] Times(int node, double[] u)
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

    // Λ M Λ'.
    private double[] OnBothSides(int node, ReadOnlySpan<double> m)
    {
        var q = _s.Width[node];
        var lambda = _lambda[_s.FactorOf[node]];
        var product = new double[q * q];

        for (var i = 0; i < q; i++)
        {
            for (var j = 0; j < q; j++)
            {
                for (var k = 0; k <= i; k++)
                {
                    for (var l = 0; l <= j; l++)
                        product[i * q + j] += lambda[i * q + k] * m[k * q + l] * lambda[j * q + l];
                }
            }
        }

        return product;
    }
}
