using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.Optimisation;

namespace TrainingLMS.Congruence.Studies;

/// <summary>A fit or the reason why there is none.</summary>
internal static class Fitting
{
    private const double Agreement = 1e-6;

    /// <summary>The fit whatever its verdict; withheld where the model is refused.</summary>
    public static Reported<Fit> Try(ModelFrame frame)
    {
        try
        {
            return Reported.Show(LinearMixedModel.From(frame).Fit());
        }
        catch (ModelRefusedException refused)
        {
            return Reported.Refuse<Fit>(refused.Refusal);
        }
    }

    /// <summary>The fit if two optimisers agree about it; a singular one is kept and says so itself.</summary>
    public static Reported<Fit> Converged(ModelFrame frame) => Try(frame).Then(fit => IsAgreed(fit.Summary)
        ? Reported.Show(fit)
        : Reported.Withhold<Fit>(SuppressionRule.UnstableFit, 0, 0));

    /// <summary>
    /// Converged, or: every run that came to an end found this criterion, both optimisers among them. With a dozen
    /// variances a simplex runs out of evaluations, which says nothing about where the minimum is; the price is a
    /// hundred times closer agreement of those that did end.
    /// </summary>
    public static bool IsAgreed(FitSummary summary)
    {
        var ended = summary.Runs.Where(run => run.Stopped != StopReason.EvaluationLimit).ToList();

        return summary.Convergence == Convergence.Converged
            || (ended.TrueForAll(run => run.Value <= summary.End + Agreement)
                && ended.DistinctBy(run => run.Optimiser, StringComparer.Ordinal).Count() > 1);
    }
}
