using MathNet.Numerics.LinearAlgebra;

namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// Degrees of freedom 2 (l'Vl)² / (g'Ag), g the gradient of l'Vl in (θ, σ) and A twice the inverse Hessian of the
/// criterion that is not profiled over σ (Kuznetsova, Brockhoff &amp; Christensen 2017, eqs. 1-3).
/// </summary>
internal sealed class Satterthwaite
{
    // Eigenvalues of the Hessian below this share of the largest carry no information (lmerTest does likewise).
    private const double EigenvalueTolerance = 1e-8;

    private readonly int _thetas;
    private readonly double _variance;
    private readonly double[][,] _derivatives;
    private readonly Matrix<double>? _parameterCovariance;

    public Satterthwaite(LinearMixedModel model, LikelihoodMethod method, double[] theta, double variance)
    {
        _thetas = theta.Length;
        _variance = variance;
        _derivatives = new double[_thetas][,];
        var deviance = model.Deviance(method);
        var residual = deviance.Freedom * variance;
        var sigma = Math.Sqrt(variance);
        var hessian = Matrix<double>.Build.Dense(_thetas + 1, _thetas + 1);
        hessian[_thetas, _thetas] = -2 * deviance.Freedom / variance + 6 * residual / (variance * variance);

        // The criterion at fixed σ, and r² beside it, whose derivatives fill the Hessian's last row.
        (double Criterion, double R2) At(params ReadOnlySpan<(int Index, double By)> moves)
        {
            Evaluate(deviance, theta, moves);

            return (deviance.LogDeterminants + deviance.Factor.ResidualSumOfSquares / variance,
                deviance.Factor.ResidualSumOfSquares);
        }

        for (var i = 0; i < _thetas; i++)
        {
            var step = NumericalDerivatives.Step(theta[i]);
            var cross = NumericalDerivatives.First(h => At((i, h)).R2, step);
            hessian[i, _thetas] = hessian[_thetas, i] = -2 * cross / (sigma * variance);
            hessian[i, i] = NumericalDerivatives.Second(h => At((i, h)).Criterion, step);
            _derivatives[i] = CovarianceDerivative(model, deviance, theta, i, step);

            for (var j = 0; j < i; j++)
            {
                var other = NumericalDerivatives.Step(theta[j]);
                hessian[i, j] = hessian[j, i] = NumericalDerivatives.Mixed(
                    (a, b) => At((i, a), (j, b)).Criterion, step, other);
            }
        }

        _parameterCovariance = TwiceInverse(hessian);
    }

    /// <summary>Null where the criterion is too flat to say.</summary>
    public double? DegreesOfFreedom(double[] l, double variance)
    {
        if (_parameterCovariance is null)
            return null;

        // V = σ² M(θ), so its derivative in σ is 2V/σ.
        var gradient = Vector<double>.Build.Dense(_thetas + 1);
        gradient[_thetas] = 2 * variance / Math.Sqrt(_variance);

        for (var k = 0; k < _thetas; k++)
        {
            for (var i = 0; i < l.Length; i++)
            {
                for (var j = 0; j < l.Length; j++)
                    gradient[k] += l[i] * _derivatives[k][i, j] * l[j];
            }
        }

        var df = 2 * variance * variance / (gradient * (_parameterCovariance * gradient));

        return double.IsFinite(df) && df > 0 ? df : null;
    }

    private static void Evaluate(
        ProfiledDeviance deviance, double[] theta, ReadOnlySpan<(int Index, double By)> moves)
    {
        double[] point = [.. theta];

        foreach (var (index, by) in moves)
            point[index] += by;

        deviance.At(point);
    }

    private double[,] CovarianceDerivative(
        LinearMixedModel model, ProfiledDeviance deviance, double[] theta, int index, double step)
    {
        var p = model.FixedNames.Count;
        var cache = new Dictionary<double, double[,]>();
        var derivative = new double[p, p];

        for (var i = 0; i < p; i++)
        {
            for (var j = 0; j < p; j++)
                derivative[i, j] = NumericalDerivatives.First(h => Covariance(h)[i, j], step);
        }

        return derivative;

        double[,] Covariance(double by)
        {
            if (!cache.TryGetValue(by, out var covariance))
            {
                Evaluate(deviance, theta, [(index, by)]);
                cache[by] = covariance = Fit.ColumnCovariance(
                    model.Basis, deviance.Factor.FixedInverse(), _variance);
            }

            return covariance;
        }
    }

    private static Matrix<double>? TwiceInverse(Matrix<double> hessian)
    {
        if (hessian.Enumerate().Any(x => !double.IsFinite(x)))
            return null;

        var evd = hessian.Evd(Symmetricity.Symmetric);
        var values = evd.EigenValues.Map(v => v.Real).ToArray();
        var largest = values.Max();
        var inverse = Matrix<double>.Build.DenseOfDiagonalArray(
            [.. values.Select(v => v > EigenvalueTolerance * largest ? 2 / v : 0)]);

        return evd.EigenVectors * inverse * evd.EigenVectors.Transpose();
    }
}
