using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.Studies;

namespace TrainingLMS.Congruence.TruthAndBias;

/// <summary>
/// The truth-and-bias model that is read by persons: form A without an arm, which would unblind, on the rungs that leave
/// the therapists' tracking alike. <see cref="TruthAndBiasStudy"/> has the study's models.
/// </summary>
public static class TruthAndBiasModel
{
    public const string Therapist = StudyRows<PairedRating>.TherapistName;
    public const string Dyad = StudyRows<PairedRating>.DyadName;

    /// <summary>Tw = T minus the dyad's mean over its paired sessions.</summary>
    public const string Within = "within";

    /// <summary>Tb = the dyad's mean minus m_T.</summary>
    public const string Between = "between";

    /// <summary>The session number minus its mean over the rows used.</summary>
    public const string Trend = "trend";

    private static readonly RandomPart[] _ladder =
        [RandomPart.CorrelatedTracking, RandomPart.UncorrelatedTracking, RandomPart.Intercepts];

    /// <summary>
    /// Fits all sessions rated by both; withheld where the data refuse the plainest model or the optimisers disagree on
    /// every rung.
    /// </summary>
    public static Reported<TruthAndBiasFit> Fit(IEnumerable<RatedSession> sessions)
    {
        var all = sessions as IReadOnlyList<RatedSession> ?? [.. sessions];

        if (RatingChecks.Find(all) is { } refusal)
            return Reported.Refuse<TruthAndBiasFit>(refusal);

        var columns = TruthAndBiasColumns.From(PairedRating.From(all));

        return Ladder.Descend(_ladder, part => columns.Frame(part)).Select(rung => Complete(columns, rung));
    }

    private static TruthAndBiasFit Complete(TruthAndBiasColumns columns, Rung<RandomPart> rung) => new()
    {
        Centre = columns.Centre,
        Rows = rung.Fit.Rows,
        Dyads = columns.Rows.Dyad.Levels.Count,
        Therapists = columns.Rows.Therapist.Levels.Count,
        Part = rung.Part,
        Ladder = rung.Steps,
        DirectionalBias = rung.Fit[Column.InterceptName],
        Tracking = rung.Fit[Within],
        TrackingBeyondTrend = Fitting.Converged(columns.Frame(rung.Part, trend: true)).Select(fit => fit[Within]),
        BetweenDyads = rung.Fit[Between],
        Model = rung.Fit,
        TherapistTracking = Fitting.Converged(columns.Frame(RandomPart.TherapistTracking))
            .Match(fit => fit.Summary.IsSingular ? null : fit, _ => null),
    };
}
