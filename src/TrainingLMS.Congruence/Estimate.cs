using MathNet.Numerics.Distributions;

namespace TrainingLMS.Congruence;

/// <summary>A range that holds the true value with the stated confidence, .8 or .95.</summary>
public sealed record Interval(double Lower, double Upper, double Level);

/// <summary>Where the degrees of freedom of an interval come from; every table names it.</summary>
public enum DegreesOfFreedomMethod
{
    /// <summary>Satterthwaite (1946) as in Kuznetsova, Brockhoff &amp; Christensen (2017).</summary>
    Satterthwaite,

    /// <summary>Groups of the coarsest factor (therapists) minus the number of coefficients at that level.</summary>
    Groups,

    /// <summary>Rows minus coefficients: ordinary least squares.</summary>
    Residual,

    /// <summary>None: the normal distribution, whose degrees of freedom are infinite.</summary>
    Normal,
}

/// <summary>
/// An estimated quantity with its uncertainty; every number in it is finite, but for the infinite degrees of freedom of
/// <see cref="DegreesOfFreedomMethod.Normal"/>.
/// </summary>
public sealed record Estimate
{
    // An interval of some 10¹⁵⁰ standard errors says as little as a wider one, and is a number.
    private const double LeastFreedom = .01;

    public Estimate(double value, double standardError, double degreesOfFreedom, DegreesOfFreedomMethod method)
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "An estimate is a finite number.");

        if (!double.IsFinite(standardError) || standardError < 0)
            throw new ArgumentOutOfRangeException(nameof(standardError), standardError, "A standard error is 0 or more.");

        var endless = method == DegreesOfFreedomMethod.Normal && double.IsPositiveInfinity(degreesOfFreedom);

        if (!endless && (!double.IsFinite(degreesOfFreedom) || degreesOfFreedom <= 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(degreesOfFreedom), degreesOfFreedom, "Degrees of freedom are above 0.");
        }

        Value = value;
        StandardError = standardError;
        DegreesOfFreedom = degreesOfFreedom;
        Method = method;
    }

    public double Value { get; }

    public double StandardError { get; }

    public double DegreesOfFreedom { get; }

    public DegreesOfFreedomMethod Method { get; }

    public Interval Interval80 => IntervalAt(.80);

    public Interval Interval95 => IntervalAt(.95);

    /// <summary>Value / standard error; null where the standard error is 0.</summary>
    public double? T => StandardError > 0 ? Value / StandardError : null;

    /// <summary>The 95 % interval leaves 0 out.</summary>
    public bool ExcludesZero => Interval95 is { Lower: > 0 } or { Upper: < 0 };

    /// <summary>Two-sided p of t = value / standard error; shown only beside an interval.</summary>
    public double PValue =>
        StandardError > 0 ? 2 * StudentT.CDF(0, 1, DegreesOfFreedom, -Math.Abs(Value / StandardError)) : Value == 0 ? 1 : 0;

    /// <summary>Value ± t · standard error, with <paramref name="level"/> between 0 and 1.</summary>
    public Interval IntervalAt(double level)
    {
        var half = Quantile((1 - level) / 2) * StandardError;

        return new Interval(Value - half, Value + half, level);
    }

    // Below one degree of freedom the quantile runs into thousands, where the library's own search gives up.
    private double Quantile(double tail)
    {
        if (DegreesOfFreedom >= 1)
            return StudentT.InvCDF(0, 1, DegreesOfFreedom, 1 - tail);

        var freedom = Math.Max(LeastFreedom, DegreesOfFreedom);
        var (low, high) = (0.0, 700.0);

        while (high - low > 1e-12 * high)
        {
            var middle = (low + high) / 2;
            (low, high) = StudentT.CDF(0, 1, freedom, -Math.Exp(middle)) > tail ? (middle, high) : (low, middle);
        }

        return Math.Exp(high);
    }
}
