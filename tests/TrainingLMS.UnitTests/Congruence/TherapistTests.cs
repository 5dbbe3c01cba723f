using TrainingLMS.Congruence;
using TrainingLMS.Congruence.Individual;
using TrainingLMS.Congruence.Simulation;

namespace TrainingLMS.UnitTests.Congruence;

public sealed class TherapistTests
{
    // lme4: lambda of the intercept is .20 to .34 in this set, 1 - condsd^2 / .1857229324^2
    private static readonly CongruenceAnalysis _alliance = CongruenceAnalysis.Of(ReferenceData.AllianceSim);
    private static readonly IReadOnlyList<RatedSession> _demo =
        StudySimulator.Simulate(StudySimulator.DemoSeed, StudySimulator.DemoParameters).Sessions;
    private static readonly CongruenceAnalysis _demoAnalysis = CongruenceAnalysis.Of(_demo);

    [Fact]
    public void These_patients_are_described_by_their_plain_mean_gap()
    {
        var gaps = PairedRating.From(ReferenceData.AllianceSim.Where(s => s.Therapist == "T01"))
            .GroupBy(p => p.Dyad, StringComparer.Ordinal)
            .Where(g => g.Count() >= 3)
            .SelectMany(g => g)
            .Select(p => p.Gap)
            .ToList();
        var these = _alliance.For("T01", Disclosure.Feedback).ThesePatients.Value();

        Near.Absolute(gaps.Average(), these.MeanGap, 1e-12);
        Assert.Equal(gaps.Count, these.PairedSessions);
        Near.Relative(.3940760556 / Math.Sqrt(gaps.Count), these.StandardError.Value(), 1e-4);
    }

    [Fact]
    public void In_the_alliance_set_nobody_is_told_anything_in_general()
    {
        var reasons = _alliance.Therapists.Select(t => _alliance.For(t, Disclosure.Feedback).InGeneral.Reason()).ToList();
        var lambdas = reasons.Where(r => r.Rule == SuppressionRule.OwnInformation).Select(r => r.Present).ToList();

        Assert.Equal(40, reasons.Count);
        Assert.NotEmpty(lambdas);
        Assert.All(lambdas, lambda => Assert.InRange(lambda, .20, .35));
        Assert.All(reasons.Where(r => r.Rule != SuppressionRule.OwnInformation), r => Assert.Equal(SuppressionRule.Patients, r.Rule));
    }

    [Fact]
    public void The_demonstration_shows_both_states()
    {
        var all = _demoAnalysis.Therapists.Select(t => _demoAnalysis.For(t, Disclosure.Feedback)).ToList();
        var shown = all.FindAll(t => t.InGeneral.IsShown);

        Assert.Equal(9, shown.Count);
        Assert.All(shown, t =>
        {
            Assert.InRange(t.Counts.PatientsWithFourPairs, 3, 5);
            Assert.InRange(t.InGeneral.Value().Lambda, .5, .6);
        });
        Assert.Contains(all, t => t.InGeneral is Reported<GeneralTendency>.Suppressed { Reason.Rule: SuppressionRule.Patients });
        Assert.Contains(all, t => t.InGeneral is Reported<GeneralTendency>.Suppressed { Reason.Rule: SuppressionRule.OwnInformation });
        Assert.All(all, t => Assert.False(t.Tracking.IsShown));
    }

    [Fact]
    public void What_is_told_in_general_has_two_intervals_with_a_t_of_therapists_minus_one()
    {
        var shown = _demoAnalysis.Therapists
            .Select(t => _demoAnalysis.For(t, Disclosure.Feedback).InGeneral)
            .OfType<Reported<GeneralTendency>.Shown>()
            .Select(figure => figure.Value.Estimate)
            .ToList();

        Assert.NotEmpty(shown);
        Assert.All(shown, estimate =>
        {
            Assert.Equal((39, DegreesOfFreedomMethod.Groups), (estimate.DegreesOfFreedom, estimate.Method));

            // qt(.975, 39), qt(.9, 39)
            Near.Absolute(2.022691, (estimate.Interval95.Upper - estimate.Value) / estimate.StandardError, 1e-5);
            Near.Absolute(1.303639, (estimate.Value - estimate.Interval80.Lower) / estimate.StandardError, 1e-5);
        });
    }

    [Fact]
    public void The_interval_in_general_holds_the_networks_uncertainty_too()
    {
        // Var(g0 + v_k - ...) from the joint covariance, checked against the dense Henderson equations.
        var fit = _demoAnalysis.Model.Value();
        var therapist = _demoAnalysis.Therapists.First(t => _demoAnalysis.For(t, Disclosure.Feedback).InGeneral.IsShown);
        var general = _demoAnalysis.For(therapist, Disclosure.Feedback).InGeneral.Value();
        var (value, error) = Henderson.InterceptPlus(_demo, fit, therapist);

        Near.Absolute(value, general.Estimate.Value, 1e-8);
        Near.Relative(error, general.Estimate.StandardError, 1e-8);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void In_general_needs_three_patients_with_four_paired_sessions(int patients, bool passes)
    {
        var therapist = Someone(t => t.Counts.PatientsWithFourPairs >= 3 && t.InGeneral.IsShown);
        var kept = _demo.Where(s => s.Therapist == therapist && s.IsPaired)
            .GroupBy(s => s.Dyad, StringComparer.Ordinal)
            .SelectMany((dyad, i) => i < patients ? dyad.Take(4) : dyad.Take(3));
        var figure = CongruenceAnalysis.Of([.. _demo.Where(s => s.Therapist != therapist), .. kept])
            .For(therapist, Disclosure.Feedback).InGeneral;

        // With three the first gate opens; whether the second does is a matter of lambda.
        if (passes)
            Assert.True(figure is Reported<GeneralTendency>.Shown or Reported<GeneralTendency>.Suppressed { Reason.Rule: SuppressionRule.OwnInformation });
        else
            figure.IsWithheld(SuppressionRule.Patients, 2, 3);
    }

    [Fact]
    public void Lambda_is_what_decides_and_one_half_is_the_floor()
    {
        foreach (var name in _demoAnalysis.Therapists)
        {
            var therapist = _demoAnalysis.For(name, Disclosure.Feedback);
            var fit = _demoAnalysis.Model.Value();
            var effect = fit.Model.Effects("therapist").Single(e => e.Level == name);
            var lambda = 1 - Math.Pow(effect.ConditionalSd / fit.TherapistSd, 2);
            var enough = therapist.Counts.PatientsWithFourPairs >= 3;

            Assert.Equal(enough && lambda >= .5, therapist.InGeneral.IsShown);

            if (enough && lambda < .5)
                Near.Absolute(lambda, therapist.InGeneral.Reason().Present, 1e-12);
        }
    }

    [Fact]
    public void Own_tracking_is_told_only_with_very_many_patients()
    {
        var few = _demoAnalysis.For(_demoAnalysis.Therapists[0], Disclosure.Feedback).Tracking.Reason();
        var many = CongruenceAnalysis.Of(StudySimulator.Simulate(1, new StudyParameters
        {
            Therapists = 10,
            Patients = 250,
            FewestPatients = 22,
            MostPatients = 28,
            TrackingSdBetweenTherapists = .30,
        }).Sessions);
        var shown = many.Therapists.Select(t => many.For(t, Disclosure.Feedback).Tracking).ToList();

        Assert.Equal((SuppressionRule.Patients, 20.0), (few.Rule, few.Needed));
        Assert.All(shown, figure => Assert.InRange(figure.Value().Lambda, .5, 1));
    }

    [Fact]
    public void Under_the_seal_a_usual_therapist_gets_the_network_and_nothing_else()
    {
        foreach (var name in _alliance.Therapists)
        {
            var therapist = _alliance.For(name, Disclosure.Sealed);

            Assert.Equal(SuppressionRule.SealedPatients, therapist.ThesePatients.Reason().Rule);
            Assert.Equal(SuppressionRule.SealedPatients, therapist.InGeneral.Reason().Rule);
            Assert.Equal(SuppressionRule.SealedPatients, therapist.Tracking.Reason().Rule);
            Assert.All(therapist.Dyads, dyad => Assert.False(dyad.MeanGap.IsShown));
            Assert.True(therapist.Network.Gap.IsShown);
            Assert.NotEmpty(therapist.Dyads.SelectMany(d => d.OwnLine));
        }
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void Under_the_seal_an_average_needs_five_patients(int patients, bool told)
    {
        var sessions = Crowd(patients);
        var therapist = CongruenceAnalysis.Of(sessions).For("X", Disclosure.Sealed);

        Assert.Equal(told, therapist.ThesePatients.IsShown);
        Assert.Equal(!told, therapist.InGeneral is Reported<GeneralTendency>.Suppressed { Reason.Rule: SuppressionRule.SealedPatients });

        if (!told)
            therapist.ThesePatients.IsWithheld(SuppressionRule.SealedPatients, 4, 5);
        else
            Assert.Equal(5, therapist.ThesePatients.Value().Patients);
    }

    [Fact]
    public void One_sealed_patient_among_revealed_ones_cannot_be_worked_out()
    {
        var therapist = Someone(t => t.Counts.PatientsWithFourPairs >= 4 && t.InGeneral.IsShown);
        var hidden = _demo.First(s => s.Therapist == therapist).Dyad;
        var told = _demoAnalysis.For(therapist, Disclosure.Where(s => s.Dyad != hidden));
        var without = CongruenceAnalysis.Of(_demo.Where(s => s.Dyad != hidden)).For(therapist, Disclosure.Feedback);

        Assert.Equal(SuppressionRule.SealedPatients, told.InGeneral.Reason().Rule);
        Assert.Equal(without.ThesePatients.Value().MeanGap, told.ThesePatients.Value().MeanGap);
        Assert.Equal(SuppressionRule.SealedPatients, told.Dyads.Single(d => d.Dyad == hidden).MeanGap.Reason().Rule);
    }

    [Fact]
    public void These_patients_need_one_case_with_three_paired_sessions()
    {
        var two = _demo.Where(s => s.Therapist != "T01" || s.Session <= 2);
        var figure = CongruenceAnalysis.Of(two).For("T01", Disclosure.Feedback).ThesePatients;

        Assert.Equal((SuppressionRule.PairedSessions, 3.0), (figure.Reason().Rule, figure.Reason().Needed));
    }

    [Theory]
    [InlineData(4, 20, SuppressionRule.NetworkTherapists)]
    [InlineData(5, 9, SuppressionRule.NetworkPatients)]
    [InlineData(5, 10, null)]
    public void A_network_needs_five_therapists_and_ten_patients(int therapists, int patients, SuppressionRule? closed)
    {
        var analysis = CongruenceAnalysis.Of(StudySimulator.Simulate(3, new StudyParameters
        {
            Therapists = therapists, Patients = patients, FewestPatients = 1, MostPatients = 5,
        }).Sessions);

        Assert.Equal(closed, (analysis.Network.Gap as Reported<Estimate>.Suppressed)?.Reason.Rule);
        Assert.Equal(closed, (analysis.Network.Tracking as Reported<Estimate>.Suppressed)?.Reason.Rule);
        Assert.Equal(closed, (analysis.Network.BetweenDyads as Reported<Estimate>.Suppressed)?.Reason.Rule);

        if (closed is not null)
            Assert.All(analysis.Therapists, t => Assert.False(analysis.For(t, Disclosure.Feedback).InGeneral.IsShown));
    }

    [Fact]
    public void A_therapist_without_ratings_gets_the_network_alone()
    {
        var nobody = _alliance.For("T99", Disclosure.Feedback);

        Assert.Equal(0, nobody.Counts.Sessions);
        nobody.ThesePatients.IsWithheld(SuppressionRule.PairedSessions, 0, 3);
        nobody.InGeneral.IsWithheld(SuppressionRule.Patients, 0, 3);
        Assert.True(nobody.Network.Gap.IsShown);
    }

    [Fact]
    public void Where_the_model_is_refused_these_patients_are_still_described_without_an_error()
    {
        var therapist = CongruenceAnalysis.Of(ReferenceData.Tiny.Where(s => s.Therapist == "T1"))
            .For("T1", Disclosure.Feedback);

        Assert.Equal(2, therapist.ThesePatients.Value().Patients);
        Assert.False(therapist.ThesePatients.Value().StandardError.IsShown);
        Assert.Equal(SuppressionRule.NetworkTherapists, therapist.Network.Gap.Reason().Rule);
    }

    private static string Someone(Func<TherapistCongruence, bool> who) =>
        _demoAnalysis.Therapists.First(t => who(_demoAnalysis.For(t, Disclosure.Feedback)));

    // The demonstration's network and one more therapist with so many patients, copied from others' sessions.
    private static List<RatedSession> Crowd(int patients)
    {
        var copies = _demo.GroupBy(s => s.Dyad, StringComparer.Ordinal)
            .Where(g => g.Count(s => s.IsPaired) >= 4)
            .Take(patients)
            .SelectMany((g, i) => g.Select(s => s with { Therapist = "X", Dyad = $"X{i}" }));

        return [.. _demo, .. copies];
    }
}
