using TrainingLMS.Congruence;
using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.TruthAndBias;

namespace TrainingLMS.UnitTests.Congruence;

public sealed class TruthAndBiasTests
{
    [Fact]
    public void The_alliance_set_stands_on_the_richest_rung_with_rs_numbers()
    {
        // lmer(Jc ~ Tw + Tb + (1 | therapist) + (1 + Tw | patient), cc); lme4 1.1-31, lmerTest 3.1-3
        var fit = TruthAndBiasModel.Fit(ReferenceData.AllianceSim).Value();

        Assert.Equal((606, 117, 40), (fit.Rows, fit.Dyads, fit.Therapists));
        Near.Absolute(5.589092409, fit.Centre, 1e-9);
        Assert.Equal(RandomPart.CorrelatedTracking, fit.Part);
        Assert.Equal(Convergence.Converged, Assert.Single(fit.Ladder).Convergence);
        Near.Absolute(-.4820332580, fit.DirectionalBias.Value, 1e-4 * .0568);
        Near.Absolute(.3781714212, fit.Tracking.Value, 1e-4 * .0532);
        Near.Absolute(.3743581678, fit.BetweenDyads.Value, 1e-4 * .0663);
        Near.Relative(.1857229324, fit.TherapistSd, 1e-4);
        Near.Relative(.4909799706, fit.DyadSd, 1e-4);
        Near.Relative(.2622308725, fit.DyadTrackingSd!.Value, 1e-4);
        Near.Absolute(-.2892675231, fit.GapTrackingCorrelation!.Value, 1e-4);
        Near.Relative(.3940760556, fit.ResidualSd, 1e-4);
    }

    [Fact]
    public void Tracking_is_also_told_with_the_shared_trend_taken_out()
    {
        var fit = TruthAndBiasModel.Fit(ReferenceData.AllianceSim).Value();
        var frames = new Frames(ReferenceData.AllianceSim);
        var byHand = LinearMixedModel.From(
            frames.Slopes with { Fixed = [.. frames.Slopes.Fixed, frames.Time] }).Fit();

        Near.Absolute(byHand["Tw"].Value, fit.TrackingBeyondTrend.Value().Value, 1e-6);
        Assert.True(fit.TrackingBeyondTrend.Value().Value < fit.Tracking.Value);
    }

    [Fact]
    public void The_tiny_set_falls_to_the_plainest_rung_because_the_others_are_singular()
    {
        var fit = TruthAndBiasModel.Fit(ReferenceData.Tiny).Value();

        Near.Absolute(4.960526316, fit.Centre, 1e-9);
        Assert.Equal(RandomPart.Intercepts, fit.Part);
        Assert.Equal(
            [RandomPart.CorrelatedTracking, RandomPart.UncorrelatedTracking, RandomPart.Intercepts],
            fit.Ladder.Select(step => step.Part));
        Assert.All(fit.Ladder.Take(2), step => Assert.NotEmpty(step.Singular));
        Assert.Contains(
            new SingularComponent(TruthAndBiasModel.Dyad, TruthAndBiasModel.Within, SingularKind.ZeroVariance),
            fit.Ladder[1].Singular);
        Assert.False(fit.IsSingular);
        Near.Absolute(.06578622836, fit.DirectionalBias.Value, 1e-6);
        Near.Relative(31.62313739, fit.Model.Criterion, 1e-9);
        Assert.Null(fit.DyadTrackingSd);
        Assert.Null(fit.GapTrackingCorrelation);
    }

    [Fact]
    public void Dyad_means_and_the_centre_come_from_paired_rows_only()
    {
        // Patients' ratings without a therapist's beside them must change nothing.
        var more = ReferenceData.Tiny.Concat(
            ReferenceData.Tiny.DistinctBy(s => s.Dyad, StringComparer.Ordinal)
                .Select(s => s with { Session = 9, TherapistAlliance = null, PatientAlliance = 1 }));

        Assert.Equal(
            TruthAndBiasModel.Fit(ReferenceData.Tiny).Value().Tracking, TruthAndBiasModel.Fit(more).Value().Tracking);
    }

    [Fact]
    public void Without_any_paired_session_the_model_is_refused() =>
        Refused(RefusalReason.TooFewRows, [new("T1", "P1", 1, 5, null), new("T1", "P1", 2, null, 5)]);

    [Fact]
    public void One_therapist_is_no_network() =>
        Refused(RefusalReason.TooFewLevels, ReferenceData.Tiny.Where(s => s.Therapist == "T1"));

    [Fact]
    public void One_patient_is_no_network() =>
        Refused(
            RefusalReason.TooFewLevels,
            ReferenceData.Tiny.Where(s => s.Dyad == "P1"),
            subject => subject == TruthAndBiasModel.Dyad);

    [Fact]
    public void Therapists_who_all_rate_the_same_are_refused() =>
        Refused(RefusalReason.ConstantOutcome, ReferenceData.Tiny.Select(s => s with { TherapistAlliance = 5 }));

    [Fact]
    public void Patients_who_never_change_are_refused() => Refused(
        RefusalReason.RankDeficient,
        ReferenceData.Tiny.Select(s => s with { PatientAlliance = s.Dyad.Length }),
        subject => subject == TruthAndBiasModel.Within);

    [Fact]
    public void A_rating_that_is_no_number_is_refused() => Refused(
        RefusalReason.NotANumber, [.. ReferenceData.Tiny.Skip(1), ReferenceData.Tiny[0] with { PatientAlliance = double.NaN }]);

    [Fact]
    public void A_patient_under_two_therapists_is_refused() => Refused(
        RefusalReason.SharedDyad, [.. ReferenceData.Tiny, ReferenceData.Tiny[0] with { Therapist = "T2", Session = 9 }]);

    [Fact]
    public void A_session_number_twice_in_one_dyad_is_refused() =>
        Refused(RefusalReason.DuplicateSession, [.. ReferenceData.Tiny, ReferenceData.Tiny[0]]);

    [Fact]
    public void One_session_each_leaves_too_many_groups() => Refused(
        RefusalReason.TooManyLevels,
        ReferenceData.Tiny.Where(s => s.Session == 1),
        subject => subject == TruthAndBiasModel.Dyad);

    private static void Refused(
        RefusalReason reason, IEnumerable<RatedSession> sessions, Func<string, bool>? subject = null)
    {
        var why = TruthAndBiasModel.Fit(sessions).Reason();

        Assert.Equal(SuppressionRule.ModelRefused, why.Rule);
        Assert.Equal(reason, why.Refusal!.Reason);

        if (subject is not null)
            Assert.True(subject(why.Refusal.Subject), why.Refusal.Subject);
    }
}
