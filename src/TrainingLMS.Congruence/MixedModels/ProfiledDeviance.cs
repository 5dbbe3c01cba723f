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
    private readonly BlockPass _pass;
    private CrossedData _data;
    private double _whiteningLogDeterminant;
    private double? _phi;
    private (double[] Parameters, bool WithGradient, double Value)? _last;

    internal ProfiledDeviance(LinearMixedModel model, LikelihoodMethod method)
    {
        _model = model;
        _data = model.Data;
        Method = method;
        _pass = new BlockPass(model.Data.Structure);
    }

    public LikelihoodMethod Method { get; }

    public int Evaluations { get; private set; }

    /// <summary>n, or n - p under REML.</summary>
    internal int Freedom => Method == LikelihoodMethod.Reml ? _model.Rows - _model.FixedNames.Count : _model.Rows;

    /// <summary>The fixed part where the criterion was evaluated last.</summary>
    internal FixedFactor Fixed => _pass.Fixed;

    /// <summary>The data the criterion was evaluated on last: with an autocorrelation they are whitened.</summary>
    internal CrossedData Data => _data;

    internal double ResidualVariance => Fixed.ResidualSumOfSquares / Freedom;

    /// <summary>
    /// Log-determinants of the criterion: 2 log |L|, log |R(φ)|, and under REML 2 log |R_X| in the columns' own coding.
    /// </summary>
    internal double LogDeterminants =>
        _pass.LogDeterminantRandom
        + _whiteningLogDeterminant
        + (Method == LikelihoodMethod.Reml ? Fixed.LogDeterminant + 2 * _data.Basis.LogDeterminant : 0);

    /// <summary>The criterion; positive infinity where it cannot be computed.</summary>
    /// <param name="parameters">
    /// θ: lower triangles of the relative covariance factors, term by term in the model's order and column by column; then,
    /// where residuals are autocorrelated, artanh φ.
    /// </param>
    public double At(ReadOnlySpan<double> parameters) => Evaluate(parameters, withGradient: false);

    /// <summary>The criterion and its gradient in the parameters.</summary>
    public double At(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        var residual = new double[gradient.Length];
        var value = At(parameters, gradient, residual);

        if (double.IsInfinity(value))
        {
            gradient.Clear();

            return value;
        }

        for (var k = 0; k < gradient.Length; k++)
            gradient[k] += Freedom * residual[k] / Fixed.ResidualSumOfSquares;

        return value;
    }

    /// <summary>
    /// The criterion, and the derivatives of <see cref="LogDeterminants"/> and of r²: in θ from sums over the groups, in the
    /// autocorrelation by central differences of re-whitened rows.
    /// </summary>
    internal double At(ReadOnlySpan<double> parameters, Span<double> logDeterminants, Span<double> residual)
    {
        var value = Evaluate(parameters, withGradient: true);

        if (double.IsInfinity(value))
            return value;

        _pass.Derivatives(
            Method == LikelihoodMethod.Reml, logDeterminants[.._model.ThetaCount], residual[.._model.ThetaCount]);

        if (_model.ParameterCount == _model.ThetaCount)
            return value;

        double[] point = [.. parameters];
        var at = point[^1];
        logDeterminants[^1] = NumericalDerivatives.First(h => Moved(h).LogDeterminants, AutocorrelationStep);
        residual[^1] = NumericalDerivatives.First(h => Moved(h).Residual, AutocorrelationStep);
        Moved(0);

        return value;

        (double LogDeterminants, double Residual) Moved(double by)
        {
            point[^1] = at + by;
            Evaluate(point, withGradient: false);

            return (LogDeterminants, Fixed.ResidualSumOfSquares);
        }
    }

    private double Evaluate(ReadOnlySpan<double> parameters, bool withGradient)
    {
        if (parameters.Length != _model.ParameterCount)
        {
            throw new ArgumentException(
                $"The model has {_model.ParameterCount} parameters, not {parameters.Length}.", nameof(parameters));
        }

        // Searches end where they last were.
        if (_last is { } last && (last.WithGradient || !withGradient) && parameters.SequenceEqual(last.Parameters))
            return last.Value;

        Evaluations++;
        _last = null;

        if (!_pass.Run(CrossFor(parameters), parameters[.._model.ThetaCount], withGradient))
            return double.PositiveInfinity;

        var value = LogDeterminants + Freedom * (1 + Math.Log(2 * Math.PI * ResidualVariance));

        if (double.IsNaN(value))
            return double.PositiveInfinity;

        _last = (parameters.ToArray(), withGradient, value);

        return value;
    }

    private const double AutocorrelationStep = 4e-3;

    private double[] CrossFor(ReadOnlySpan<double> parameters)
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
