using TrainingLMS.Congruence;
using TrainingLMS.Congruence.Dyads;

namespace TrainingLMS.UnitTests.Congruence;

public sealed class ProfileSimilarityTests
{
    private static readonly double[] _patient = [6, 5, 7, 4, 6, 5, 3, 6];
    private static readonly double[] _therapist = [5, 4, 6, 4, 6, 4, 3, 5];
    private static readonly double[] _means = [5.5, 4.5, 6.5, 4, 6, 4.5, 3, 5.5];

    [Fact]
    public void What_everybody_shares_is_taken_out_of_the_distinctive_one()
    {
        var profile = ProfileSimilarity.Of(_patient, _therapist, _means).Value();

        // The means lie half way between the two, so their distinctive profiles are opposites.
        Near.Absolute(-1, profile.DistinctiveR!.Value, 1e-12);
        Assert.InRange(profile.R!.Value, .8, 1);
        Assert.Equal(5, profile.SquaredDistance);
        Assert.True(profile.DoubleEntry < profile.R);
        Assert.Equal(8, profile.Items);
    }

    [Fact]
    public void Seven_items_are_too_few_and_eight_are_enough()
    {
        ProfileSimilarity.Of(_patient[..7], _therapist[..7], _means[..7]).IsWithheld(SuppressionRule.ProfileItems, 7, 8);
        Assert.True(ProfileSimilarity.Of(_patient, _therapist, _means).IsShown);
    }

    [Fact]
    public void The_same_answer_to_every_item_has_a_distance_and_no_correlation()
    {
        var flat = ProfileSimilarity.Of(_patient, [5, 5, 5, 5, 5, 5, 5, 5], _means).Value();
        var same = ProfileSimilarity.Of([5, 5, 5, 5, 5, 5, 5, 5], [5, 5, 5, 5, 5, 5, 5, 5], _means).Value();

        Assert.Null(flat.R);
        Assert.NotNull(flat.DistinctiveR);
        Assert.Null(same.DoubleEntry);
        Assert.Equal(0, same.SquaredDistance);
    }

    [Fact]
    public void Lists_that_do_not_fit_are_refused()
    {
        Assert.Equal(
            RefusalReason.UnequalLengths, ProfileSimilarity.Of(_patient, _therapist[..7], _means).Reason().Refusal!.Reason);
        Assert.Equal(
            RefusalReason.NotANumber,
            ProfileSimilarity.Of(_patient, [.. _therapist[..7], double.NaN], _means).Reason().Refusal!.Reason);
    }
}
