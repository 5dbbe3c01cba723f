using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// An approximate interval of the residuals' autocorrelation: normal on the scale of artanh φ, with the curvature of the
/// criterion (Pinheiro &amp; Bates 2000, section 2.4.3).
/// </summary>
public static class AutocorrelationInterval
{
    // A diagonal of θ below this is on its bound, where the criterion has no curvature to speak of.
    private const double OnBound = 1e-4;

    /// <summary>Null where the model has no autocorrelation, or the criterion is too flat to tell.</summary>
    public static Interval? Of(LinearMixedModel model, Fit fit, double level)
    {
        if (fit.Autocorrelation is not { } phi)
            return null;

        double[] at = [.. fit.Theta, Math.Atanh(phi)];
        int[] free = [.. Enumerable.Range(0, at.Length).Where(k => !model.IsDiagonal(k) || at[k] > OnBound)];
        var hessian = Matrix<double>.Build.Dense(free.Length, free.Length);
        var deviance = model.Deviance(fit.Method);

        for (var i = 0; i < free.Length; i++)
        {
            var step = 1e-3 * Math.Max(.1, Math.Abs(at[free[i]]));
            var up = Gradient(free[i], step);
            var down = Gradient(free[i], -step);

            for (var j = 0; j < free.Length; j++)
                hessian[i, j] = (up[free[j]] - down[free[j]]) / (2 * step);
        }

        // Twice the inverse, because the criterion is minus twice the log-likelihood.
        var variance = 2 * (0.5 * (hessian + hessian.Transpose())).Inverse()[free.Length - 1, free.Length - 1];

        if (!double.IsFinite(variance) || variance <= 0)
            return null;

        var half = Normal.InvCDF(0, 1, (1 + level) / 2) * Math.Sqrt(variance);

        return new Interval(Math.Tanh(at[^1] - half), Math.Tanh(at[^1] + half), level);

        double[] Gradient(int k, double by)
        {
            double[] point = [.. at];
            point[k] += by;
            var gradient = new double[at.Length];
            deviance.At(point, gradient);

            return gradient;
        }
    }
}
