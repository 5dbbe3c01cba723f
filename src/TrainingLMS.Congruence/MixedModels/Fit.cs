namespace TrainingLMS.Congruence.MixedModels;

/// <summary>A fitted model; everything about it is a small question to this one immutable object.</summary>
public sealed class Fit
{
    private readonly LinearMixedModel _model;
    private readonly FixedBasis _basis;
    private readonly double[] _parameters;
    private readonly double[] _beta;
    private readonly double[,] _covariance;
    private readonly Lazy<Satterthwaite> _satterthwaite;
    private readonly Lazy<GroupSolutions> _groups;

    /// <param name="model">The model.</param>
    /// <param name="deviance">The criterion, evaluated last at the estimate.</param>
    /// <param name="parameters">The estimate.</param>
    /// <param name="gradient">The slopes there.</param>
    /// <param name="summary">How it was found.</param>
    internal Fit(
        LinearMixedModel model, ProfiledDeviance deviance, double[] parameters, double[] gradient, FitSummary summary)
    {
        _model = model;
        _basis = deviance.Data.Basis;
        _parameters = parameters;
        Method = deviance.Method;
        Summary = summary;
        LargestGradient = gradient.Select((g, k) => Math.Abs(g / model.Scales[k])).Append(0).Max();
        ResidualVariance = deviance.ResidualVariance;
        Components = new VarianceComponents(model.Layout, parameters.AsSpan(0, model.ThetaCount), Sigma);
        _beta = deviance.Fixed.Coefficients();

        for (var j = 0; j < _beta.Length; j++)
            _beta[j] += _basis.LeastSquares[j];

        _basis.ToColumns(_beta);
        _covariance = ColumnCovariance(_basis, deviance.Fixed.Inverse(), ResidualVariance);
        _satterthwaite = new Lazy<Satterthwaite>(() => new Satterthwaite(model, Method, parameters, ResidualVariance));
        var cross = deviance.Data.Cross;
        _groups = new Lazy<GroupSolutions>(() =>
            new GroupSolutions(model.Data.Structure, cross, parameters.AsSpan(0, model.ThetaCount)));
    }

    public LikelihoodMethod Method { get; }

    public FitSummary Summary { get; }

    public VarianceComponents Components { get; }

    public int Rows => _model.Rows;

    /// <summary>Estimate of θ in the model's order.</summary>
    public IReadOnlyList<double> Theta => _parameters[.._model.ThetaCount];

    /// <summary>φ, the correlation of residuals one position apart; null where the model has none.</summary>
    public double? Autocorrelation =>
        _parameters.Length > _model.ThetaCount ? Math.Tanh(_parameters[^1]) : null;

    /// <summary>
    /// The largest slope of the criterion at the estimate, θ in units in which its columns have a root mean square of one.
    /// </summary>
    public double LargestGradient { get; }

    /// <summary>σ².</summary>
    public double ResidualVariance { get; }

    public double Sigma => Math.Sqrt(ResidualVariance);

    /// <summary>Minus twice the log-likelihood, restricted under REML.</summary>
    public double Criterion => Summary.End;

    public double LogLikelihood => -Criterion / 2;

    /// <summary>Fixed effects, θ, φ where there is one, and σ.</summary>
    public int ParameterCount => _beta.Length + _parameters.Length + 1;

    public double Aic => Criterion + 2 * ParameterCount;

    /// <summary>With log(n) under REML too, as in lme4.</summary>
    public double Bic => Criterion + Math.Log(Rows) * ParameterCount;

    public IReadOnlyList<string> FixedNames => _model.FixedNames;

    public IReadOnlyList<double> Coefficients => _beta;

    /// <summary>A fixed effect with its standard error and Satterthwaite's degrees of freedom.</summary>
    public Estimate this[string name] => Contrast((name, 1));

    /// <summary>Covariance matrix of the fixed effects, in the order of <see cref="FixedNames"/>.</summary>
    public double[,] FixedCovariance => (double[,])_covariance.Clone();

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
    public IReadOnlyList<GroupEffect> Effects(string factor) =>
    [
        .. Groups(factor).SelectMany(group => group.Columns.Select((column, c) => new GroupEffect(
            group.Level,
            column,
            group.Modes[c],
            Math.Sqrt(group.ConditionalCovariance[c, c]),
            Math.Sqrt(group.PredictionErrorCovariance[c, c])))),
    ];

    /// <summary>The groups of a factor in ordinal order, each with the joint uncertainty of its effects.</summary>
    public IReadOnlyList<GroupModes> Groups(string factor)
    {
        var f = _model.Layout.FactorIndex(factor);
        string[] columns = [.. _model.Layout.Columns[f].Select(column => column.Name)];
        var groups = new List<GroupModes>();

        for (var level = 0; level < _model.Layout.Factors[f].Levels.Count; level++)
        {
            var node = _model.Data.Structure.NodeOf[f][level];
            groups.Add(new GroupModes(
                _model.Layout.Factors[f].Levels[level],
                columns,
                _groups.Value.Modes(node),
                TimesResidualVariance(_groups.Value.ConditionalCovariance(node)),
                TimesResidualVariance(_groups.Value.PredictionErrorCovariance(node))));
        }

        return groups;
    }

    /// <summary>Xβ of every row, and Xβ + Zb̂.</summary>
    public FittedValues FittedValues()
    {
        var columns = _model.Columns;
        var marginal = new double[Rows];

        for (var j = 0; j < _beta.Length; j++)
        {
            for (var row = 0; row < Rows; row++)
                marginal[row] += _beta[j] * columns.Fixed[j][row];
        }

        double[] conditional = [.. marginal];

        for (var f = 0; f < columns.Random.Length; f++)
        {
            var modes = _model.Data.Structure.NodeOf[f].Select(_groups.Value.Modes).ToArray();

            for (var row = 0; row < Rows; row++)
            {
                var own = modes[_model.Layout.Factors[f].Codes[row]];

                for (var c = 0; c < own.Length; c++)
                    conditional[row] += own[c] * columns.Random[f][c][row];
            }
        }

        return new FittedValues(marginal, conditional, [.. columns.Outcome.Zip(conditional, (y, fit) => y - fit)]);
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
        var node = _model.Data.Structure.NodeOf[f][_model.Layout.Factors[f].IndexOf(level)];
        double[] z = [.. _model.Layout.Columns[f].Select(c => string.Equals(c.Name, column, StringComparison.Ordinal) ? 1.0 : 0)];
        double[] basis = [.. l];
        _basis.ContrastToBasis(basis);

        return new Prediction(
            Dot(l, _beta) + Dot(z, _groups.Value.Modes(node)),
            Math.Sqrt(_groups.Value.PredictionVariance(node, z, basis) * ResidualVariance));
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

    private double[,] TimesResidualVariance(double[] block)
    {
        var q = (int)Math.Sqrt(block.Length);
        var covariance = new double[q, q];

        for (var i = 0; i < q; i++)
        {
            for (var j = 0; j < q; j++)
                covariance[i, j] = block[i * q + j] * ResidualVariance;
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

/// <summary>All random effects of one group.</summary>
/// <param name="Level">The group.</param>
/// <param name="Columns">The columns whose coefficients vary.</param>
/// <param name="Modes">Their conditional modes.</param>
/// <param name="ConditionalCovariance">Var(b | y) with β taken as known (lme4's postVar).</param>
/// <param name="PredictionErrorCovariance">Var(b̂ - b), with β's uncertainty in it (Henderson 1975).</param>
public sealed record GroupModes(
    string Level,
    IReadOnlyList<string> Columns,
    IReadOnlyList<double> Modes,
    double[,] ConditionalCovariance,
    double[,] PredictionErrorCovariance);

/// <summary>Of every row what the fixed effects say, what they and the groups' effects say, and what that leaves.</summary>
public sealed record FittedValues(
    IReadOnlyList<double> Marginal, IReadOnlyList<double> Conditional, IReadOnlyList<double> Residuals);

/// <summary>A predicted quantity and the standard deviation of its error.</summary>
public sealed record Prediction(double Value, double StandardError);
