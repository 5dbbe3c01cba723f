using TrainingLMS.Congruence;
using TrainingLMS.Congruence.Lagged;
using TrainingLMS.Congruence.ResponseSurfaces;
using TrainingLMS.Congruence.Studies;

namespace TrainingLMS.UnitTests.Congruence;

public sealed class LaggedTests
{
    private const double Centre = 5.34469457;

    private static readonly Reported<StudyArms> _none =
        Reported.Withhold<StudyArms>(SuppressionRule.NoArms, 0, 2);

    private static readonly Lazy<LaggedCongruence> _study = new(() =>
        LaggedModel.Fit(ReferenceData.AllianceSim, Centring.PooledMean, Reported.Show(Studied.Arms)).Value());

    [Fact]
    public void Only_consecutive_sessions_make_a_row()
    {
        // rsa2.R and fit.R: 442 rows, 219 and 223 by arm, common centre 5.34469457
        Assert.Equal((442, 40), (_study.Value.Rows, _study.Value.Therapists));
        Near.Absolute(Centre, Shown(_study.Value.Numerical, LaggedVersion.PreviousRaw).Centre, 1e-8);

        // Without session 3 only 1 to 2, 4 to 5 and 5 to 6 follow on each other.
        var gap = ReferenceData.AllianceSim.Where(s => s.Session != 3).ToList();
        var expected = gap.Count(s => s is { Session: not 2, IsPaired: true, WellBeing: not null }
            && gap.Exists(n => n.Dyad == s.Dyad && n.Session == s.Session + 1 && n.WellBeing is not null));
        Assert.Equal(expected, LaggedModel.Fit(gap, Centring.PooledMean, _none).Value().Rows);
    }

    [Theory]
    [InlineData(1, 2.4582873, 1.5659073, -6.8393228, 10.8122110)]
    [InlineData(0, -.47208961, 1.6679314, 4.40990919, 7.8519401)]
    public void Relative_congruence_with_previous_well_being_within_the_case_is_rs(
        int arm, double a1, double se1, double a4, double se4)
    {
        // lmer(W1 ~ Xw+Yw+X2+XY+Y2+Xm+Ym+timec+Ww+(1|therapist)+(1|patient)), each arm alone; lme4 1.1-31
        var fit = LaggedModel.Fit(Studied.ArmOf(arm), Centring.PooledMean, _none).Value();
        var surface = Shown(fit.Relative, LaggedVersion.PreviousWithinDyad).Surface;

        Near.Absolute(a1, surface.A1.Value, 2e-4 * se1);
        Near.Relative(se1, surface.A1.StandardError, 1e-4);
        Near.Absolute(a4, surface.A4.Value, 2e-4 * se4);
        Near.Relative(se4, surface.A4.StandardError, 1e-4);
    }

    [Fact]
    public void Numerical_congruence_with_previous_well_being_as_it_was_is_rs()
    {
        // lmer(W1 ~ X+Y+X2+XY+Y2+timec+wellbeing+(1|therapist)+(1|patient)), arm 1, where the patients' variance is 0
        var fit = LaggedModel.Fit(Studied.ArmOf(1), Centring.At(Centre), _none).Value();
        var found = Shown(fit.Numerical, LaggedVersion.PreviousRaw);

        Near.Relative(1556.52387, found.Model.Criterion, 1e-8);
        Studied.Agrees(-.08844884757, 1.383216484, null, found.Surface.A1);
        Studied.Agrees(.15582127722, 1.242983353, null, found.Surface.A2);
        Studied.Agrees(.83151789532, 2.565826168, null, found.Surface.A3);
        Studied.Agrees(-3.69888719732, 3.423930711, null, found.Surface.A4);
        Studied.Agrees(2.58758326284, 1.530691093, null, found.Surface.A5);
        Studied.Agrees(.3314977127, .2715151530, null, found.Surface.Axes.Value().P11);
        Studied.Agrees(-.1166752193, .3216803886, null, found.Surface.Axes.Value().P10.Value());
        Studied.Agrees(-.1007997884, .7277762633, null, found.Surface.Stationary.Value().X0);
        Assert.True(found.StationaryInside.IsShown);
    }

    [Fact]
    public void Both_arms_are_in_one_joint_model()
    {
        // lmer(W1 ~ (X+Y+X2+XY+Y2)*arm+timec+wellbeing+(1|therapist)+(1|patient)), both variances 0; arm 0/1
        var found = Shown(_study.Value.Numerical.Versions[1].ByArm);
        var arms = found.Arms!;

        Near.Absolute(3163.572344, found.Model.Criterion, 1e-5);
        Studied.Agrees(-.41199077596, .87064022805, null, arms.Reference.B[0]);
        Studied.Agrees(.44104985749 + .44708180922, Se("a1"), null, Difference("a1"));
        Studied.Agrees(.66886647351 - .30184891097 - 1.37668350971, Se("a4"), null, Difference("a4"));
        Near.Absolute(
            arms.Compared.A4.Value - arms.Reference.A4.Value, Difference("a4").Value, 1e-9);
        Assert.Equal(5, arms.Interaction.Value().Coefficients);
        Assert.InRange(arms.Interaction.Value().PValue, .5, 1);

        Estimate Difference(string name) => arms.Differences.Single(d => d.Name == name).Estimate;

        // Standard errors of sums are not printed by R; the values are what is compared here.
        double Se(string name) => Difference(name).StandardError;
    }

    [Fact]
    public void An_arm_below_a_hundred_cases_gets_no_verdict()
    {
        var arms = Shown(_study.Value.Relative.Versions[0].ByArm).Arms!;

        Assert.Equal(SuppressionRule.SurfaceDyads, arms.ReferenceVerdict.Reason().Rule);
        Assert.Equal(SuppressionRule.SurfaceDyads, arms.ComparedVerdict.Reason().Rule);
        Assert.True(Shown(_study.Value.Relative, LaggedVersion.WithoutPrevious).Verdict.IsShown);
    }

    [Fact]
    public void Only_what_all_three_versions_say_is_claimed()
    {
        Assert.Equal(1, Agreement((2, .5), (3, 1), (1.2, .5)).Sign);
        Assert.Equal(0, Agreement((2, .5), (3, 1), (1.2, .7)).Sign);
        Assert.Equal(0, Agreement((2, .5), (3, 1), (-1.2, .5)).Sign);
        Assert.Equal(0, Agreement((2, .5), (3, 1)).Sign);
        Assert.Equal(-1, Agreement((-2, .5), (-3, 1), (-1.2, .5)).Sign);
        Assert.Contains("only 2 of 3", Agreement((2, .5), (3, 1)).Sentence, StringComparison.Ordinal);
        Assert.StartsWith("no lagged association", Agreement((2, .5), (3, 1), (0, 1)).Sentence, StringComparison.Ordinal);

        Assert.StartsWith(
            "the arms are not shown to differ in a1",
            LaggedAgreement.Of("a1", [], isDifference: true).Sentence, StringComparison.Ordinal);

        static LaggedAgreement Agreement(params (double Value, double Se)[] versions) => LaggedAgreement.Of(
            "a1", [.. versions.Select(v => new Estimate(v.Value, v.Se, 100, DegreesOfFreedomMethod.Satterthwaite))]);
    }

    [Fact]
    public void Versions_differ_in_what_they_hold()
    {
        string[] formulas = [.. _study.Value.Relative.Versions.Select(v => Shown(v.Pooled).Model.Formula)];

        Assert.Equal(
            "wellbeingNext ~ 1 + X + Y + X2 + XY + Y2 + meanX + meanY + time + (1 | dyad) + (1 | therapist) + ar1(session | dyad)", formulas[0]);
        Assert.InRange(Shown(_study.Value.Relative, LaggedVersion.WithoutPrevious).Model.Autocorrelation!.Value, -.9, .9);
        Assert.Null(Shown(_study.Value.Relative, LaggedVersion.PreviousRaw).Model.Autocorrelation);
        Assert.Contains("+ wellbeing + (1 | therapist)", formulas[1], StringComparison.Ordinal);
        Assert.DoesNotContain("dyad", formulas[1], StringComparison.Ordinal);
        Assert.Contains("+ wellbeingWithin + (1 | dyad) + (1 | therapist)", formulas[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_well_being_or_arms_those_parts_say_so()
    {
        var without = ReferenceData.AllianceSim.Select(s => s with { WellBeing = null });

        LaggedModel.Fit(without, Centring.PooledMean, _none).IsWithheld(SuppressionRule.NoWellBeing, 0, 1);
        var one = LaggedModel.Fit(Studied.ArmOf(1), Centring.PooledMean, _none).Value();
        one.Relative.Difference.IsWithheld(SuppressionRule.NoArms, 0, 2);
        one.Numerical.Versions[2].ByArm.IsWithheld(SuppressionRule.NoArms, 0, 2);
    }

    [Fact]
    public void One_session_a_case_is_refused() => Assert.Equal(
        RefusalReason.TooFewRows,
        LaggedModel.Fit(ReferenceData.AllianceSim.Where(s => s.Session == 1), Centring.PooledMean, _none)
            .Reason().Refusal!.Reason);

    [Fact]
    public void A_surface_of_any_outcome_stands_on_therapists_and_cases()
    {
        SurfaceRow[] rows =
        [
            .. ReferenceData.AllianceSim.Where(s => s.IsPaired && s.WellBeing is not null).Select(s => new SurfaceRow(
                s.Therapist, s.Dyad, s.PatientAlliance!.Value, s.TherapistAlliance!.Value, s.WellBeing!.Value)),
        ];
        var there = MultilevelSurface.Fit(rows, Centring.At(5), Studied.Arms).Value();
        var elsewhere = MultilevelSurface.Fit(rows, Centring.At(4), Studied.Arms).Value();

        Assert.Equal(
            "outcome ~ 1 + X + Y + X2 + XY + Y2 + arm + arm:X + arm:Y + arm:X2 + arm:XY + arm:Y2 + (1 | dyad) + (1 | therapist)",
            there.Model.Formula);
        Near.Absolute(there.Arms!.Compared.A4.Value, elsewhere.Arms!.Compared.A4.Value, 1e-5);
        Near.Absolute(
            there.Surface.Stationary.Value().X0.Value + 5, elsewhere.Surface.Stationary.Value().X0.Value + 4, 1e-4);
        Assert.Equal(RefusalReason.TooFewRows, MultilevelSurface.Fit([], Centring.PooledMean).Reason().Refusal!.Reason);
        Assert.Equal(
            RefusalReason.ConstantOutcome,
            MultilevelSurface.Fit([.. rows.Select(r => r with { Outcome = 1 })], Centring.PooledMean).Reason().Refusal!.Reason);
    }

    private static MultilevelSurface Shown(LaggedSurfaces surfaces, LaggedVersion version) =>
        Shown(surfaces.Versions.Single(v => v.Version == version).Pooled);

    private static MultilevelSurface Shown(Reported<MultilevelSurface> figure) => figure.Value();
}
