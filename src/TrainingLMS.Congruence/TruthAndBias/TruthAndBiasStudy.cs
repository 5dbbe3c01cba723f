using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.Studies;

namespace TrainingLMS.Congruence.TruthAndBias;

/// <summary>Where the truth's dyad mean goes; a table says which form its numbers come from.</summary>
public enum TruthForm
{
    /// <summary>J - m_T = g0 + gw Tw + gb Tb + ...: the between-dyad slope is estimated.</summary>
    A,

    /// <summary>J - Tbar = d0 + dw Tw + ...: the same with gb fixed at 1, the average difference across sessions.</summary>
    B,
}

/// <summary>One truth-and-bias model that is asked for.</summary>
public sealed record TruthAndBiasSpecification
{
    public TruthForm Form { get; init; } = TruthForm.A;

    /// <summary>Also the session number (centred), so that tracking is told beyond the shared trend.</summary>
    public bool Trend { get; init; }

    /// <summary>Both arms in one model, with arm : Tw, arm : Tb and arm : trend; null for all therapists as one.</summary>
    public StudyArms? Arms { get; init; }

    /// <summary>Where the ladder starts.</summary>
    public RandomPart Richest { get; init; } = RandomPart.TherapistTracking;
}

/// <summary>A truth-and-bias model of a study (West &amp; Kenny 2011, truth split within and between dyads), by REML.</summary>
public sealed record TruthAndBiasEstimates
{
    public required TruthAndBiasSpecification Specification { get; init; }

    public required FittedModel Model { get; init; }

    /// <summary>m_T: mean of the patients' ratings over exactly the rows used, one for all arms.</summary>
    public required double Centre { get; init; }

    /// <summary>The richest rung that converged and is not singular; the plainest where none is.</summary>
    public required RandomPart Part { get; init; }

    public required IReadOnlyList<LadderStep<RandomPart>> Ladder { get; init; }

    /// <summary>g0 (form B: d0): therapist minus patient, in points; with arms, the average of both.</summary>
    public required Estimate DirectionalBias { get; init; }

    /// <summary>gw (dw): points the therapist's rating moves when the patient's moves one within a dyad.</summary>
    public required Estimate Tracking { get; init; }

    /// <summary>gb; null in form B, where it is 1.</summary>
    public required Estimate? BetweenDyads { get; init; }

    /// <summary>
    /// Correlation over dyads of bias and tracking, negative where those who follow more rate lower; null below the rung
    /// that has it.
    /// </summary>
    public required double? BiasTrackingCorrelation { get; init; }

    /// <summary>Null where no arms were asked for.</summary>
    public required ArmTruthAndBias? Arms { get; init; }
}

/// <summary>The model's values in each arm and their differences.</summary>
/// <param name="Bias">Arm: who underrates more.</param>
/// <param name="Tracking">Arm by Tw: the second hypothesis of the study.</param>
/// <param name="BetweenDyads">Arm by Tb; null in form B.</param>
/// <param name="Trend">Arm by session; null where the model has no trend.</param>
public sealed record ArmTruthAndBias(
    ArmContrast Bias, ArmContrast Tracking, ArmContrast? BetweenDyads, ArmContrast? Trend);

/// <summary>Truth-and-bias models of a study: form A or B, with and without trend, for all or by arm.</summary>
public static class TruthAndBiasStudy
{
    private static readonly RandomPart[] _ladder =
    [
        RandomPart.TherapistTracking,
        RandomPart.CorrelatedTracking,
        RandomPart.UncorrelatedTracking,
        RandomPart.Intercepts,
    ];

    /// <summary>
    /// Fits all sessions rated by both. Withheld where an arm is too small to be told, where the data refuse the
    /// plainest model, or where the optimisers disagree on every rung.
    /// </summary>
    public static Reported<TruthAndBiasEstimates> Fit(
        IEnumerable<RatedSession> sessions, TruthAndBiasSpecification specification)
    {
        var all = sessions as IReadOnlyList<RatedSession> ?? [.. sessions];

        if (RatingChecks.Find(all) is { } refusal)
            return Reported.Refuse<TruthAndBiasEstimates>(refusal);

        var columns = TruthAndBiasColumns.From(PairedRating.From(all));

        if (specification.Arms is { } arms && columns.Rows.ArmGate(arms) is { } closed)
            return Reported.Withhold<TruthAndBiasEstimates>(closed);

        return Ladder.Descend(
                [.. _ladder.SkipWhile(part => part != specification.Richest)],
                part => columns.Frame(part, specification.Form, specification.Trend, specification.Arms))
            .Select(rung => Estimates(columns, specification, rung));
    }

    private static TruthAndBiasEstimates Estimates(
        TruthAndBiasColumns columns, TruthAndBiasSpecification specification, Rung<RandomPart> rung)
    {
        var fit = rung.Fit;
        var between = specification.Form == TruthForm.A;

        return new TruthAndBiasEstimates
        {
            Specification = specification,
            Model = FittedModel.From(fit, rung.Frame, columns.Rows),
            Centre = columns.Centre,
            Part = rung.Part,
            Ladder = rung.Steps,
            DirectionalBias = fit[Column.InterceptName],
            Tracking = fit[TruthAndBiasModel.Within],
            BetweenDyads = between ? fit[TruthAndBiasModel.Between] : null,
            BiasTrackingCorrelation = rung.Part == RandomPart.CorrelatedTracking
                ? fit.Components.Correlation(
                    TruthAndBiasModel.Dyad, Column.InterceptName, TruthAndBiasModel.Within)
                : null,
            Arms = specification.Arms is null ? null : new ArmTruthAndBias(
                ArmContrast.Of(fit, Column.InterceptName, Arm),
                ByArm(TruthAndBiasModel.Within),
                between ? ByArm(TruthAndBiasModel.Between) : null,
                specification.Trend ? ByArm(TruthAndBiasModel.Trend) : null),
        };

        ArmContrast ByArm(string effect) => ArmContrast.Of(fit, effect, $"{Arm}:{effect}");
    }

    private const string Arm = StudyRows<PairedRating>.ArmName;
}
