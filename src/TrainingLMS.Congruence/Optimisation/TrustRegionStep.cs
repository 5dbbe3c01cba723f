namespace TrainingLMS.Congruence.Optimisation;

/// <summary>The step of a trust-region method: damped until it is downhill and short enough.</summary>
internal static class TrustRegionStep
{
    public static double[] Solve(double[] gradient, double[,] hessian, double radius)
    {
        var damping = 0.0;
        var least = 1e-4 * (1 + Enumerable.Range(0, gradient.Length).Max(i => Math.Abs(hessian[i, i])));

        while (true)
        {
            if (TrySolve(gradient, hessian, damping) is { } step && step.Sum(s => s * s) <= radius * radius * 1.0001)
                return step;

            damping = Math.Max(least, damping * 2);

            if (!double.IsFinite(damping) || damping > 1e30)
                return new double[gradient.Length];
        }
    }

    /// <summary>A step along the coordinate with the most negative curvature, or null where there is none.</summary>
    public static double[]? Escape(double[,] hessian, double length)
    {
        var n = hessian.GetLength(0);
        var steepest = Enumerable.Range(0, n).MinBy(i => hessian[i, i]);

        if (hessian[steepest, steepest] >= -1e-3)
            return null;

        var step = new double[n];
        step[steepest] = length;

        return step;
    }

    // (H + λI) s = -g by Cholesky; null where the matrix is not positive definite.
    private static double[]? TrySolve(double[] gradient, double[,] hessian, double damping)
    {
        var n = gradient.Length;
        var l = new double[n, n];

        for (var j = 0; j < n; j++)
        {
            for (var i = j; i < n; i++)
            {
                var sum = hessian[i, j] + (i == j ? damping : 0);

                for (var k = 0; k < j; k++)
                    sum -= l[i, k] * l[j, k];

                if (i == j && !(sum > 1e-12 * (1 + Math.Abs(hessian[i, i]))))
                    return null;

                l[i, j] = i == j ? Math.Sqrt(sum) : sum / l[j, j];
            }
        }

        var step = new double[n];

        for (var i = 0; i < n; i++)
        {
            step[i] = -gradient[i];

            for (var k = 0; k < i; k++)
                step[i] -= l[i, k] * step[k];

            step[i] /= l[i, i];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++)
                step[i] -= l[k, i] * step[k];

            step[i] /= l[i, i];
        }

        return step;
    }
}
