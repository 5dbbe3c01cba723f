using TrainingLMS.Congruence;
using TrainingLMS.Congruence.Dyads;

namespace TrainingLMS.UnitTests.Congruence;

public sealed class DipTests
{
    private static readonly Reported<double> _half = Reported.Show(.5);

    [Theory]
    [InlineData(4.25, 0)] // exactly one and a half spreads below the mean of 5
    [InlineData(4.24, 1)]
    public void A_dip_is_more_than_one_and_a_half_spreads_below_the_mean_so_far(double rating, int dips) =>
        Assert.Equal(dips, Dips.Find(Case(5, 5, rating), _half).Count);

    [Fact]
    public void There_is_none_before_session_three_or_without_two_ratings()
    {
        Assert.Empty(Dips.Find(Case(6, 2), _half));
        Assert.Empty(Dips.Find([Session(1, 6), Session(3, 2)], _half));
        Assert.Equal(3, Assert.Single(Dips.Find(Case(6, 6, 2), _half)).Session);
    }

    [Fact]
    public void It_is_silent_where_the_therapist_did_not_go_down_too()
    {
        Assert.True(Silent(Session(2, 6, 5), Session(3, 4, 5)));
        Assert.False(Silent(Session(2, 6, 5), Session(3, 4, 4.9)));
        Assert.False(Silent(Session(2, 6, null), Session(3, 4, 5)));

        // Across a missed session nobody knows what moved when.
        Assert.False(Silent(Session(2, 6, 5), Session(4, 4, 5)));

        static bool Silent(RatedSession before, RatedSession dip) =>
            Assert.Single(Dips.Find([Session(1, 6, 5), before, dip], _half)).Silent;
    }

    [Fact]
    public void It_has_passed_when_a_rating_is_back_within_half_a_spread_in_three_sessions()
    {
        Assert.Equal(DipCourse.Recovered, Course(6, 6, 4, 5.75));
        Assert.Equal(DipCourse.Recovered, Course(6, 6, 4, 5, 5, 6));
        Assert.Equal(DipCourse.NotRecovered, Course(6, 6, 4, 5.74, 5.5, 5.5, 6));
        Assert.Equal(DipCourse.NotKnown, Course(6, 6, 4, 5.5));
        Assert.Equal(DipCourse.NotKnown, Course(6, 6, 4));

        static DipCourse Course(params double[] ratings) => Dips.Find(Case(ratings), _half)[0].Course;
    }

    [Fact]
    public void A_steady_rater_and_an_unknown_spread_have_no_dips()
    {
        Assert.Empty(Dips.Find(Case(5, 5, 5, 5), _half));
        Assert.Empty(Dips.Find(Case(6, 6, 2), Reported.Show(0.0)));
        Assert.Empty(Dips.Find(Case(6, 6, 2), Reported.Withhold<double>(SuppressionRule.NetworkPatients, 1, 10)));
    }

    [Fact]
    public void The_spread_is_pooled_over_cases_and_needs_a_network()
    {
        // sqrt(sum((truth - ave(truth, patient))^2) / (38 - 10)) on tiny.csv
        var squares = ReferenceData.Tiny.GroupBy(s => s.Dyad, StringComparer.Ordinal)
            .Sum(c => c.Sum(s => Math.Pow(s.PatientAlliance!.Value - c.Average(x => x.PatientAlliance!.Value), 2)));

        Near.Absolute(Math.Sqrt(squares / 28), Dips.Spread(ReferenceData.Tiny).Value(), 1e-12);
        Dips.Spread(ReferenceData.Tiny.Where(s => s.Therapist != "T5"))
            .IsWithheld(SuppressionRule.NetworkTherapists, 4, 5);
        Dips.Spread(ReferenceData.Tiny.Where(s => s.Dyad != "P10"))
            .IsWithheld(SuppressionRule.NetworkPatients, 9, 10);
    }

    private static RatedSession[] Case(params double[] ratings) =>
        [.. ratings.Select((rating, i) => Session(i + 1, rating))];

    private static RatedSession Session(int number, double patient, double? therapist = null) =>
        new("T1", "P1", number, therapist, patient);
}
