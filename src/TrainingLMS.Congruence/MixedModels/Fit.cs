namespace TrainingLMS.Congruence.MixedModels;

/// <summary>A fitted model; everything about it is a small question to this one immutable object.</summary>
public sealed class Fit
{
    private readonly LinearMixedModel _model;
    private readonly BlockFactor _factor;
    private readonly double[] _theta;
    private readonly double[] _beta;
    private readonly double[,] _covariance;
    private readonly Lazy<Satterthwaite> _satterthwaite;
    private readonly Lazy<double[][]> _modes;

    /// <param name="model">The model.</param>
    /// <param name="deviance">The criterion, last evaluated at <paramref name="theta"/> and not used again.</param>
    /// <param name="theta">The estimate.</param>
    /// <param name="summary">How it was found.</param>
    internal Fit(LinearMixedModel model, ProfiledDeviance deviance, double[] theta, FitSummary summary)
    {
        _model = model;
        _factor = deviance.Factor;
        _theta = theta;
        Method = deviance.Method;
        Summary = summary;
        ResidualVariance = deviance.ResidualVariance;
        Components = new VarianceComponents(model.Layout, theta, Sigma);
        _beta = _factor.Coefficients();
        model.Basis.ToColumns(_beta);

        double[] leastSquares = [.. model.Basis.LeastSquares];
        model.Basis.ToColumns(leastSquares);

        for (var j = 0; j < _beta.Length; j++)
            _beta[j] += leastSquares[j];

        _covariance = ColumnCovariance(model.Basis, _factor.FixedInverse(), ResidualVariance);
        _satterthwaite = new Lazy<Satterthwaite>(() => new Satterthwaite(model, Method, theta, ResidualVariance));
        _modes = new Lazy<double[][]>(_factor.Modes);
    }

    public LikelihoodMethod Method { get; }

    public FitSummary Summary { get; }

    public VarianceComponents Components { get; }

    public int Rows => _model.Rows;

    /// <summary>Estimate of θ in the model's order.</summary>
    public IReadOnlyList<double> Theta => _theta;

    /// <summary>σ².</summary>
    public double ResidualVariance { get; }

    public double Sigma => Math.Sqrt(ResidualVariance);

    /// <summary>Minus twice the log-likelihood, restricted under REML.</summary>
    public double Criterion => Summary.End;

    public double LogLikelihood => -Criterion / 2;

    /// <summary>Fixed effects, θ and σ.</summary>
    public int ParameterCount => _beta.Length + _theta.Length + 1;

    public double Aic => Criterion + 2 * ParameterCount;

    /// <summary>With log(n) under REML too, as in lme4.</summary>
    public double Bic => Criterion + Math.Log(Rows) * ParameterCount;

    public IReadOnlyList<string> FixedNames => _model.FixedNames;

    public IReadOnlyList<double> Coefficients => _beta;

    /// <summary>A fixed effect with its standard error and Satterthwaite's degrees of freedom.</summary>
    public Estimate this[string name] => Contrast((name, 1));

    /// <summary>Covariance of two fixed effects.</summary>
    public double Covariance(string name, string other) => _covariance[IndexOf(name), IndexOf(other)];

    /// <summary>Any linear combination of fixed effects, Σ weight · effect, with its own degrees of freedom.</summary>
    public Estimate Contrast(params IReadOnlyList<(string Name, double Weight)> terms)
    {
        var l = Weights(terms);
        var variance = Quadratic(l, _covariance);
        var df = _satterthwaite.Value.DegreesOfFreedom(l, variance);

        return df is { } found
            ? new Estimate(Dot(l, _beta), Math.Sqrt(variance), found, DegreesOfFreedomMethod.Satterthwaite)
            : new Estimate(Dot(l, _beta), Math.Sqrt(variance), FewestGroups, DegreesOfFreedomMethod.Groups);
    }

    /// <summary>
    /// The groups of a factor: conditional modes, their conditional standard deviations (β taken as known) and the
    /// standard deviations of their prediction error (Henderson 1975: β's uncertainty in it).
    /// </summary>
    public IReadOnlyList<GroupEffect> Effects(string factor)
    {
        var f = _model.Layout.FactorIndex(factor);
        var columns = _model.Layout.Columns[f];
        var none = new double[_beta.Length];
        var effects = new List<GroupEffect>();

        for (var level = 0; level < _model.Layout.Factors[f].Levels.Count; level++)
        {
            var node = _model.Layout.FirstNode[f] + level;

            for (var c = 0; c < columns.Count; c++)
            {
                var unit = new double[columns.Count];
                unit[c] = 1;
                effects.Add(new GroupEffect(
                    _model.Layout.Factors[f].Levels[level],
                    columns[c].Name,
                    _modes.Value[node][c],
                    Math.Sqrt(_factor.QuadraticForm(node, unit, null) * ResidualVariance),
                    Math.Sqrt(_factor.QuadraticForm(node, unit, none) * ResidualVariance)));
            }
        }

        return effects;
    }

    /// <summary>
    /// A fixed combination plus one group's effects, with the standard error of its prediction from the joint covariance
    /// of (β, b): for an intercept and a therapist, g0 + v_k.
    /// </summary>
    /// <param name="terms">Weights of fixed effects.</param>
    /// <param name="factor">Grouping factor.</param>
    /// <param name="level">One of its groups.</param>
    /// <param name="column">The random column that is added.</param>
    public Prediction Predict(
        IReadOnlyList<(string Name, double Weight)> terms,
        string factor,
        string level,
        string column = Column.InterceptName)
    {
        var l = Weights(terms);
        var f = _model.Layout.FactorIndex(factor);
        var node = _model.Layout.FirstNode[f] + _model.Layout.Factors[f].IndexOf(level);
        double[] z = [.. _model.Layout.Columns[f].Select(c => string.Equals(c.Name, column, StringComparison.Ordinal) ? 1.0 : 0)];
        double[] basis = [.. l];
        _model.Basis.ContrastToBasis(basis);

        return new Prediction(
            Dot(l, _beta) + Dot(z, _modes.Value[node]),
            Math.Sqrt(_factor.QuadraticForm(node, z, basis) * ResidualVariance));
    }

    internal static double[,] ColumnCovariance(FixedBasis basis, double[] inverse, double variance)
    {
        var p = basis.Count;
        var covariance = new double[p, p];
        var half = new double[p][];

        // R⁻¹ M R⁻ᵀ, one side after the other.
        for (var j = 0; j < p; j++)
        {
            half[j] = inverse[(j * p)..((j + 1) * p)];
            basis.ToColumns(half[j]);
        }

        for (var i = 0; i < p; i++)
        {
            double[] column = [.. half.Select(row => row[i])];
            basis.ToColumns(column);

            for (var j = 0; j < p; j++)
                covariance[j, i] = column[j] * variance;
        }

        return covariance;
    }

    private double FewestGroups => Math.Max(1, _model.Layout.Factors.Min(factor => factor.Levels.Count) - 1);

    private double[] Weights(IReadOnlyList<(string Name, double Weight)> terms)
    {
        var l = new double[_beta.Length];

        foreach (var (name, weight) in terms)
            l[IndexOf(name)] += weight;

        return l;
    }

    private int IndexOf(string name)
    {
        var index = _model.FixedNames.ToList().IndexOf(name);

        return index >= 0 ? index : throw new ArgumentException($"The model has no fixed effect {name}.", nameof(name));
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double Quadratic(double[] l, double[,] matrix)
    {
        var sum = 0.0;

        for (var i = 0; i < l.Length; i++)
        {
            for (var j = 0; j < l.Length; j++)
                sum += l[i] * matrix[i, j] * l[j];
        }

        return sum;
    }
}

/// <summary>One random effect of one group.</summary>
/// <param name="Level">The group.</param>
/// <param name="Column">The column whose coefficient varies.</param>
/// <param name="Mode">Its conditional mode (BLUP).</param>
/// <param name="ConditionalSd">As lme4 prints it: β and the variances taken as known.</param>
/// <param name="PredictionErrorSd">With β's uncertainty in it.</param>
public sealed record GroupEffect(
    string Level, string Column, double Mode, double ConditionalSd, double PredictionErrorSd);

/// <summary>A predicted quantity and the standard deviation of its error.</summary>
public sealed record Prediction(double Value, double StandardError);
