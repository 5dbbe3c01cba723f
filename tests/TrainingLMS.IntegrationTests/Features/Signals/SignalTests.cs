using TrainingLMS.Congruence;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Domain.Signals;
using TrainingLMS.Testing;
using TrainingLMS.Web.Infrastructure.Signals;

namespace TrainingLMS.IntegrationTests.Features.Signals;

public sealed class SignalTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly SignalRules _rules = SignalRules.Read();

    [Fact]
    public void The_table_says_what_the_engine_does() => Assert.Equal(
        (SmallNumbers.DipInSd, SmallNumbers.FirstSessionOfDip), (_rules.Dip.Spreads, _rules.Dip.FirstSession));

    [Fact]
    public void Every_kind_has_its_question_and_its_limit_in_both_languages() => Assert.All(
        Enum.GetValues<SignalKind>(), kind => Assert.All(
            Web.WebSetup.Languages, language => Assert.EndsWith(
                language == "fr" ? " ?" : "?", _rules.Question(kind, language), StringComparison.Ordinal)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_dip_and_a_gap_are_found_where_they_are_released_and_only_there(bool released)
    {
        var item = Case([(5, 5.8), (5, 6.0), (6.5, 4.0)], released);

        var found = SignalFinder.Find(item, _rules, Reported.Show(.44), app.Clock.GetUtcNow());

        Assert.Equal(
            released ? [(SignalKind.Dip, 3, true), (SignalKind.Gap, 3, false)] : [],
            found.Select(s => (s.Kind, s.Session, s.Silent)));
    }

    [Fact]
    public void A_run_at_the_top_is_one_question()
    {
        var found = SignalFinder.Find(Case([(6, 7), (6, 7), (6, 7), (6, 7)], released: true), _rules, Reported.Show(.44), app.Clock.GetUtcNow());

        Assert.Equal((SignalKind.Ceiling, 3), Assert.Single(found.Select(s => (s.Kind, s.Session))));
    }

    [Fact]
    public async Task Two_missed_forms_are_a_question_that_goes_from_new_to_closed()
    {
        var practice = await Practice.OpenAsync(app, DisclosureKind.Sealed, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1, app.Today.AddDays(-1));
        await practice.HoldAsync(2);
        app.Clock.Advance(TimeSpan.FromDays(4));

        var page = await practice.Browser.PageAsync("/signals");
        Assert.Contains("Two forms in a row did not come.", page.Body.Words(), StringComparison.Ordinal);
        Assert.Contains("Not seen yet", page.Body.Words(), StringComparison.Ordinal);

        await Practice.WentAsync(await practice.Browser.SubmitFormAsync("/signals", "button[name=Bring]"));
        await Practice.WentAsync(await practice.Browser.SubmitFormAsync("/signals", "button[value=Discussed]"));
        var discussed = (await practice.Browser.PageAsync("/signals")).Body.Words();
        Assert.Contains("On the list for the next consultation", discussed, StringComparison.Ordinal);
        Assert.Contains(practice.Therapist.DisplayName + ", ", discussed, StringComparison.Ordinal);

        await Practice.WentAsync(await practice.Browser.SubmitFormAsync("/signals", "button[value=Closed]"));
        Assert.Contains("Nothing is waiting", (await practice.Browser.PageAsync("/signals")).Body.Words(), StringComparison.Ordinal);
    }

    private static CaseRatings Case((double Own, double Patient)[] sessions, bool released) => new(
        Guid.NewGuid(), "C-01", new DisclosurePolicy(DisclosureKind.AfterBothRated), ConsentScopes.TakePart,
        [
            .. sessions.Select((s, n) => new SessionView(
                Guid.NewGuid(), n + 1, new DateOnly(2026, 3, 1 + n),
                new RatingView(AdministrationStatus.Done, false, null, null, null, false, s.Own),
                new RatingView(AdministrationStatus.Done, false, null, null, null, released, released ? s.Patient : null),
                RatingView.NotAsked)),
        ]);
}
