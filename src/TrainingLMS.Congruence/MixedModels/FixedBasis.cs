namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// The fixed columns made orthonormal once, X = QR, and the outcome with their least-squares fit taken out: the
/// cross-products then hold no large numbers that must cancel, whatever the units and origins of the columns.
/// </summary>
internal sealed class FixedBasis
{
    // R's own tolerance in lm() and lme4 for calling a column a combination of the others.
    private const double RankTolerance = 1e-7;

    public FixedBasis(ModelFrame frame)
    {
        var rows = frame.Rows;
        var p = frame.Fixed.Count;
        Q = new double[p][];
        R = new double[p * p];

        for (var j = 0; j < p; j++)
        {
            var v = frame.Fixed[j].Values.ToArray();
            var length = Norm(v);
            Project(v, j, (i, dot) => R[i * p + j] += dot);
            var left = Norm(v);

            if (left <= RankTolerance * length)
                throw new ModelRefusedException(RefusalReason.RankDeficient, frame.Fixed[j].Name, j, j + 1);

            R[j * p + j] = left;
            LogDeterminant += Math.Log(left);
            Q[j] = [.. v.Select(x => x / left)];
        }

        var y = frame.Outcome.Values.ToArray();
        var spread = Norm([.. y.Select(value => value - y[0])]);
        LeastSquares = new double[p];
        Project(y, p, (i, dot) => LeastSquares[i] += dot);

        if (Norm(y) <= 1e-10 * Math.Max(spread, double.Epsilon))
            throw new ModelRefusedException(RefusalReason.NoResidual, frame.Outcome.Name, rows, p);

        Residual = y;
    }

    /// <summary>Orthonormal columns.</summary>
    public double[][] Q { get; }

    /// <summary>Upper triangle, row by row.</summary>
    public double[] R { get; }

    /// <summary>log |det R|, which puts the REML criterion back on the columns' own coding.</summary>
    public double LogDeterminant { get; }

    /// <summary>Q'y.</summary>
    public double[] LeastSquares { get; }

    /// <summary>y - QQ'y.</summary>
    public double[] Residual { get; }

    public int Count => Q.Length;

    /// <summary>From coefficients of Q to coefficients of the columns: R⁻¹ b, in place.</summary>
    public void ToColumns(Span<double> b)
    {
        for (var i = Count - 1; i >= 0; i--)
        {
            for (var j = i + 1; j < Count; j++)
                b[i] -= R[i * Count + j] * b[j];

            b[i] /= R[i * Count + i];
        }
    }

    /// <summary>A contrast of the columns' coefficients as one of Q's: R⁻ᵀ l, in place.</summary>
    public void ContrastToBasis(Span<double> l)
    {
        for (var i = 0; i < Count; i++)
        {
            for (var j = 0; j < i; j++)
                l[i] -= R[j * Count + i] * l[j];

            l[i] /= R[i * Count + i];
        }
    }

    // Twice is enough (Giraud, Langou & Rozložník 2005): the second pass removes what rounding left of the first.
    private void Project(double[] v, int columns, Action<int, double> keep)
    {
        for (var pass = 0; pass < 2; pass++)
        {
            for (var i = 0; i < columns; i++)
            {
                var q = Q[i];
                var dot = 0.0;

                for (var r = 0; r < v.Length; r++)
                    dot += q[r] * v[r];

                for (var r = 0; r < v.Length; r++)
                    v[r] -= dot * q[r];

                keep(i, dot);
            }
        }
    }

    private static double Norm(double[] v) => Math.Sqrt(v.Sum(x => x * x));
}
