using TrainingLMS.Congruence.Studies;

namespace TrainingLMS.Congruence.Growth;

/// <summary>What may differ from case to case and therapist to therapist, from the plainest to the richest.</summary>
public enum GrowthPart
{
    /// <summary>(1 | therapist) + (1 | dyad).</summary>
    Intercepts,

    /// <summary>(1 | therapist) + (1 | dyad) + (0 + time | dyad).</summary>
    UncorrelatedTime,

    /// <summary>(1 | therapist) + (1 + time | dyad).</summary>
    CorrelatedTime,

    /// <summary>(1 | therapist) + (0 + time | therapist) + (1 + time | dyad).</summary>
    TherapistTime,
}

/// <summary>
/// Growth of the alliance as one rater sees it: A = c0 + c1 time + c2 arm + c3 arm time + v_k + u0_p + u1_p time + e, time
/// the session number minus 1, by REML.
/// </summary>
public sealed record GrowthFit
{
    public required Rater Rater { get; init; }

    public required FittedModel Model { get; init; }

    /// <summary>The richest rung that converged and is not singular; the plainest where none is.</summary>
    public required GrowthPart Part { get; init; }

    public required IReadOnlyList<LadderStep<GrowthPart>> Ladder { get; init; }

    /// <summary>Rating at session 1, in points; with arms, the average of both.</summary>
    public required Estimate Start { get; init; }

    /// <summary>Points a session; with arms, the average of both.</summary>
    public required Estimate Growth { get; init; }

    /// <summary>Null where no arms were asked for.</summary>
    public required ArmGrowth? Arms { get; init; }
}

/// <summary>Growth in each arm, and the difference c3 under other assumptions.</summary>
public sealed record ArmGrowth
{
    /// <summary>Rating at session 1 in each arm; the difference is c2.</summary>
    public required ArmContrast Start { get; init; }

    /// <summary>Points a session in each arm; the difference is c3, the first hypothesis of the study.</summary>
    public required ArmContrast Growth { get; init; }

    /// <summary>
    /// c3 times the sessions observed, over the raw standard deviation at the first of them (Feingold 2009); withheld
    /// where fewer than two rated it or all gave the same.
    /// </summary>
    public required Reported<double> EffectSize { get; init; }

    /// <summary>c3 where time is the logarithm of the session number, in points a log unit.</summary>
    public required Reported<Estimate> LogarithmicTime { get; init; }

    /// <summary>c3 where every session has a mean of its own.</summary>
    public required Reported<Estimate> SessionAsFactor { get; init; }

    /// <summary>
    /// c3 with AR(1) residuals in place of slopes of time by case, which compete with them in six sessions.
    /// </summary>
    public required Reported<Estimate> AutocorrelatedResiduals { get; init; }
}
