using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.Studies;

namespace TrainingLMS.Congruence.TruthAndBias;

/// <summary>What may differ from case to case and therapist to therapist, from the plainest to the richest.</summary>
public enum RandomPart
{
    /// <summary>(1 | therapist) + (1 | dyad).</summary>
    Intercepts,

    /// <summary>(1 | therapist) + (1 | dyad) + (0 + Tw | dyad): cases differ in tracking.</summary>
    UncorrelatedTracking,

    /// <summary>(1 | therapist) + (1 + Tw | dyad): and a case's gap may go with its tracking.</summary>
    CorrelatedTracking,

    /// <summary>(1 | therapist) + (1 | dyad) + (0 + Tw | dyad) + (0 + Tw | therapist): therapists differ in tracking.</summary>
    TherapistTracking,
}

/// <summary>
/// The repeated truth-and-bias model (West &amp; Kenny 2011, with truth split within and between dyads):
/// J - m_T = g0 + gw Tw + gb Tb + v_k + u0_p + u1_p Tw + e, by REML; no arm in it, since it is read by persons.
/// </summary>
public sealed record TruthAndBiasFit
{
    /// <summary>m_T: mean of the patients' ratings over exactly the rows used, taken from J, T and Tbar alike.</summary>
    public required double Centre { get; init; }

    /// <summary>Sessions rated by both.</summary>
    public required int Rows { get; init; }

    public required int Dyads { get; init; }

    public required int Therapists { get; init; }

    /// <summary>The richest rung that converged and is not singular; the plainest where none is.</summary>
    public required RandomPart Part { get; init; }

    /// <summary>What was tried, richest first.</summary>
    public required IReadOnlyList<LadderStep<RandomPart>> Ladder { get; init; }

    /// <summary>g0: therapist minus patient in a dyad of average truth, in points; below zero therapists rate lower.</summary>
    public required Estimate DirectionalBias { get; init; }

    /// <summary>gw: points the therapist's rating moves when the patient's moves one point within a dyad.</summary>
    public required Estimate Tracking { get; init; }

    /// <summary>gw with the sessions' shared linear trend in the model.</summary>
    public required Reported<Estimate> TrackingBeyondTrend { get; init; }

    /// <summary>gb: points a therapist rates one patient above another who rates one point lower.</summary>
    public required Estimate BetweenDyads { get; init; }

    public required Fit Model { get; init; }

    /// <summary>
    /// The model in which therapists differ in tracking, (0 + Tw | therapist) on the second rung; null where it is
    /// singular, unstable or refused, as it mostly is at 40 therapists.
    /// </summary>
    public required Fit? TherapistTracking { get; init; }

    public bool IsSingular => Model.Summary.IsSingular;

    public double TherapistSd => Model.Components.Sd(TruthAndBiasModel.Therapist);

    public double DyadSd => Model.Components.Sd(TruthAndBiasModel.Dyad);

    /// <summary>SD over dyads of the tracking slope; null on the plainest rung.</summary>
    public double? DyadTrackingSd =>
        Part == RandomPart.Intercepts ? null : Model.Components.Sd(TruthAndBiasModel.Dyad, TruthAndBiasModel.Within);

    /// <summary>
    /// Correlation over dyads of gap and tracking; negative where those who follow more rate lower. Null below the
    /// richest rung.
    /// </summary>
    public double? GapTrackingCorrelation => Part == RandomPart.CorrelatedTracking
        ? Model.Components.Correlation(TruthAndBiasModel.Dyad, Column.InterceptName, TruthAndBiasModel.Within)
        : null;

    public double ResidualSd => Model.Sigma;
}
