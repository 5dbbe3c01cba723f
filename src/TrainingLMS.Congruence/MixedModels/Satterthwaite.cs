using MathNet.Numerics.LinearAlgebra;

namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// Degrees of freedom 2 (l'Vl)² / (g'Ag), g the gradient of l'Vl in (θ, φ, log σ) and A twice the inverse Hessian of the
/// criterion that is not profiled over σ (Kuznetsova, Brockhoff &amp; Christensen 2017, eqs. 1-3). θ is scaled by its columns
/// and σ taken as a logarithm, so that units do not matter.
/// </summary>
internal sealed class Satterthwaite
{
    // Eigenvalues of the Hessian below this share of the largest carry no information (lmerTest does likewise).
    private const double EigenvalueTolerance = 1e-8;

    private readonly int _parameters;
    private readonly double _variance;
    private readonly double[][,] _derivatives;
    private readonly Matrix<double>? _parameterCovariance;

    public Satterthwaite(LinearMixedModel model, LikelihoodMethod method, double[] parameters, double variance)
    {
        _parameters = parameters.Length;
        _variance = variance;
        _derivatives = new double[_parameters][,];
        var deviance = model.Deviance(method);
        var n = _parameters;
        var hessian = Matrix<double>.Build.Dense(n + 1, n + 1);

        // Criterion at fixed σ: log-determinants + r²/σ² + ν log(2πσ²), at its minimum r² = νσ².
        hessian[n, n] = 4 * deviance.Freedom;
        var slopes = n > 0 ? At(deviance, model, parameters, 0, 0).Residual : [];

        for (var i = 0; i < n; i++)
        {
            var at = i;
            hessian[i, n] = hessian[n, i] = -2 * slopes[i] / variance;
            var rows = NumericalDerivatives.First(
                h =>
                {
                    var (logDeterminants, r2, covariance) = At(deviance, model, parameters, at, h);

                    return [.. logDeterminants.Zip(r2, (a, b) => a + b / variance), .. covariance];
                },
                NumericalDerivatives.Step(parameters[i] * model.Scales[i]));

            for (var j = 0; j < n; j++)
            {
                hessian[i, j] += rows[j] / 2;
                hessian[j, i] += rows[j] / 2;
            }

            _derivatives[i] = Square(rows.AsSpan(n));
        }

        _parameterCovariance = TwiceInverse(hessian);
    }

    /// <summary>Null where the criterion is too flat to say.</summary>
    public double? DegreesOfFreedom(double[] l, double variance)
    {
        if (_parameterCovariance is null)
            return null;

        // V = σ² M(θ), so its derivative in log σ is 2V.
        var gradient = Vector<double>.Build.Dense(_parameters + 1);
        gradient[_parameters] = 2 * variance;

        for (var k = 0; k < _parameters; k++)
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

    // Derivatives are in scaled parameters.
    private (double[] LogDeterminants, double[] Residual, double[] Covariance) At(
        ProfiledDeviance deviance, LinearMixedModel model, double[] parameters, int index, double by)
    {
        double[] point = [.. parameters];
        point[index] += by / model.Scales[index];
        var logDeterminants = new double[point.Length];
        var residual = new double[point.Length];
        deviance.At(point, logDeterminants, residual);
        double[] covariance =
            [.. Fit.ColumnCovariance(deviance.Data.Basis, deviance.Fixed.Inverse(), _variance).Cast<double>()];

        for (var k = 0; k < point.Length; k++)
        {
            logDeterminants[k] /= model.Scales[k];
            residual[k] /= model.Scales[k];
        }

        return (logDeterminants, residual, covariance);
    }

    private static double[,] Square(ReadOnlySpan<double> rows)
    {
        var p = (int)Math.Sqrt(rows.Length);
        var square = new double[p, p];

        for (var i = 0; i < p; i++)
        {
            for (var j = 0; j < p; j++)
                square[i, j] = rows[i * p + j];
        }

        return square;
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
