using TrainingLMS.Congruence;
using TrainingLMS.Congruence.ResponseSurfaces;

namespace TrainingLMS.UnitTests.Congruence;

public sealed class SurfaceCoverageTests
{
    [Fact]
    public void Who_rates_higher_is_counted_on_a_common_standard_deviation()
    {
        // Both have variance 1, so half a standard deviation is half a point; a gap of exactly that is alike.
        var shares = SurfaceCoverage.From([1, 2, 3], [2, 2.5, 1]).Discrepancy.Value();

        Near.Absolute(Math.Sqrt((1 + 7.0 / 12) / 2), shares.CommonSd, 1e-12);
        Assert.Equal((1 / 3.0, 0, 2 / 3.0), (shares.PatientHigher, shares.Alike, shares.TherapistHigher));
        Assert.Equal(1, SurfaceCoverage.From([1, 2, 3], [1.5, 2.5, 3.5]).Discrepancy.Value().Alike, 1e-12);
    }

    [Theory]
    [InlineData(.1, true)]
    [InlineData(.099, false)]
    public void A_tenth_of_the_rows_on_either_side_is_enough(double share, bool enough)
    {
        Assert.Equal(enough, new DiscrepancyShares(share, .5, .4, 1).IsEnough);
        Assert.Equal(enough, new DiscrepancyShares(.4, .5, share, 1).IsEnough);
    }

    [Fact]
    public void The_hull_holds_what_was_rated_and_nothing_beyond()
    {
        var coverage = SurfaceCoverage.From([1, 3, 3, 1, 2], [1, 1, 3, 3, 2]);

        Assert.Equal(4, coverage.Hull.Count);
        Assert.True(coverage.Contains(new RatedPoint(2, 2)));
        Assert.True(coverage.Contains(new RatedPoint(3, 2)));
        Assert.False(coverage.Contains(new RatedPoint(3.01, 2)));
    }

    [Fact]
    public void Ratings_on_a_line_or_a_point_have_a_hull_too()
    {
        var line = SurfaceCoverage.From([1, 2, 3], [1, 2, 3]);
        var point = SurfaceCoverage.From([2, 2], [4, 4]);

        Assert.True(line.Contains(new RatedPoint(2.5, 2.5)));
        Assert.False(line.Contains(new RatedPoint(4, 4)));
        Assert.False(line.Contains(new RatedPoint(2, 2.5)));
        Assert.True(point.Contains(new RatedPoint(2, 4)));
        Assert.False(point.Contains(new RatedPoint(2, 4.1)));
    }

    [Fact]
    public void Raters_who_never_change_are_named()
    {
        var one = SurfaceCoverage.From([1, 2, 3], [2, 2, 2]);
        var both = SurfaceCoverage.From([2, 2], [2, 2]);

        Assert.Equal(SuppressionRule.ConstantRater, one.Correlation.Reason().Rule);
        Assert.True(one.Discrepancy.IsShown);
        Assert.Equal(RefusalReason.RankDeficient, one.VarianceInflation.Reason().Refusal!.Reason);
        Assert.Equal(SuppressionRule.ConstantRater, both.Discrepancy.Reason().Rule);
    }

    [Fact]
    public void Terms_that_go_together_have_a_large_inflation()
    {
        double[] x = [1, 2, 3, 4, 5, 6, 7, 1, 3, 5];
        double[] apart = [4, 7, 1, 6, 2, 5, 3, 6, 6, 1];
        double[] near = [1.2, 2, 3.3, 4, 5.2, 5.7, 7, 1, 3.1, 5.3];

        var low = SurfaceCoverage.From(x, apart).VarianceInflation.Value();
        var high = SurfaceCoverage.From(x, near).VarianceInflation.Value();

        Assert.All(low, v => Assert.InRange(v, 1, 20));
        Assert.True(high.Max() > 100);
    }
}
