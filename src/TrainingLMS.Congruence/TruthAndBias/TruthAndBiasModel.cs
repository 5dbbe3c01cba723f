using TrainingLMS.Congruence.MixedModels;

namespace TrainingLMS.Congruence.TruthAndBias;

/// <summary>Fits the truth-and-bias model and climbs down its ladder until a rung holds.</summary>
public static class TruthAndBiasModel
{
    public const string Therapist = "therapist";
    public const string Dyad = "dyad";

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
            return Refuse(refusal);

        var columns = TruthAndBiasColumns.From(PairedRating.From(all));
        var steps = new List<LadderStep>();

        foreach (var part in _ladder)
        {
            var (step, fit) = Try(columns, part);
            steps.Add(step);
            var holds = step.Convergence == Convergence.Converged
                && (step.Singular.Count == 0 || part == RandomPart.Intercepts);

            if (holds && fit is not null)
                return Reported.Show(Complete(columns, part, steps, fit));
        }

        return steps[^1].Refusal is { } last
            ? Refuse(last)
            : Reported.Withhold<TruthAndBiasFit>(SuppressionRule.UnstableFit, 0, 0);
    }

    private static (LadderStep Step, Fit? Fit) Try(TruthAndBiasColumns columns, RandomPart part)
    {
        try
        {
            var fit = LinearMixedModel.From(columns.Frame(columns.RandomFor(part))).Fit();
            var summary = fit.Summary;

            return (new LadderStep(part, fit.Criterion, summary.Convergence, summary.Singular), fit);
        }
        catch (ModelRefusedException refused)
        {
            return (new LadderStep(part, null, Convergence.NotChecked, [], refused.Refusal), null);
        }
    }

    private static TruthAndBiasFit Complete(
        TruthAndBiasColumns columns, RandomPart part, List<LadderStep> steps, Fit fit) => new()
        {
            Centre = columns.Centre,
            Rows = fit.Rows,
            Dyads = columns.Dyad.Levels.Count,
            Therapists = columns.Therapist.Levels.Count,
            Part = part,
            Ladder = steps,
            DirectionalBias = fit[Column.InterceptName],
            Tracking = fit[Within],
            TrackingBeyondTrend = BeyondTrend(columns, part),
            BetweenDyads = fit[Between],
            Model = fit,
            TherapistTracking = TherapistsDiffer(columns),
        };

    private static Reported<Estimate> BeyondTrend(TruthAndBiasColumns columns, RandomPart part)
    {
        try
        {
            var fit = LinearMixedModel.From(columns.Frame(columns.RandomFor(part), columns.Trend)).Fit();

            return fit.Summary.Convergence == Convergence.Converged
                ? Reported.Show(fit[Within])
                : Reported.Withhold<Estimate>(SuppressionRule.UnstableFit, 0, 0);
        }
        catch (ModelRefusedException refused)
        {
            return Reported.Withhold<Estimate>(
                new Suppression(SuppressionRule.ModelRefused, 0, 0, refused.Refusal));
        }
    }

    private static Fit? TherapistsDiffer(TruthAndBiasColumns columns)
    {
        try
        {
            var fit = LinearMixedModel.From(columns.Frame(
            [
                .. columns.RandomFor(RandomPart.UncorrelatedTracking),
                new RandomTerm(columns.Therapist, [columns.Within]),
            ])).Fit();

            return fit.Summary is { Convergence: Convergence.Converged, IsSingular: false } ? fit : null;
        }
        catch (ModelRefusedException)
        {
            // Fewer rows than this richest model needs: the same as not knowing, which is what null says.
            return null;
        }
    }

    private static Reported<TruthAndBiasFit> Refuse(Refusal refusal) =>
        Reported.Withhold<TruthAndBiasFit>(new Suppression(SuppressionRule.ModelRefused, 0, 0, refusal));
}
