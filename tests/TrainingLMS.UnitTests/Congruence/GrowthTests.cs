using TrainingLMS.Congruence;
using TrainingLMS.Congruence.Growth;

namespace TrainingLMS.UnitTests.Congruence;

public sealed class GrowthTests
{
    private static readonly Lazy<GrowthFit> _patient = Fitted(Rater.Patient);
    private static readonly Lazy<GrowthFit> _therapist = Fitted(Rater.Therapist);

    [Fact]
    public void Therapists_ratings_grow_as_in_r()
    {
        // lmer(therapist_alliance ~ time*arm + (1|therapist) + (1+time|patient), d); lme4 1.1-31, lmerTest 3.1-3
        var arms = Fit(Rater.Therapist).Arms!;

        Studied.Agrees(5.00923451146, .09905573652, 48.11657956, arms.Start.Reference);
        Studied.Agrees(-.09753534030, .13862206580, 45.70340007, arms.Start.Difference);
        Studied.Agrees(.02266675421, .01530048283, 113.57605837, arms.Growth.Reference);
        Studied.Agrees(.06870685106, .02130127624, 112.95476095, arms.Growth.Difference);
    }

    [Fact]
    public void Patients_ratings_grow_as_in_r()
    {
        var fit = Fit(Rater.Patient);

        Near.Relative(972.5923225, fit.Model.Criterion, 1e-8);
        Studied.Agrees(.0368815161957, .01750561797, 113.76223301, fit.Arms!.Growth.Reference);
        Studied.Agrees(-.0007727843983, .02435084780, 112.96800932, fit.Arms.Growth.Difference);
        Near.Relative(.09644253026, fit.Model.Components.Single(c => c is { Factor: "dyad", Column: "time" }).Sd, 1e-3);
    }

    [Fact]
    public void Both_raters_are_compared_in_one_model_with_slopes_by_case()
    {
        var both = GrowthComparison.Fit(ReferenceData.AllianceSim, Studied.Arms).Value();

        // lmer(y ~ 0 + rater + rater:time + rater:arm + rater:arm:time
        //   + (0+rater|therapist) + (0+rater+rater:time|patient)): .07120, SE .02794, df 112.2, REML criterion 1950.223
        Near.Absolute(1950.223, both.Model.Criterion, 1e-3);
        Near.Absolute(.07120, both.Difference.Value, 1e-5);
        Near.Absolute(.02794, both.Difference.StandardError, 1e-5);
        Near.Absolute(112.2, both.Difference.DegreesOfFreedom, .1);
        Near.Absolute(both.TherapistRated.Value - both.PatientRated.Value, both.Difference.Value, 1e-12);
        Assert.EndsWith("supported", both.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void The_effect_size_is_the_growth_over_the_sessions_in_baseline_standard_deviations()
    {
        var arms = Fit(Rater.Therapist).Arms!;
        var baseline = ReferenceData.AllianceSim
            .Where(s => s is { Session: 1, TherapistAlliance: not null }).Select(s => s.TherapistAlliance!.Value).ToList();
        var sd = Math.Sqrt(baseline.Sum(v => Math.Pow(v - baseline.Average(), 2)) / (baseline.Count - 1));

        Near.Absolute(arms.Growth.Difference.Value * 5 / sd, arms.EffectSize.Value(), 1e-12);
    }

    [Fact]
    public void Other_codings_of_time_are_told_beside_it()
    {
        var arms = Fit(Rater.Therapist).Arms!;

        // Six means instead of a line hardly move a difference of slopes; a log unit is longer than a session.
        Near.Absolute(arms.Growth.Difference.Value, arms.SessionAsFactor.Value().Value, .002);
        Near.Absolute(arms.Growth.Difference.Value, arms.AutocorrelatedResiduals.Value().Value, .005);
        Assert.InRange(arms.LogarithmicTime.Value().Value, .1, .3);
    }

    [Fact]
    public void The_true_session_number_counts_and_not_the_order_of_the_rows()
    {
        // Session 2 never took place: the slopes must be those of sessions 1, 3, 4, 5, 6 and not of 1 to 5.
        var gap = ReferenceData.AllianceSim.Where(s => s.Session != 2).ToList();
        var squeezed = gap.Select(s => s with { Session = s.Session == 1 ? 1 : s.Session - 1 });
        var left = GrowthModel.Fit(gap, Rater.Patient, richest: GrowthPart.Intercepts).Value().Growth.Value;
        var right = GrowthModel.Fit(squeezed, Rater.Patient, richest: GrowthPart.Intercepts).Value().Growth.Value;

        Assert.True(Math.Abs(left - right) > .003);
    }

    [Fact]
    public void Without_arms_there_is_growth_and_no_difference()
    {
        var fit = GrowthModel.Fit(ReferenceData.AllianceSim, Rater.Patient).Value();

        Assert.Null(fit.Arms);
        Assert.InRange(fit.Growth.Value, .02, .06);
        Assert.DoesNotContain("arm", fit.Model.Formula, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused_by_name()
    {
        Refused(RefusalReason.TooFewRows, ReferenceData.Tiny.Select(s => s with { PatientAlliance = null }));
        Refused(RefusalReason.ConstantOutcome, ReferenceData.Tiny.Select(s => s with { PatientAlliance = 5 }));
        Refused(RefusalReason.TooFewLevels, ReferenceData.Tiny.Where(s => s.Therapist == "T1"));
        Refused(RefusalReason.TooManyLevels, ReferenceData.Tiny.Where(s => s.Session == 1));
        Refused(RefusalReason.DuplicateSession, [.. ReferenceData.Tiny, ReferenceData.Tiny[0]]);

        static void Refused(RefusalReason reason, IEnumerable<RatedSession> sessions) =>
            Assert.Equal(reason, GrowthModel.Fit(sessions, Rater.Patient).Reason().Refusal!.Reason);
    }

    private static GrowthFit Fit(Rater rater) => (rater == Rater.Patient ? _patient : _therapist).Value;

    private static Lazy<GrowthFit> Fitted(Rater rater) => new(() =>
        GrowthModel.Fit(ReferenceData.AllianceSim, rater, Studied.Arms, GrowthPart.CorrelatedTime).Value());
}
