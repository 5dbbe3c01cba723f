using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Programmes;

namespace TrainingLMS.UnitTests.Domain;

public sealed class DisclosurePolicyTests
{
    private static readonly int[] _none = [];

    private static readonly int[] _threeOfThree = [1, 2, 3];

    [Theory]
    [InlineData(DisclosureKind.Sealed, 0)]
    [InlineData(DisclosureKind.AfterBothRated, 0)]
    [InlineData(DisclosureKind.AfterSession, 3)]
    public void Nothing_is_allowed_before_the_own_rating_is_locked(DisclosureKind kind, int session) =>
        Assert.False(new DisclosurePolicy(kind, session).Allows(
            ownRated: false, patientRated: true, _threeOfThree, _threeOfThree));

    [Fact]
    public void Sealed_allows_nothing_ever() =>
        Assert.False(new DisclosurePolicy(DisclosureKind.Sealed).Allows(
            ownRated: true, patientRated: true, _threeOfThree, _threeOfThree));

    [Theory]
    [InlineData(DisclosureKind.Sealed, 0)]
    [InlineData(DisclosureKind.AfterBothRated, 0)]
    [InlineData(DisclosureKind.AfterSession, 3)]
    public void Nothing_is_allowed_before_the_patient_has_rated_the_session(DisclosureKind kind, int session) =>
        Assert.False(new DisclosurePolicy(kind, session).Allows(
            ownRated: true, patientRated: false, _threeOfThree, _threeOfThree));

    [Fact]
    public void After_both_rated_each_session_stands_for_itself() =>
        Assert.True(new DisclosurePolicy(DisclosureKind.AfterBothRated).Allows(
            ownRated: true, patientRated: true, _none, _none));

    [Theory]
    [InlineData(new[] { 1, 2, 3 }, new[] { 1, 2, 3 }, true)]
    [InlineData(new[] { 1, 2, 3, 4 }, new[] { 1, 2, 3 }, true)]
    [InlineData(new[] { 1, 3 }, new[] { 1, 2, 3 }, false)] // own rating of session 2 is missing
    [InlineData(new[] { 1, 2, 3 }, new[] { 1, 2 }, false)] // the patient still can rate session 3
    public void After_session_three_nothing_is_open_in_one_to_three(int[] own, int[] settled, bool allowed) =>
        Assert.Equal(allowed, new DisclosurePolicy(DisclosureKind.AfterSession, 3).Allows(
            ownRated: true, patientRated: true, own, settled));

    [Fact]
    public void After_session_needs_a_session() =>
        Assert.Throws<RuleBrokenException>(() => new DisclosurePolicy(DisclosureKind.AfterSession));
}
