using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.Studies;

namespace TrainingLMS.Congruence.Growth;

/// <summary>
/// Both raters in one model, two rows a session, so that "therapists' ratings grew faster with training and patients'
/// did not" is tested as a difference: y ~ 0 + rater + rater:time + rater:arm + rater:arm:time, with
/// (0 + rater | therapist) + (0 + rater + rater:time | dyad).
/// </summary>
public sealed record GrowthComparison
{
    private const string ArmName = StudyRows<RatedAlliance>.ArmName;

    public required FittedModel Model { get; init; }

    /// <summary>Difference between the arms in the growth of therapists' ratings, points a session.</summary>
    public required Estimate TherapistRated { get; init; }

    /// <summary>The same in patients' ratings.</summary>
    public required Estimate PatientRated { get; init; }

    /// <summary>Therapist-rated minus patient-rated: the only test of the sentence.</summary>
    public required Estimate Difference { get; init; }

    /// <summary>What may be said: apart, or not shown to be apart; never "no difference".</summary>
    public string Verdict => (TherapistRated.ExcludesZero, Difference.ExcludesZero) switch
    {
        (true, true) when Math.Sign(TherapistRated.Value) == Math.Sign(Difference.Value) =>
            "the arms differ more in the growth of therapists' ratings than in that of patients' ratings: supported",
        (_, true) =>
            "the arms' difference in growth is not the same in both raters' ratings, but not as a difference in therapists' ratings",
        (_, false) =>
            "the arms' difference in growth is not shown to be another in therapists' ratings than in patients' ratings",
    };

    /// <summary>
    /// Fits every rating of both. Withheld where an arm is too small to be told, where the data refuse the model, or
    /// where the optimisers disagree about it and about the same with slopes apart from intercepts. A singular fit is
    /// kept and says so: without slopes of time by case the test is far too sure of itself.
    /// </summary>
    public static Reported<GrowthComparison> Fit(IEnumerable<RatedSession> sessions, StudyArms arms)
    {
        var all = sessions as IReadOnlyList<RatedSession> ?? [.. sessions];

        if (RatingChecks.Broken(all) is { } refusal)
            return Reported.Refuse<GrowthComparison>(refusal);

        var rows = RatedAlliance.Rows(RatedAlliance.From(all, Rater.Therapist, Rater.Patient));

        if (rows.ArmGate(arms) is { } closed)
            return Reported.Withhold<GrowthComparison>(closed);

        var fit = FitOf(rows, Frame(rows, arms, correlatedSlopes: true));

        return fit.IsShown ? fit : FitOf(rows, Frame(rows, arms, correlatedSlopes: false));
    }

    private const string OfTherapist = $"therapistRated:{ArmName}:{GrowthModel.Time}";
    private const string OfPatient = $"patientRated:{ArmName}:{GrowthModel.Time}";

    private static Reported<GrowthComparison> FitOf(StudyRows<RatedAlliance> rows, ModelFrame frame) =>
        Fitting.Converged(frame).Select(fit => new GrowthComparison
        {
            Model = FittedModel.From(fit, frame, rows),
            TherapistRated = fit[OfTherapist],
            PatientRated = fit[OfPatient],
            Difference = fit.Contrast((OfTherapist, 1), (OfPatient, -1)),
        });

    private static ModelFrame Frame(StudyRows<RatedAlliance> rows, StudyArms arms, bool correlatedSlopes)
    {
        Column[] raters =
        [
            rows.Column("therapistRated", r => r.Rater == Rater.Therapist ? 1 : 0),
            rows.Column("patientRated", r => r.Rater == Rater.Patient ? 1 : 0),
        ];
        var time = rows.Column(GrowthModel.Time, r => r.Time);
        var arm = rows.Arm(arms);
        Column[] growths = [.. raters.Select(r => r.Times(time))];

        return new ModelFrame(
            rows.Column("alliance", r => r.Rating),
            [.. raters, .. growths, .. raters.Select(r => r.Times(arm)), .. raters.Select(r => r.Times(arm.Times(time)))],
            [
                .. correlatedSlopes
                    ? new RandomTerm[] { new(rows.Dyad, [.. raters, .. growths]) }
                    : [new(rows.Dyad, raters), new(rows.Dyad, growths)],
                new(rows.Therapist, raters),
            ]);
    }
}
