using MathNet.Numerics.LinearAlgebra;

namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// A first guess at θ by moments (Swamy 1970): each group's own least-squares effects spread by their variance plus the
/// noise in them, and the noise is known from within the groups. It only saves steps; the criterion decides.
/// </summary>
internal static class StartingValues
{
    // Guesses outside this range are brought back into it.
    private const double Least = .05;
    private const double Most = 20;

    /// <summary>θ times its scales.</summary>
    public static double[] From(CrossedData data, double[] scales)
    {
        var layout = data.Structure.Layout;
        var guess = layout.Factors.Select((_, f) => Guess(data, f)).ToArray();
        var theta = new double[layout.Slots.Count];

        for (var k = 0; k < theta.Length; k++)
        {
            var slot = layout.Slots[k];
            var (lambda, coarser) = (guess[slot.Factor], slot.Factor > 0);

            // Means of larger groups spread for what varies below them, too; about half is taken to be their own.
            theta[k] = (lambda?[slot.Row, slot.Column] ?? 0) * (coarser ? .7 : 1) * scales[k];

            if (slot.IsDiagonal)
                theta[k] = lambda is null ? 1 : Math.Clamp(theta[k], Least, Most);
        }

        return theta;
    }

    // Λ with ΛΛ' = cov(b)/σ²; null where too few groups say anything about their own effects.
    private static Matrix<double>? Guess(CrossedData data, int factor)
    {
        var s = data.Structure;
        var q = s.Layout.Widths[factor];
        var (spread, noise) = (Matrix<double>.Build.Dense(q, q), Matrix<double>.Build.Dense(q, q));
        var (root, inverse, right) = (new double[q * q], new double[q * q], new double[q]);
        var explained = 0.0;
        var groups = 0;

        foreach (var node in s.NodeOf[factor])
        {
            if (!TryInvert(data.Cross.AsSpan(s.Diagonal[node], q * q), q, root, inverse))
                continue;

            for (var c = 0; c < q; c++)
                right[c] = data.Cross[s.BorderAt[node] + c * s.Stride + s.Border - 1];

            groups++;

            for (var i = 0; i < q; i++)
            {
                var effect = Effect(inverse, right, i);
                explained += effect * right[i];

                for (var j = 0; j < q; j++)
                {
                    spread[i, j] += effect * Effect(inverse, right, j);
                    noise[i, j] += inverse[i * q + j];
                }
            }
        }

        var total = data.Cross[s.Corner + (s.Border - 1) * (s.Stride + 1)];
        var variance = (total - explained) / Math.Max(1, data.RowCount - groups * q);

        if (groups < 3 * q || variance <= 1e-8 * total / data.RowCount)
            return null;

        var covariance = (spread / groups / variance) - (noise / groups);
        var evd = covariance.Evd(Symmetricity.Symmetric);
        var largest = evd.EigenValues.Max(v => v.Real);

        if (!(largest > 0))
            return null;

        var kept = Matrix<double>.Build.DenseOfDiagonalArray(
            [.. evd.EigenValues.Select(v => Math.Max(v.Real, 1e-6 * largest))]);

        return (evd.EigenVectors * kept * evd.EigenVectors.Transpose()).Cholesky().Factor;
    }

    private static double Effect(double[] inverse, double[] right, int i)
    {
        var sum = 0.0;

        for (var j = 0; j < right.Length; j++)
            sum += inverse[i * right.Length + j] * right[j];

        return sum;
    }

    // (Z'Z)⁻¹ of one group; false where its rows do not tell its effects apart.
    private static bool TryInvert(ReadOnlySpan<double> cross, int q, double[] root, double[] inverse)
    {
        cross.CopyTo(root);
        var largest = 0.0;

        for (var i = 0; i < q; i++)
            largest = Math.Max(largest, cross[i * q + i]);

        if (!(SmallBlocks.Factor(root, q) > 0))
            return false;

        for (var i = 0; i < q; i++)
        {
            // The factor's diagonal holds reciprocals.
            if (root[i * q + i] * largest > 1e8)
                return false;
        }

        SmallBlocks.InverseOfSquare(root, inverse, q);

        return true;
    }
}
