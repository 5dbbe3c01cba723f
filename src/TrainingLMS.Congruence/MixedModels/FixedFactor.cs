namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// What elimination of the groups leaves of [X y]'[X y], factored: R_X in the orthonormal basis, with it β, and the
/// penalised residual sum of squares (Bates, Mächler, Bolker &amp; Walker 2015, eqs. 24-33).
/// </summary>
/// <param name="count">Number of fixed columns.</param>
/// <param name="stride">Length of a row, one of the outcome after those of the fixed columns.</param>
internal sealed class FixedFactor(int count, int stride)
{
    private double[] _r = [];

    public int Count => count;

    /// <summary>2 log |R_X| in the orthonormal basis.</summary>
    public double LogDeterminant { get; private set; }

    /// <summary>Penalised residual sum of squares, r².</summary>
    public double ResidualSumOfSquares { get; private set; }

    /// <summary>Factors the lower triangle in place; false where rounding leaves no positive pivot.</summary>
    public bool Update(double[] corner)
    {
        _r = corner;
        LogDeterminant = 0;

        for (var j = 0; j < count; j++)
        {
            var pivot = At(j, j);

            for (var k = 0; k < j; k++)
                pivot -= At(j, k) * At(j, k);

            if (!(pivot > 0))
                return false;

            var root = Math.Sqrt(pivot);
            _r[j * stride + j] = root;
            LogDeterminant += 2 * Math.Log(root);

            for (var i = j + 1; i <= count; i++)
            {
                var sum = At(i, j);

                for (var k = 0; k < j; k++)
                    sum -= At(i, k) * At(j, k);

                _r[i * stride + j] = sum / root;
            }
        }

        ResidualSumOfSquares = At(count, count);

        for (var k = 0; k < count; k++)
            ResidualSumOfSquares -= At(count, k) * At(count, k);

        return ResidualSumOfSquares > 0;
    }

    /// <summary>β in the orthonormal basis.</summary>
    public double[] Coefficients()
    {
        var b = new double[count];

        for (var i = count - 1; i >= 0; i--)
        {
            b[i] = At(count, i);

            for (var j = i + 1; j < count; j++)
                b[i] -= At(j, i) * b[j];

            b[i] /= At(i, i);
        }

        return b;
    }

    /// <summary>
    /// β with -1 for the outcome, padded: the product with a border's row is what is left after the fixed part, negated.
    /// </summary>
    public double[] CoefficientsAndOutcome()
    {
        var b = new double[stride];
        Coefficients().CopyTo(b, 0);
        b[count] = -1;

        return b;
    }

    /// <summary>(R_X' R_X)⁻¹ in the orthonormal basis, row by row: Var(β) / σ².</summary>
    public double[] Inverse()
    {
        var inverse = new double[count * count];
        var columns = new double[count][];

        for (var j = 0; j < count; j++)
        {
            columns[j] = new double[count];
            columns[j][j] = 1;
            ForwardSolve(columns[j]);
        }

        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                for (var k = 0; k < count; k++)
                    inverse[i * count + j] += columns[i][k] * columns[j][k];
            }
        }

        return inverse;
    }

    /// <summary>The variance of l'β over σ², for l in the orthonormal basis.</summary>
    public double QuadraticForm(ReadOnlySpan<double> l)
    {
        double[] x = [.. l];
        ForwardSolve(x);

        return x.Sum(v => v * v);
    }

    private double At(int i, int j) => _r[i * stride + j];

    private void ForwardSolve(double[] x)
    {
        for (var i = 0; i < count; i++)
        {
            for (var k = 0; k < i; k++)
                x[i] -= At(i, k) * x[k];

            x[i] /= At(i, i);
        }
    }
}
