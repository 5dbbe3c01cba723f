namespace TrainingLMS.Congruence.ResponseSurfaces;

/// <summary>
/// The one number that both raters' ratings are counted from. Never each rater's own mean: that would move the line of
/// congruence by the average gap and quietly redefine agreement (Edwards 2002; Humberg, Nestler &amp; Back 2019).
/// </summary>
public sealed class Centring
{
    private readonly double? _constant;

    private Centring(double? constant) => _constant = constant;

    /// <summary>Half of the two raters' means, over the rows used.</summary>
    public static Centring PooledMean { get; } = new(null);

    public static Centring MidpointOf(RatingScale scale) => new((scale.Lowest + scale.Highest) / 2);

    public static Centring At(double constant) => new(constant);

    internal double Of(IEnumerable<double> x, IEnumerable<double> y) => _constant ?? (x.Average() + y.Average()) / 2;
}
