using TrainingLMS.Congruence.Growth;
using TrainingLMS.Congruence.MixedModels;

namespace TrainingLMS.Congruence.Studies;

/// <summary>Where one rater's ratings differ: rating ~ 1 + (1 | therapist) + (1 | dyad), shares of the total variance.</summary>
/// <param name="Model">The null model, by REML.</param>
/// <param name="Therapist">Between therapists, 0 to 1; the intraclass correlation of two patients of one therapist.</param>
/// <param name="Dyad">Between the cases of a therapist.</param>
/// <param name="Session">Between the sessions of a case; 1 minus the intraclass correlation of two sessions.</param>
public sealed record VarianceShares(FittedModel Model, double Therapist, double Dyad, double Session)
{
    /// <summary>Withheld where the data refuse the model or the optimisers disagree.</summary>
    public static Reported<VarianceShares> Of(IEnumerable<RatedSession> sessions, Rater rater)
    {
        var all = sessions as IReadOnlyList<RatedSession> ?? [.. sessions];

        if (RatingChecks.Broken(all) is { } refusal)
            return Reported.Refuse<VarianceShares>(refusal);

        var rows = RatedAlliance.Rows(RatedAlliance.From(all, rater));
        var frame = new ModelFrame(
            rows.Column("alliance", r => r.Rating),
            [rows.Intercept],
            [new(rows.Dyad, [rows.Intercept]), new(rows.Therapist, [rows.Intercept])]);

        return Fitting.Converged(frame).Select(fit =>
        {
            var (therapist, dyad) = (Square(fit.Components.Sd(rows.Therapist.Name)), Square(fit.Components.Sd(rows.Dyad.Name)));
            var total = therapist + dyad + fit.ResidualVariance;

            return new VarianceShares(
                FittedModel.From(fit, frame, rows), therapist / total, dyad / total, fit.ResidualVariance / total);
        });
    }

    private static double Square(double x) => x * x;
}
