using System.Collections.Concurrent;
using CsCheck;
using TrainingLMS.Congruence;
using TrainingLMS.Congruence.Dyads;
using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.Studies;
using TrainingLMS.Congruence.TruthAndBias;

namespace TrainingLMS.UnitTests.Congruence;

public sealed class TruthAndBiasStudyTests
{
    private static readonly ConcurrentDictionary<TruthAndBiasSpecification, TruthAndBiasEstimates> _fits = new();
    private static readonly TruthAndBiasSpecification _byArm = new() { Arms = Studied.Arms };

    [Fact]
    public void By_arm_the_values_and_differences_are_rs()
    {
        // lmer(Jc ~ Tw*arm + Tb*arm + (1|therapist) + (1+Tw|patient), cc); lme4 1.1-31, lmerTest 3.1-3
        var fit = Fit(_byArm with { Richest = RandomPart.CorrelatedTracking });
        var arms = fit.Arms!;

        Assert.Equal((606, 117, 40), (fit.Model.Rows, fit.Model.Dyads, fit.Model.Therapists));
        Near.Relative(896.4909903, fit.Model.Criterion, 1e-8);
        Studied.Agrees(-.44061274753, .08510829217, 37.55363305, arms.Bias.Reference);
        Studied.Agrees(-.05396139481, .12036851658, 36.61174501, arms.Bias.Difference);
        Studied.Agrees(.26199850383, .07285414809, 77.28524153, arms.Tracking.Reference);
        Studied.Agrees(.23794013222, .10383114637, 86.15134622, arms.Tracking.Difference);
        Studied.Agrees(.43214273573, .08751927569, 113.28256390, arms.BetweenDyads!.Reference);
        Studied.Agrees(-.14317175135, .13955348250, 111.20945900, arms.BetweenDyads.Difference);
        Near.Absolute(
            arms.Tracking.Difference.Value, arms.Tracking.Compared.Value - arms.Tracking.Reference.Value, 1e-12);
        Near.Absolute(
            fit.Tracking.Value, (arms.Tracking.Compared.Value + arms.Tracking.Reference.Value) / 2, 1e-12);
        Near.Absolute(-.3000275895, fit.BiasTrackingCorrelation!.Value, 1e-4);
    }

    [Fact]
    public void The_ladder_starts_with_therapists_who_differ_in_tracking()
    {
        // the same with (1|therapist) + (0+Tw|therapist) + (1|patient) + (0+Tw|patient)
        var fit = Fit(_byArm);

        Assert.Equal(RandomPart.TherapistTracking, fit.Part);
        Near.Relative(897.6161233, fit.Model.Criterion, 1e-8);
        Studied.Agrees(.23127255039, .10583296900, 37.47089306, fit.Arms!.Tracking.Difference);
        Near.Relative(.0961450998, Sd(fit, "therapist", TruthAndBiasModel.Within), 1e-3);
    }

    [Fact]
    public void Beyond_the_shared_trend_the_arms_differ_less_in_tracking()
    {
        // the same with timec*arm, (1|therapist) + (1+Tw|patient)
        var fit = Fit(_byArm with { Richest = RandomPart.CorrelatedTracking, Trend = true });

        Studied.Agrees(.19139858960, .10093366325, 94.36121297, fit.Arms!.Tracking.Difference);
        Studied.Agrees(.01529475861, .01402737424, 477.21411126, fit.Arms.Trend!.Reference);
        Studied.Agrees(.05819149675, .01946038005, 483.42508213, fit.Arms.Trend.Difference);
    }

    [Fact]
    public void Form_b_is_form_a_with_the_slope_between_dyads_fixed_at_one()
    {
        var b = Fit(new() { Form = TruthForm.B, Richest = RandomPart.CorrelatedTracking });
        var frames = new Frames(ReferenceData.AllianceSim);
        var offset = new Column(
            "Jc", [.. frames.Outcome.Values.Zip(frames.Between.Values, (j, between) => j - between)]);
        var byHand = LinearMixedModel.From(
            frames.Slopes with { Outcome = offset, Fixed = [frames.Intercept, frames.Within] }).Fit();

        Assert.Null(b.BetweenDyads);
        Assert.Equal(TruthForm.B, b.Specification.Form);
        Near.Absolute(byHand["(Intercept)"].Value, b.DirectionalBias.Value, 1e-6);
        Near.Absolute(byHand["Tw"].Value, b.Tracking.Value, 1e-6);
        Assert.True(Sd(b, "dyad", "(Intercept)") > Sd(Fit(new()), "dyad", "(Intercept)"));
    }

    [Fact]
    public void The_formula_says_what_was_fitted() => Assert.Equal(
        "gap ~ 1 + within + arm + arm:within + (1 | dyad) + (0 + within | dyad) + (1 | therapist) + (0 + within | therapist)",
        Fit(_byArm with { Form = TruthForm.B }).Model.Formula);

    [Fact]
    public void An_arm_below_the_floor_closes_everything_by_arm()
    {
        var four = new HashSet<string>(
            ReferenceData.Arms.Where(a => a.Value == 1).Select(a => a.Key).Order(StringComparer.Ordinal).Take(4), StringComparer.Ordinal);
        var sessions = ReferenceData.AllianceSim
            .Where(s => ReferenceData.Arms[s.Therapist] == 0 || four.Contains(s.Therapist)).ToList();

        TruthAndBiasStudy.Fit(sessions, new() { Arms = Studied.ArmsOf(sessions) })
            .IsWithheld(SuppressionRule.CellTherapists, 4, 5);
    }

    [Fact]
    public void The_same_points_added_to_both_raters_change_nothing() => Gen.Double[-100, 100].Sample(
        shift =>
        {
            var moved = ReferenceData.Tiny.Select(s => s with
            {
                TherapistAlliance = s.TherapistAlliance + shift, PatientAlliance = s.PatientAlliance + shift,
            });
            var spec = new TruthAndBiasSpecification { Form = TruthForm.B, Richest = RandomPart.Intercepts };

            Near.Absolute(
                TruthAndBiasStudy.Fit(ReferenceData.Tiny, spec).Value().Tracking.Value,
                TruthAndBiasStudy.Fit(moved, spec).Value().Tracking.Value, 1e-6);
            Near.Absolute(
                TruthAndBiasStudy.Fit(ReferenceData.Tiny, spec).Value().DirectionalBias.Value,
                TruthAndBiasStudy.Fit(moved, spec).Value().DirectionalBias.Value, 1e-6);
        },
        iter: 10);

    [Fact]
    public void The_arms_swapped_turn_the_sign_of_every_difference()
    {
        var swapped = StudyArms.From(
            ReferenceData.Arms.Keys,
            ReferenceData.Arms.ToDictionary(a => a.Key, a => a.Value == 1 ? "training" : "none", StringComparer.Ordinal),
            reference: "training").Value();
        var spec = _byArm with { Richest = RandomPart.Intercepts };

        Near.Absolute(
            -Fit(spec).Arms!.Tracking.Difference.Value,
            Fit(spec with { Arms = swapped }).Arms!.Tracking.Difference.Value, 1e-6);
    }

    [Fact]
    public void Arms_are_two_and_every_therapist_has_one()
    {
        string[] therapists = ["T1", "T2", "T3"];

        Assert.Equal(
            SuppressionRule.NoArms, StudyArms.From(therapists, Arms()).Reason().Rule);
        Assert.Equal(
            new Refusal(RefusalReason.UnknownArm, "T3", 0, 1),
            StudyArms.From(therapists, Arms(("T1", "a"), ("T2", "b"))).Reason().Refusal);
        Assert.Equal(
            new Refusal(RefusalReason.ArmCount, "arm", 1, 2),
            StudyArms.From(therapists, Arms(("T1", "a"), ("T2", "a"), ("T3", "a"))).Reason().Refusal);
        Assert.Equal(
            new Refusal(RefusalReason.ArmCount, "arm", 3, 2),
            StudyArms.From(therapists, Arms(("T1", "a"), ("T2", "b"), ("T3", "c"))).Reason().Refusal);

        static Dictionary<string, string> Arms(params (string, string)[] arms) =>
            arms.ToDictionary(a => a.Item1, a => a.Item2, StringComparer.Ordinal);
    }

    [Fact]
    public void At_one_level_the_bias_is_the_difference_of_the_means()
    {
        double[] j = [4.3, 4.8, 5, 4.4, 5.5, 5.4];
        double[] t = [5.3, 5.2, 5.7, 5.2, 5.4, 5.1];
        double[] b = [4, 5, 5.5, 4.2, 5, 6];
        var without = OneLevelTruthAndBias.Fit(j, t).Value();
        var with = OneLevelTruthAndBias.Fit(j, t, b).Value();

        Near.Absolute(j.Average() - t.Average(), without.DirectionalBias.Value, 1e-12);
        Assert.Equal((4.0, DegreesOfFreedomMethod.Residual), (without.TruthForce.DegreesOfFreedom, without.TruthForce.Method));
        Near.Absolute(
            j.Average() - t.Average() - with.BiasForce!.Value * (b.Average() - t.Average()),
            with.DirectionalBias.Value, 1e-12);

        // Direct and indirect accuracy make the plain slope of judgement on truth.
        Near.Absolute(without.TruthForce.Value, with.TotalAccuracy, 1e-12);
        Near.Absolute(with.TotalAccuracy - with.TruthForce.Value, with.IndirectAccuracy!.Value, 1e-12);
        Assert.Equal(
            RefusalReason.RankDeficient, OneLevelTruthAndBias.Fit(j, [5, 5, 5, 5, 5, 5]).Reason().Refusal!.Reason);
        Assert.Equal(RefusalReason.TooFewRows, OneLevelTruthAndBias.Fit([], []).Reason().Refusal!.Reason);
        Assert.Equal(RefusalReason.TooFewRows, OneLevelTruthAndBias.Fit(j[..2], t[..2]).Reason().Refusal!.Reason);
    }

    [Fact]
    public void The_correlation_pooled_over_cases_is_rs()
    {
        // rmcorr on tiny.csv: r .7016995394, df 27
        var pooled = PooledWithinCorrelation.Of(ReferenceData.Tiny).Value();

        Near.Absolute(.7016995394, pooled.R, 1e-9);
        Assert.Equal((27, 10, 38, 0), (pooled.DegreesOfFreedom, pooled.Dyads, pooled.PairedSessions, pooled.ConstantDyads));
        Near.Absolute(Math.Tanh(Math.Atanh(pooled.R) - 1.959964 / Math.Sqrt(26)), pooled.Interval95.Lower, 1e-6);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void It_needs_five_cases_in_which_both_vary(int cases)
    {
        var sessions = ReferenceData.Tiny.Where(s => int.Parse(s.Dyad[1..], System.Globalization.CultureInfo.InvariantCulture) <= cases)
            .Concat([new("T9", "P99", 1, 5, 4), new("T9", "P99", 2, 5, 6)]);
        var pooled = PooledWithinCorrelation.Of(sessions);

        if (cases < 5)
            pooled.IsWithheld(SuppressionRule.PooledDyads, cases, 5);
        else
            Assert.Equal((5, 1), (pooled.Value().Dyads, pooled.Value().ConstantDyads));
    }

    private static TruthAndBiasEstimates Fit(TruthAndBiasSpecification specification) => _fits.GetOrAdd(
        specification, wanted => TruthAndBiasStudy.Fit(ReferenceData.AllianceSim, wanted).Value());

    private static double Sd(TruthAndBiasEstimates fit, string factor, string column) =>
        fit.Model.Components.Single(c => c.Factor == factor && c.Column == column).Sd;
}
