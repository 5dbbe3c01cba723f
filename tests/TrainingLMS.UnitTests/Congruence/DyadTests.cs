using TrainingLMS.Congruence;
using TrainingLMS.Congruence.Dyads;
using TrainingLMS.Congruence.Individual;

namespace TrainingLMS.UnitTests.Congruence;

public sealed class DyadTests
{
    private static readonly double[] _steady = [5, 5.4, 5.2, 5.8, 5.6, 6, 5.9, 6.1, 5.7, 6.2];
    private static readonly double[] _other = [4.6, 4.4, 5, 5.1, 5.3, 5.2, 5.6, 5.5, 5.4, 5.9];

    [Fact]
    public void A_dyad_of_the_tiny_set_reads_as_in_r()
    {
        var dyad = CongruenceAnalysis.Of(ReferenceData.Tiny).For("T1", Disclosure.Feedback).Dyads[0];

        Assert.Equal(("P1", 4), (dyad.Dyad, dyad.PairedSessions));
        Near.Absolute(-.725, dyad.MeanGap.Value(), 1e-12);
        Near.Absolute(.725, dyad.MeanAbsoluteGap.Value(), 1e-12);
        Assert.Equal(new CountOf(4, 4), dyad.WithinOneStep.Value());

        // x 5.3 5.2 5.7 5.2, y 4.3 4.8 5.0 4.4: apart, together, together
        Assert.Equal(new CountOf(2, 3), dyad.MovedTogether.Value());
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    public void Lines_need_two_paired_sessions(int pairs, int needed) =>
        Gate(Dyad(_steady[..pairs], _other[..pairs]).Lines, pairs, needed);

    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 3)]
    public void The_gap_needs_three(int pairs, int needed)
    {
        var dyad = Dyad(_steady[..pairs], _other[..pairs]);

        Gate(dyad.MeanGap, pairs, needed);
        Gate(dyad.MeanAbsoluteGap, pairs, needed);
        Gate(dyad.WithinOneStep, pairs, needed);
        Gate(dyad.MovedTogether, pairs, needed);
        Gate(dyad.AtTheTop, pairs, needed);
        Gate(dyad.Constant, pairs, needed);
    }

    [Theory]
    [InlineData(5, 6)]
    [InlineData(6, 6)]
    public void A_correlation_and_a_spread_need_six(int pairs, int needed)
    {
        var dyad = Dyad(_steady[..pairs], _other[..pairs]);

        Gate(dyad.WithinCorrelation, pairs, needed);
        Gate(dyad.SpreadOfGap, pairs, needed);
        Gate(dyad.LimitsOfAgreement, pairs, needed);
    }

    [Theory]
    [InlineData(9, 10)]
    [InlineData(10, 10)]
    public void Coefficients_of_agreement_need_ten(int pairs, int needed) =>
        Gate(Dyad(_steady[..pairs], _other[..pairs]).Agreement, pairs, needed);

    [Fact]
    public void A_correlation_comes_with_its_interval()
    {
        var r = Dyad(_steady[..6], _other[..6]).WithinCorrelation.Value();

        Near.Absolute(.6307890, r.R, 1e-7); // cor(c(5,5.4,5.2,5.8,5.6,6), c(4.6,4.4,5,5.1,5.3,5.2))
        Near.Absolute(-.3704, r.Interval95.Lower, 5e-4); // tanh(atanh(r) - 1.96 / sqrt(3))
        Near.Absolute(.954, r.Interval95.Upper, 5e-4);
    }

    [Fact]
    public void Limits_of_agreement_lie_about_the_gap()
    {
        // P1 of tiny.csv: mean(y - x) -.725, sd .25
        var limits = AgreementIndices.LimitsOfAgreement([5.3, 5.2, 5.7, 5.2], [4.3, 4.8, 5, 4.4]);

        Near.Absolute(-.725 - 1.959964 * .25, limits.Lower, 1e-6);
        Near.Absolute(-.725 + 1.959964 * .25, limits.Upper, 1e-6);
    }

    [Fact]
    public void A_rater_who_never_changes_is_named_and_keeps_the_gap()
    {
        var dyad = Dyad([5, 5.4, 5.2, 5.8, 5.6, 6], [5, 5, 5, 5, 5, 5]);

        Assert.Equal(ConstantRater.Therapist, dyad.Constant.Value());
        dyad.WithinCorrelation.IsWithheld(SuppressionRule.ConstantRater, 0, 1);
        Near.Absolute(-.5, dyad.MeanGap.Value(), 1e-12);
        Assert.Equal(ConstantRater.Patient, Dyad([5, 5, 5], [5, 6, 5]).Constant.Value());
        Assert.Equal(ConstantRater.Both, Dyad([5, 5, 5], [6, 6, 6]).Constant.Value());
        Assert.Equal(ConstantRater.Neither, Dyad([5, 5, 6], [6, 6, 5]).Constant.Value());
    }

    [Fact]
    public void Where_nobody_moved_there_was_nothing_to_follow() =>
        Dyad([5, 5, 5], [6, 6, 6]).MovedTogether.IsWithheld(SuppressionRule.NoChange, 0, 1);

    [Fact]
    public void A_change_across_a_missed_session_is_not_counted()
    {
        RatedSession[] sessions =
        [
            new("T", "P", 1, 4, 5), new("T", "P", 2, 5, 6), new("T", "P", 3, 6, null), new("T", "P", 4, 6, 7),
        ];

        Assert.Equal(new CountOf(1, 1), Only(sessions, Disclosure.Feedback).MovedTogether.Value());
    }

    [Fact]
    public void Order_of_the_rows_does_not_matter()
    {
        RatedSession[] sessions = [new("T", "P", 3, 6, 6), new("T", "P", 1, 4, 5), new("T", "P", 2, 5, 4)];

        Assert.Equal(new CountOf(1, 2), Only(sessions, Disclosure.Feedback).MovedTogether.Value());
    }

    [Theory]
    [InlineData(6.49, false)]
    [InlineData(6.5, true)]
    public void The_top_step_starts_half_a_step_below_the_top(double rating, bool atTheTop)
    {
        var share = Dyad([rating, rating, rating, 5], [rating, rating, rating, 4]).AtTheTop.Value();

        Assert.Equal(atTheTop ? .75 : 0, share.Patient);
        Assert.Equal(atTheTop, share.BothNearTheTop);
    }

    [Fact]
    public void Above_half_at_the_top_a_correlation_gives_way_and_at_half_it_does_not()
    {
        var half = Dyad([7, 7, 7, 5, 6, 6], [7, 7, 7, 4, 6, 5]);
        var more = Dyad([7, 7, 7, 5, 6, 6], [7, 7, 7, 7, 6, 5]);

        Assert.True(half.WithinCorrelation.IsShown);
        Assert.False(half.AtTheTop.Value().BothNearTheTop);
        more.WithinCorrelation.IsWithheld(SuppressionRule.Ceiling, 7.0 / 12, .5);
    }

    [Fact]
    public void A_sealed_dyad_shows_the_therapists_own_line_and_nothing_of_the_patient()
    {
        RatedSession[] sessions =
            [.. _steady.Select((x, i) => new RatedSession("T", "P", i + 1, _other[i], x))];
        var dyad = Only(sessions, Disclosure.Sealed);

        Assert.Equal(10, dyad.PairedSessions);
        Assert.Equal(_other, dyad.OwnLine.Select(r => r.Value));
        dyad.Lines.IsWithheld(SuppressionRule.SealedPatients, 1, 5);
        dyad.MeanGap.IsWithheld(SuppressionRule.SealedPatients, 1, 5);
        dyad.MeanAbsoluteGap.IsWithheld(SuppressionRule.SealedPatients, 1, 5);
        dyad.WithinOneStep.IsWithheld(SuppressionRule.SealedPatients, 1, 5);
        dyad.MovedTogether.IsWithheld(SuppressionRule.SealedPatients, 1, 5);
        dyad.SpreadOfGap.IsWithheld(SuppressionRule.SealedPatients, 1, 5);
        dyad.WithinCorrelation.IsWithheld(SuppressionRule.SealedPatients, 1, 5);
        dyad.Agreement.IsWithheld(SuppressionRule.SealedPatients, 1, 5);
        dyad.AtTheTop.IsWithheld(SuppressionRule.SealedPatients, 1, 5);
        dyad.Constant.IsWithheld(SuppressionRule.SealedPatients, 1, 5);
    }

    [Fact]
    public void Sessions_that_are_not_revealed_yet_are_not_in_the_figures()
    {
        RatedSession[] sessions = [.. Enumerable.Range(1, 6).Select(s => new RatedSession("T", "P", s, 5, s <= 3 ? 5 : 7))];
        var dyad = Only(sessions, Disclosure.Where(s => s.Session <= 3));

        Assert.Equal(0, dyad.MeanGap.Value());
        Assert.Equal(3, dyad.Lines.Value().Count);
        dyad.WithinCorrelation.IsWithheld(SuppressionRule.PairedSessions, 3, 6);
    }

    private static void Gate<T>(Reported<T> figure, int pairs, int needed)
    {
        if (pairs >= needed)
            Assert.True(figure.IsShown);
        else
            figure.IsWithheld(SuppressionRule.PairedSessions, pairs, needed);
    }

    private static DyadCongruence Dyad(double[] patient, double[] therapist) =>
        Only([.. patient.Select((x, i) => new RatedSession("T", "P", i + 1, therapist[i], x))], Disclosure.Feedback);

    private static DyadCongruence Only(RatedSession[] sessions, Disclosure disclosure) =>
        Assert.Single(CongruenceAnalysis.Of(sessions).For("T", disclosure).Dyads);
}
