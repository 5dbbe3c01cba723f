using TrainingLMS.Congruence;
using TrainingLMS.Congruence.Growth;
using TrainingLMS.Congruence.Simulation;
using TrainingLMS.Congruence.Studies;

namespace TrainingLMS.UnitTests.Congruence;

/// <summary>Sets that no study should have to be afraid of: a named refusal or a result, and never a NaN.</summary>
public sealed class StudyAnalysisTests
{
    private static readonly SimulatedStudy _study =
        StudySimulator.Simulate(5, new StudyParameters { Therapists = 10, Patients = 24 });

    private static readonly Reported<StudyArms> _arms = ArmsOf(_study.Sessions);

    [Fact]
    public void Where_the_ratings_differ_is_rs()
    {
        // lmer(patient_alliance ~ 1 + (1|therapist/patient), d); lme4 1.1-31
        var shares = VarianceShares.Of(ReferenceData.AllianceSim, Rater.Patient).Value();
        var total = .08322401048 + .47130011327 + .16005957496;

        Near.Relative(1010.81279, shares.Model.Criterion, 1e-8);
        Near.Absolute(.08322401048 / total, shares.Therapist, 1e-5);
        Near.Absolute(.47130011327 / total, shares.Dyad, 1e-5);
        Near.Absolute(1, shares.Therapist + shares.Dyad + shares.Session, 1e-12);
    }

    [Fact]
    public void A_whole_study_has_every_part_and_only_finite_figures()
    {
        var analysis = Analyse(_study.Sessions, _arms);

        Assert.Equal((10, 24, 144), (analysis.Descriptives.Therapists, analysis.Descriptives.Patients, analysis.Descriptives.Sessions));
        Assert.Equal(4, analysis.TruthAndBias.Count);
        Assert.All(analysis.TruthAndBias, pair => Assert.True(pair.Pooled.IsShown && pair.ByArm.IsShown));
        Assert.True(analysis.GrowthComparison.IsShown);
        Assert.All(analysis.Lagged.Value().Numerical.Versions, v => Assert.True(v.Pooled.IsShown && v.ByArm.IsShown));
        Assert.Equal(10, analysis.Individuals.Count);
        Figures.AreFinite(analysis);
    }

    [Fact]
    public void One_therapist_is_no_network() => EverythingFrom(
        _study.Sessions.Where(s => s.Therapist == _study.Sessions[0].Therapist), SuppressionRule.NetworkTherapists);

    [Fact]
    public void One_patient_is_no_network() =>
        EverythingFrom(_study.Sessions.Where(s => s.Dyad == _study.Sessions[0].Dyad), SuppressionRule.NetworkTherapists);

    [Fact]
    public void Nine_patients_are_no_network()
    {
        var nine = _study.Sessions.Where(s => s.IsPaired).Select(s => s.Dyad).Distinct(StringComparer.Ordinal).Take(30)
            .Where((_, i) => i % 3 == 0).Concat(["none"]).ToHashSet(StringComparer.Ordinal);
        var sessions = _study.Sessions.Where(s => nine.Contains(s.Dyad)).ToList();

        EverythingFrom(sessions, SuppressionRule.NetworkPatients);
    }

    [Fact]
    public void No_ratings_at_all_are_no_network() => EverythingFrom([], SuppressionRule.NetworkTherapists);

    [Fact]
    public void One_session_each_cannot_tell_a_case_from_chance()
    {
        var analysis = Analyse(_study.Sessions.Where(s => s.Session == 1));

        Assert.Equal(RefusalReason.TooManyLevels, analysis.TruthAndBias[0].Pooled.Reason().Refusal!.Reason);
        Assert.Equal(RefusalReason.TooManyLevels, analysis.Growth[0].Pooled.Reason().Refusal!.Reason);
        Assert.Equal(RefusalReason.TooFewRows, analysis.Lagged.Reason().Refusal!.Reason);
        Assert.Equal(SuppressionRule.PooledDyads, analysis.WithinCorrelation.Reason().Rule);
        Figures.AreFinite(analysis);
    }

    [Fact]
    public void One_arm_has_nothing_to_be_compared_with()
    {
        var sessions = _study.Sessions.Where(s => _study.Arms[s.Therapist] == StudyArm.Training).ToList();
        var arms = ArmsOf(sessions);

        Assert.Equal(new Refusal(RefusalReason.ArmCount, "arm", 1, 2), arms.Reason().Refusal);
        var analysis = StudyAnalysis.Of(sessions, arms);
        Assert.True(analysis.TruthAndBias[0].Pooled.IsShown);
        Assert.Equal(RefusalReason.ArmCount, analysis.TruthAndBias[0].ByArm.Reason().Refusal!.Reason);
        Assert.Equal(RefusalReason.ArmCount, analysis.GrowthComparison.Reason().Refusal!.Reason);
    }

    [Fact]
    public void Therapists_who_always_give_the_same_are_named()
    {
        var analysis = Analyse(_study.Sessions.Select(s => s with { TherapistAlliance = 5 }));

        Assert.Equal(RefusalReason.ConstantOutcome, analysis.TruthAndBias[0].Pooled.Reason().Refusal!.Reason);
        Assert.Equal(RefusalReason.ConstantOutcome, analysis.Growth[0].Pooled.Reason().Refusal!.Reason);
        Assert.True(analysis.Growth[1].Pooled.IsShown);
        Assert.Equal(SuppressionRule.PooledDyads, analysis.WithinCorrelation.Reason().Rule);
        Assert.All(
            analysis.Lagged.Value().Numerical.Versions,
            v => Assert.Equal(RefusalReason.RankDeficient, v.Pooled.Reason().Refusal!.Reason));
        Figures.AreFinite(analysis);
    }

    [Fact]
    public void Everybody_at_the_top_is_named()
    {
        var analysis = Analyse(_study.Sessions.Select(s => s with { TherapistAlliance = 7, PatientAlliance = 7 }));

        Assert.Equal(1, analysis.Descriptives.Network.Value().Patient!.AtTheTop);
        Assert.Equal(RefusalReason.ConstantOutcome, analysis.TruthAndBias[0].Pooled.Reason().Refusal!.Reason);
        Figures.AreFinite(analysis);
    }

    [Fact]
    public void Well_being_that_never_changes_is_named()
    {
        var analysis = Analyse(_study.Sessions.Select(s => s with { WellBeing = 50 }));

        Assert.All(
            analysis.Lagged.Value().Relative.Versions,
            v => Assert.Equal(RefusalReason.ConstantOutcome, v.Pooled.Reason().Refusal!.Reason));
        Assert.All(analysis.Lagged.Value().Relative.Agreement, a => Assert.False(a.Holds));
    }

    [Fact]
    public void Duplicated_sessions_are_named()
    {
        var analysis = Analyse([.. _study.Sessions, _study.Sessions[0]], _arms);

        Assert.Equal(RefusalReason.DuplicateSession, analysis.TruthAndBias[0].Pooled.Reason().Refusal!.Reason);
        Assert.Equal(RefusalReason.DuplicateSession, analysis.Growth[0].ByArm.Reason().Refusal!.Reason);
        Assert.Equal(RefusalReason.DuplicateSession, analysis.GrowthComparison.Reason().Refusal!.Reason);
        Assert.Equal(RefusalReason.DuplicateSession, analysis.Lagged.Reason().Refusal!.Reason);
        Assert.Equal(RefusalReason.DuplicateSession, analysis.PatientVariance.Reason().Refusal!.Reason);
    }

    [Fact]
    public void Gaps_leave_growth_and_take_what_needs_the_next_session()
    {
        var analysis = Analyse(_study.Sessions.Where(s => s.Session % 2 == 1));

        Assert.True(analysis.Growth[0].Pooled.IsShown);
        Assert.Equal(RefusalReason.TooFewRows, analysis.Lagged.Reason().Refusal!.Reason);
        Figures.AreFinite(analysis);
    }

    [Fact]
    public void A_case_that_one_of_the_two_never_rated_is_left_out_of_pairs_and_kept_in_growth()
    {
        var dyad = _study.Sessions[0].Dyad;
        var sessions = _study.Sessions.Select(s => s.Dyad == dyad ? s with { PatientAlliance = null } : s).ToList();
        var analysis = Analyse(sessions);

        Assert.Equal(23, analysis.TruthAndBias[0].Pooled.Value().Model.Dyads);
        Assert.Equal(24, analysis.Growth[0].Pooled.Value().Model.Dyads);
        Assert.Equal(23, analysis.Growth[1].Pooled.Value().Model.Dyads);
        Figures.AreFinite(analysis);
    }

    [Theory]
    [InlineData(4, SuppressionRule.CellTherapists)]
    [InlineData(5, null)]
    public void An_arm_needs_five_therapists(int therapists, SuppressionRule? rule)
    {
        var trained = _study.Arms.Where(a => a.Value == StudyArm.Training).Select(a => a.Key)
            .Order(StringComparer.Ordinal).Take(therapists).ToHashSet(StringComparer.Ordinal);
        var sessions = _study.Sessions
            .Where(s => _study.Arms[s.Therapist] == StudyArm.NoTraining || trained.Contains(s.Therapist)).ToList();
        var arms = ArmsOf(sessions).Value();
        var ratings = Descriptives.Of(sessions, Reported.Show(arms), RatingScale.OneToSeven).Arms.Value();
        var growth = GrowthModel.Fit(sessions, Rater.Patient, arms, GrowthPart.Intercepts);

        // With the small arm the other one goes too: the total is known.
        Assert.Equal(
            rule is null ? [null, null] : new SuppressionRule?[] { SuppressionRule.Complementary, rule },
            ratings.Select(r => r.Ratings.Match<SuppressionRule?>(_ => null, why => why.Rule)));
        Assert.Equal(rule, growth.Match<SuppressionRule?>(_ => null, why => why.Rule));
    }

    private static void EverythingFrom(IEnumerable<RatedSession> sessions, SuppressionRule rule)
    {
        var analysis = Analyse(sessions, _arms);

        Assert.Equal(rule, analysis.Descriptives.Network.Reason().Rule);
        Assert.Equal(rule, analysis.PatientVariance.Reason().Rule);
        Assert.All(analysis.TruthAndBias, pair => Assert.Equal(rule, pair.Pooled.Reason().Rule));
        Assert.All(analysis.Growth, pair => Assert.Equal(rule, pair.ByArm.Reason().Rule));
        Assert.Equal(rule, analysis.GrowthComparison.Reason().Rule);
        Assert.Equal(rule, analysis.Lagged.Reason().Rule);
        Assert.Equal(rule, analysis.WithinCorrelation.Reason().Rule);
        Figures.AreFinite(analysis);
    }

    private static StudyAnalysis Analyse(IEnumerable<RatedSession> sessions, Reported<StudyArms>? arms = null) =>
        StudyAnalysis.Of(sessions, arms ?? Reported.Withhold<StudyArms>(SuppressionRule.NoArms, 0, 2));

    private static Reported<StudyArms> ArmsOf(IEnumerable<RatedSession> sessions) => StudyArms.From(
        sessions.Select(s => s.Therapist),
        _study.Arms.ToDictionary(a => a.Key, a => a.Value.ToString(), StringComparer.Ordinal));
}
