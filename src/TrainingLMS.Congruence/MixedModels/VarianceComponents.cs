namespace TrainingLMS.Congruence.MixedModels;

/// <summary>Standard deviations and correlations of the random effects, and the residual: σ²ΛΛ' unpacked.</summary>
public sealed class VarianceComponents
{
    // lme4's isSingular: a diagonal of the relative covariance factor below this counts as zero (its tol, 1e-4).
    private const double SingularTolerance = 1e-4;

    private readonly RandomLayout _layout;
    private readonly double[][] _lambda;

    internal VarianceComponents(RandomLayout layout, ReadOnlySpan<double> theta, double sigma)
    {
        _layout = layout;
        _lambda = layout.Lambda(theta);
        ResidualSd = sigma;
    }

    /// <summary>σ, the standard deviation within groups.</summary>
    public double ResidualSd { get; }

    /// <summary>Standard deviation of a random effect, by default the intercept's.</summary>
    public double Sd(string factor, string column = Column.InterceptName)
    {
        var (f, i) = Find(factor, column);

        return Math.Sqrt(Covariance(f, i, i));
    }

    /// <summary>Correlation of two random effects of one factor; null where one of them does not vary.</summary>
    public double? Correlation(string factor, string column, string other)
    {
        var (f, i) = Find(factor, column);
        var (_, j) = Find(factor, other);
        var scale = Math.Sqrt(Covariance(f, i, i) * Covariance(f, j, j));

        return scale > 0 ? Math.Clamp(Covariance(f, i, j) / scale, -1, 1) : null;
    }

    /// <summary>Every standard deviation, factor by factor with the most groups first.</summary>
    public IReadOnlyList<VarianceComponent> All =>
    [
        .. _layout.Factors.SelectMany((factor, f) =>
            _layout.Columns[f].Select((c, i) =>
                new VarianceComponent(factor.Name, c.Name, Math.Sqrt(Covariance(f, i, i))))),
    ];

    internal IReadOnlyList<SingularComponent> Singular()
    {
        var singular = new List<SingularComponent>();

        foreach (var slot in _layout.Slots.Where(slot => slot.IsDiagonal))
        {
            var width = _layout.Widths[slot.Factor];
            var row = _lambda[slot.Factor].AsSpan(slot.Row * width, slot.Row + 1);

            if (Math.Abs(row[slot.Column]) >= SingularTolerance)
                continue;

            var length = 0.0;

            foreach (var value in row)
                length += value * value;

            singular.Add(new SingularComponent(
                _layout.Factors[slot.Factor].Name,
                _layout.Columns[slot.Factor][slot.Row].Name,
                Math.Sqrt(length) < SingularTolerance ? SingularKind.ZeroVariance : SingularKind.PerfectCorrelation));
        }

        return singular;
    }

    internal double Covariance(int factor, int i, int j)
    {
        var width = _layout.Widths[factor];
        var sum = 0.0;

        for (var k = 0; k <= Math.Min(i, j); k++)
            sum += _lambda[factor][i * width + k] * _lambda[factor][j * width + k];

        return sum * ResidualSd * ResidualSd;
    }

    private (int Factor, int Column) Find(string factor, string column)
    {
        var f = _layout.FactorIndex(factor);
        var i = _layout.Columns[f].ToList().FindIndex(c => string.Equals(c.Name, column, StringComparison.Ordinal));

        return i >= 0 ? (f, i) : throw new ArgumentException($"{column} does not vary over {factor}.", nameof(column));
    }
}

/// <summary>The standard deviation of one random effect.</summary>
public sealed record VarianceComponent(string Factor, string Column, double Sd);
