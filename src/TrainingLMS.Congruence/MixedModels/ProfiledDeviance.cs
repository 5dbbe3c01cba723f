namespace TrainingLMS.Congruence.MixedModels;

/// <summary>What is minimised: REML for reporting, ML to compare models that differ in their fixed part.</summary>
public enum LikelihoodMethod
{
    Reml,
    Ml,
}

/// <summary>
/// Minus twice the (restricted) log-likelihood as a function of θ, and of the autocorrelation where there is one, with β
/// and σ profiled out (Bates et al. 2015, eqs. 34 and 41). One instance serves one thread.
/// </summary>
public sealed class ProfiledDeviance
{
    private readonly LinearMixedModel _model;
    private readonly SelectedInverse _inverse;
    private CrossedData _data;
    private double _whiteningLogDeterminant;
    private double? _phi;

    internal ProfiledDeviance(LinearMixedModel model, LikelihoodMethod method)
    {
        _model = model;
        _data = model.Data;
        Method = method;
        Factor = new BlockFactor(model.Data.Structure);
        _inverse = new SelectedInverse(Factor);
    }

    public LikelihoodMethod Method { get; }

    public int Evaluations { get; private set; }

    /// <summary>n, or n - p under REML.</summary>
    internal int Freedom => Method == LikelihoodMethod.Reml ? _model.Rows - _model.FixedNames.Count : _model.Rows;

    internal BlockFactor Factor { get; }

    internal FixedBasis Basis => _data.Basis;

    internal double ResidualVariance => Factor.ResidualSumOfSquares / Freedom;

    /// <summary>
    /// Log-determinants of the criterion: 2 log |L|, log |R(φ)|, and under REML 2 log |R_X| in the columns' own coding.
    /// </summary>
    internal double LogDeterminants =>
        Factor.LogDeterminantRandom
        + _whiteningLogDeterminant
        + (Method == LikelihoodMethod.Reml ? Factor.LogDeterminantFixed + 2 * Basis.LogDeterminant : 0);

    /// <summary>The criterion; positive infinity where it cannot be computed.</summary>
    /// <param name="parameters">
    /// θ: lower triangles of the relative covariance factors, term by term in the model's order and column by column; then,
    /// where residuals are autocorrelated, artanh φ.
    /// </param>
    public double At(ReadOnlySpan<double> parameters)
    {
        if (parameters.Length != _model.ParameterCount)
        {
            throw new ArgumentException(
                $"The model has {_model.ParameterCount} parameters, not {parameters.Length}.", nameof(parameters));
        }

        Evaluations++;

        if (!Factor.Update(DataFor(parameters), parameters[.._model.ThetaCount]))
            return double.PositiveInfinity;

        var value = LogDeterminants + Freedom * (1 + Math.Log(2 * Math.PI * ResidualVariance));

        return double.IsNaN(value) ? double.PositiveInfinity : value;
    }

    /// <summary>The criterion and its gradient in the parameters.</summary>
    public double At(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        var value = At(parameters);

        if (double.IsInfinity(value))
        {
            gradient.Clear();

            return value;
        }

        var residual = new double[gradient.Length];
        Derivatives(parameters, gradient, residual);

        for (var k = 0; k < gradient.Length; k++)
            gradient[k] += Freedom * residual[k] / Factor.ResidualSumOfSquares;

        return value;
    }

    /// <summary>
    /// Derivatives of <see cref="LogDeterminants"/> and of r² where the criterion was evaluated last: in θ from the selected
    /// inverse, in the autocorrelation by central differences of re-whitened rows.
    /// </summary>
    internal void Derivatives(ReadOnlySpan<double> parameters, Span<double> logDeterminants, Span<double> residual)
    {
        _inverse.Gradient(
            Method == LikelihoodMethod.Reml, logDeterminants[.._model.ThetaCount], residual[.._model.ThetaCount]);

        if (_model.ParameterCount == _model.ThetaCount)
            return;

        double[] point = [.. parameters];
        var at = point[^1];
        logDeterminants[^1] = NumericalDerivatives.First(h => Moved(h).LogDeterminants, AutocorrelationStep);
        residual[^1] = NumericalDerivatives.First(h => Moved(h).Residual, AutocorrelationStep);
        Moved(0);

        (double LogDeterminants, double Residual) Moved(double by)
        {
            point[^1] = at + by;
            Factor.Update(DataFor(point), point.AsSpan(0, _model.ThetaCount));

            return (LogDeterminants, Factor.ResidualSumOfSquares);
        }
    }

    private const double AutocorrelationStep = 4e-3;

    private double[] DataFor(ReadOnlySpan<double> parameters)
    {
        if (parameters.Length == _model.ThetaCount)
            return _data.Cross;

        var phi = Math.Tanh(parameters[^1]);

        if (_phi is null || !phi.Equals(_phi.Value))
        {
            (_data, _whiteningLogDeterminant) = _model.Whitened(phi);
            _phi = phi;
        }

        return _data.Cross;
    }
}
