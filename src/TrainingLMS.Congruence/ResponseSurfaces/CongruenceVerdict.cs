namespace TrainingLMS.Congruence.ResponseSurfaces;

/// <summary>One condition on a surface.</summary>
public enum ConditionState
{
    /// <summary>The data speak for it.</summary>
    Supported,

    /// <summary>The data do not speak against it, which is weak in small studies.</summary>
    NotContradicted,

    /// <summary>The data speak against it, or do not speak for what has to be shown.</summary>
    NotMet,
}

public enum BroadCongruence
{
    Supported,
    Compatible,
    NotSupported,
}

/// <summary>The smallest a3 and a5 that would matter, set before the data are seen; both above 0.</summary>
public sealed record SmallestOfInterest(double A3, double A5);

/// <summary>
/// Whether a surface may be called a congruence effect: no single parameter shows one (Humberg, Nestler &amp; Back 2019).
/// </summary>
public sealed record CongruenceVerdict
{
    /// <summary>a4 below 0: the outcome is less the more the two disagree. Supported or not met.</summary>
    public required ConditionState LessWhenApart { get; init; }

    /// <summary>a3 not different from 0: supported only with its interval inside the smallest effect of interest.</summary>
    public required ConditionState Symmetric { get; init; }

    /// <summary>a5 not different from 0, likewise.</summary>
    public required ConditionState RidgeOnCongruence { get; init; }

    /// <summary>
    /// b4 above 0: without it the first principal axis is the line of incongruence even where a4 is negative, since
    /// a2 - a4 = 2 b4.
    /// </summary>
    public required bool ProductPositive { get; init; }

    /// <summary>The outcome is highest where X = Y, at any level.</summary>
    public required BroadCongruence Broad { get; init; }

    /// <summary>Broad, and in addition neither a1 nor a2 differs from 0: the level itself does not matter.</summary>
    public required bool StrictNotContradicted { get; init; }

    /// <summary>What may be said, in the order of its weight.</summary>
    public required IReadOnlyList<string> Sentences { get; init; }

    /// <summary>Goes through the conditions at the 5 % level; a gate by numbers of cases stands before this.</summary>
    /// <param name="surface">The surface.</param>
    /// <param name="smallest">Set beforehand; null where nobody did, and then nothing is "supported".</param>
    public static CongruenceVerdict Of(ResponseSurface surface, SmallestOfInterest? smallest = null)
    {
        var apart = surface.A4.Value < 0 && surface.A4.ExcludesZero
            ? ConditionState.Supported : ConditionState.NotMet;
        var symmetric = Absent(surface.A3, smallest?.A3);
        var ridge = Absent(surface.A5, smallest?.A5);
        var positive = surface.B[3].Value > 0;
        var broad = (apart, symmetric, ridge, positive) switch
        {
            (ConditionState.Supported, ConditionState.Supported, ConditionState.Supported, true) =>
                BroadCongruence.Supported,
            (ConditionState.Supported, not ConditionState.NotMet, not ConditionState.NotMet, true) =>
                BroadCongruence.Compatible,
            _ => BroadCongruence.NotSupported,
        };

        return new CongruenceVerdict
        {
            LessWhenApart = apart,
            Symmetric = symmetric,
            RidgeOnCongruence = ridge,
            ProductPositive = positive,
            Broad = broad,
            StrictNotContradicted =
                broad != BroadCongruence.NotSupported && !surface.A1.ExcludesZero && !surface.A2.ExcludesZero,
            Sentences = [.. Say(surface, broad)],
        };
    }

    private static ConditionState Absent(Estimate parameter, double? smallest) =>
        smallest is { } s && Math.Max(Math.Abs(parameter.Interval95.Lower), Math.Abs(parameter.Interval95.Upper)) < s
            ? ConditionState.Supported
        : parameter.ExcludesZero ? ConditionState.NotMet
        : ConditionState.NotContradicted;

    private static IEnumerable<string> Say(ResponseSurface surface, BroadCongruence broad)
    {
        yield return broad switch
        {
            BroadCongruence.Supported => "broad congruence effect supported",
            BroadCongruence.Compatible => "broad congruence effect compatible",
            BroadCongruence.NotSupported => "broad congruence effect not supported",
        };

        if (surface.A1 is { Value: > 0, ExcludesZero: true })
            yield return "better when both rate high (a1)";

        // Where there is a congruence effect a quadratic surface cannot say that one kind of mismatch is worse.
        if (broad == BroadCongruence.NotSupported && surface.A3.ExcludesZero)
            yield return "asymmetry (a3)";
    }
}
