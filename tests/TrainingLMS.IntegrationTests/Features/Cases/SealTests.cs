using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Features.Cases;

/// <summary>The patient's rating is 6.83 in all of these; the question is who sees it when. The clock moves: an app of its own.</summary>
public sealed class SealTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Shown = "6.8";

    private static readonly string[] _patient = ["7", "7", "7", "7", "7", "6"];

    private static readonly int[] _therapist = [4, 4, 4, 4, 4, 4];

    [Fact]
    public async Task Sealed_means_sealed_whatever_the_patient_agreed_to()
    {
        var practice = await Practice.OpenAsync(app, DisclosureKind.Sealed, scopes: ConsentScopes.TakePart);
        await app.WriteAsync(async db =>
        {
            // As an import might have recorded it: the form does not offer it here.
            (await db.ConsentRecords.SingleAsync(r => r.CaseId == practice.CaseId)).Withdraw(app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
            db.Add(Consent(practice, ConsentScopes.TakePart | ConsentScopes.Feedback | ConsentScopes.Consultant));
        });
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await BothRateAsync(practice, 1);

        await AssertSealedAsync(practice);
        Assert.DoesNotContain("that I see the scores", (await practice.CaseAsync()).Body.Words(), StringComparison.Ordinal);
        Assert.Contains("4.0", (await practice.CaseAsync()).Body.Words(), StringComparison.Ordinal); // one's own is one's own
    }

    [Fact]
    public async Task After_both_rated_it_is_shown_and_noted_once()
    {
        var practice = await Practice.OpenAsync(
            app, DisclosureKind.AfterBothRated, scopes: [ConsentScopes.TakePart, ConsentScopes.Feedback]);
        await practice.HoldAsync(1);
        await practice.PatientRatesAsync(1, _patient);
        await AssertSealedAsync(practice); // the therapist has not rated yet

        await practice.RateAsync(1, _therapist);
        Assert.Equal(0, await practice.RevealsAsync());
        await Task.WhenAll(Enumerable.Range(1, 4).Select(_ => practice.CaseAsync()));

        Assert.Contains(Shown, (await practice.CaseAsync()).Body.Words(), StringComparison.Ordinal);
        Assert.Equal(1, await practice.RevealsAsync());
    }

    [Fact]
    public async Task After_session_two_nothing_is_shown_before_both_are_done_with_one_and_two()
    {
        var practice = await Practice.OpenAsync(
            app, DisclosureKind.AfterSession, 2, ConsentScopes.TakePart, ConsentScopes.Feedback);
        await practice.HoldAsync(1, app.Today.AddDays(-1));
        await practice.RateAsync(1, _therapist);
        await practice.PatientRatesAsync(1, _patient);
        await AssertSealedAsync(practice);

        await practice.HoldAsync(2);
        await practice.RateAsync(2, _therapist);
        await AssertSealedAsync(practice); // the patient still can rate session 2

        await practice.PatientRatesAsync(2, _patient);
        Assert.Contains(Shown, (await practice.CaseAsync()).Body.Words(), StringComparison.Ordinal);
        Assert.Equal(2, await practice.RevealsAsync());
    }

    [Fact]
    public async Task Without_agreement_to_feedback_it_stays_sealed()
    {
        var practice = await Practice.OpenAsync(app, DisclosureKind.AfterBothRated, scopes: ConsentScopes.TakePart);
        await BothRateAsync(practice, 1);

        await AssertSealedAsync(practice);
    }

    [Fact]
    public async Task A_consent_taken_back_seals_again_and_ends_the_links()
    {
        var practice = await Practice.OpenAsync(
            app, DisclosureKind.AfterBothRated, scopes: [ConsentScopes.TakePart, ConsentScopes.Feedback]);
        await BothRateAsync(practice, 1);
        Assert.Contains(Shown, (await practice.CaseAsync()).Body.Words(), StringComparison.Ordinal);
        var (waiting, _) = await practice.GiveAsync(2, Occasion.Before);

        await Practice.WentAsync(await practice.Browser.SubmitFormAsync($"{practice.Case}/consent/withdraw", "main form"));

        Assert.DoesNotContain(Shown, (await practice.CaseAsync()).Body.Words(), StringComparison.Ordinal);
        Assert.Contains("This link does not work any more.", (await app.Stranger().PageAsync(waiting)).Body.Words(), StringComparison.Ordinal);
        var refused = await practice.Browser.GetAsync($"{practice.Case}/sessions/2/form/before");
        Assert.Null((await refused.PageAsync()).QuerySelector("main form"));
        Assert.All(await NetworkAsync(practice), r => Assert.False(r.Released || r.WellBeingReleased));
    }

    [Fact]
    public async Task The_week_before_is_sealed_like_the_session_after()
    {
        var practice = await Practice.OpenAsync(
            app, DisclosureKind.AfterBothRated, scopes: [ConsentScopes.TakePart, ConsentScopes.Feedback]);
        var (before, _) = await practice.GiveAsync(1, Occasion.Before);
        var phone = await Practice.AnswerAsync(app.Stranger(), before, "9", "8", "9", "9", "8"); // mean 8.6, times 10
        await Practice.WentAsync(await phone.SubmitFormAsync("/f/check", "main form[action='/f/send']"));
        await practice.HoldAsync(1);
        Assert.DoesNotContain("86", Table(await practice.CaseAsync()), StringComparison.Ordinal);

        await practice.RateAsync(1, _therapist);
        Assert.DoesNotContain("86", Table(await practice.CaseAsync()), StringComparison.Ordinal); // both have not rated yet
        Assert.False(Assert.Single(await NetworkAsync(practice)).WellBeingReleased);

        await practice.PatientRatesAsync(1, _patient);
        Assert.Contains("86", Table(await practice.CaseAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consent_to_feedback_does_not_open_what_was_sent_before_it()
    {
        var practice = await Practice.OpenAsync(app, DisclosureKind.AfterBothRated, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1, app.Today.AddDays(-1));
        await practice.RateAsync(1, _therapist);
        await practice.PatientRatesAsync(1, _patient);
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        // The therapist says that the patient agreed to it days ago.
        await RecordAsync(practice, app.Today.AddDays(-5), ConsentScopes.TakePart, ConsentScopes.Feedback);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await AssertSealedAsync(practice);
        Assert.False(Assert.Single(await NetworkAsync(practice)).Released);

        await BothRateAsync(practice, 2);
        Assert.Contains(Shown, (await practice.CaseAsync()).Body.Words(), StringComparison.Ordinal);
        Assert.Equal(
            [(1, false), (2, true)], (await NetworkAsync(practice)).Select(r => (r.SessionNumber, r.Released)));
        Assert.Equal(1, await practice.RevealsAsync());
    }

    [Fact]
    public async Task A_consent_that_follows_another_keeps_open_what_both_of_them_open()
    {
        var practice = await Practice.OpenAsync(
            app, DisclosureKind.AfterBothRated, scopes: [ConsentScopes.TakePart, ConsentScopes.Feedback]);
        await BothRateAsync(practice, 1);
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        await RecordAsync(practice, app.Today, ConsentScopes.TakePart, ConsentScopes.Feedback, ConsentScopes.Research);
        Assert.Contains(Shown, (await practice.CaseAsync()).Body.Words(), StringComparison.Ordinal);

        await RecordAsync(practice, app.Today, ConsentScopes.TakePart);
        Assert.DoesNotContain(Shown, (await practice.CaseAsync()).Body.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_withdrawal_sealed_no_later_consent_opens()
    {
        var practice = await Practice.OpenAsync(
            app, DisclosureKind.AfterBothRated, scopes: [ConsentScopes.TakePart, ConsentScopes.Feedback]);
        await BothRateAsync(practice, 1);
        Assert.Contains(Shown, (await practice.CaseAsync()).Body.Words(), StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Practice.WentAsync(await practice.Browser.SubmitFormAsync($"{practice.Case}/consent/withdraw", "main form"));
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        await RecordAsync(practice, app.Today.AddDays(-5), ConsentScopes.TakePart, ConsentScopes.Feedback);
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        var page = await practice.CaseAsync();
        Assert.DoesNotContain(Shown, page.Body.Words(), StringComparison.Ordinal);
        Assert.Contains("What stays sealed:", page.Body.Words(), StringComparison.Ordinal);
        Assert.False(Assert.Single(await NetworkAsync(practice)).Released);

        await BothRateAsync(practice, 2);
        Assert.Equal(
            [(1, false), (2, true)], (await NetworkAsync(practice)).Select(r => (r.SessionNumber, r.Released)));
    }

    [Fact]
    public async Task A_change_to_a_consent_without_feedback_seals_for_good()
    {
        var practice = await Practice.OpenAsync(
            app, DisclosureKind.AfterBothRated, scopes: [ConsentScopes.TakePart, ConsentScopes.Feedback]);
        await BothRateAsync(practice, 1);
        app.Clock.Advance(TimeSpan.FromMinutes(1));

        await RecordAsync(practice, app.Today, ConsentScopes.TakePart);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await RecordAsync(practice, app.Today, ConsentScopes.TakePart, ConsentScopes.Feedback);

        Assert.False(Assert.Single(await NetworkAsync(practice)).Released);
        Assert.DoesNotContain(Shown, (await practice.CaseAsync()).Body.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_consent_in_the_place_of_another_with_the_same_scope_is_no_break()
    {
        var practice = await Practice.OpenAsync(
            app, DisclosureKind.AfterBothRated, scopes: [ConsentScopes.TakePart, ConsentScopes.Feedback]);
        await BothRateAsync(practice, 1);

        for (var i = 0; i < 3; i++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            await RecordAsync(practice, app.Today, ConsentScopes.TakePart, ConsentScopes.Feedback);
        }

        Assert.True(Assert.Single(await NetworkAsync(practice)).Released);
        Assert.Contains(Shown, (await practice.CaseAsync()).Body.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_consultant_needs_an_agreement_of_its_own()
    {
        var practice = await Practice.OpenAsync(
            app, DisclosureKind.AfterBothRated, scopes: [ConsentScopes.TakePart, ConsentScopes.Feedback]);
        var consultant = await app.MemberAsync(practice.Programme, Role.Consultant);
        await app.SaveAsync(new ConsultantOf
        {
            ProgrammeId = practice.Programme.Id,
            ConsultantId = consultant.Id,
            TherapistId = practice.Therapist.Id,
            From = app.Today.AddDays(-7),
        });
        await BothRateAsync(practice, 1);

        var first = Assert.Single(await ForConsultantAsync(consultant.Id, practice));
        Assert.All(first.Sessions, s => Assert.True(s is { Own.Score: null, Alliance.Score: null, Alliance.Released: false }));

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await RecordAsync(practice, app.Today, ConsentScopes.TakePart, ConsentScopes.Feedback, ConsentScopes.Consultant);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await BothRateAsync(practice, 2);
        var second = Assert.Single(await ForConsultantAsync(consultant.Id, practice));
        Assert.True(second.Sessions[0] is { Own.Score: null, Alliance.Score: null }); // sent before it was agreed
        Assert.Equal(41 / 6.0, second.Sessions[1].Alliance.Score!.Value, 12);
        Assert.Equal(4.0, second.Sessions[1].Own.Score);

        // Left out and agreed to once more: what was sent before stays the therapist's alone.
        ConsentScopes[] withoutConsultant = [ConsentScopes.TakePart, ConsentScopes.Feedback];
        foreach (var scopes in new[] { withoutConsultant, [.. withoutConsultant, ConsentScopes.Consultant] })
        {
            await RecordAsync(practice, app.Today, scopes);
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.All(
                Assert.Single(await ForConsultantAsync(consultant.Id, practice)).Sessions, s => Assert.Null(s.Alliance.Score));
        }

        Assert.All(await NetworkAsync(practice), r => Assert.True(r.Released));

        Assert.Empty(await ForConsultantAsync((await app.MemberAsync(practice.Programme, Role.Consultant)).Id, practice));
    }

    [Fact]
    public async Task A_colleague_finds_no_such_case_and_sees_nothing_of_it()
    {
        var practice = await Practice.OpenAsync(
            app, DisclosureKind.AfterBothRated, scopes: [ConsentScopes.TakePart, ConsentScopes.Feedback]);
        await BothRateAsync(practice, 1);

        foreach (var role in Enum.GetValues<Role>())
        {
            var other = app.SignedIn(await app.MemberAsync(practice.Programme, role));
            foreach (var address in new[] { "", "/consent", "/consent/withdraw", "/end", "/sessions/1/held", "/sessions/1/rate", "/sessions/1/form/after" })
                Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(practice.Case + address)).StatusCode);
        }

        var colleague = await app.MemberAsync(practice.Programme, Role.Therapist);
        Assert.Empty(await app.ReadAsync(db => new Seal(db, app.Clock).ForTherapistAsync(colleague.Id, [practice.CaseId])));
    }

    [Fact]
    public async Task The_network_gets_both_ratings_and_knows_what_was_seen_before()
    {
        var practice = await Practice.OpenAsync(
            app, DisclosureKind.AfterBothRated, scopes: [ConsentScopes.TakePart, ConsentScopes.Feedback]);
        await app.SaveAsync(new TherapistProfile
        {
            ProgrammeId = practice.Programme.Id, PersonId = practice.Therapist.Id, Code = "T-01",
        });
        await practice.HoldAsync(1, app.Today.AddDays(-1));
        await practice.RateAsync(1, _therapist);
        await practice.PatientRatesAsync(1, _patient);

        var one = Assert.Single(await NetworkAsync(practice));
        Assert.Equal(("T-01", practice.Code, 1, 4.0), (one.TherapistCode, one.CaseCode, one.SessionNumber, one.TherapistAlliance));
        Assert.Equal(41 / 6.0, one.PatientAlliance!.Value, 12);
        Assert.Equal((true, false, false, false), (one.Released, one.WellBeingReleased, one.RevealedBefore, one.PatientLate));
        Assert.Empty(await NetworkAsync(practice, app.Today.AddDays(-2)));

        // Seen an hour before the next rating: that one is not blind any more.
        await app.WriteAsync(async db =>
        {
            var response = await db.Set<Response>().SingleAsync(r => r.ProgrammeId == practice.Programme.Id && r.RecordedById == null);
            db.Add(new Reveal
            {
                ProgrammeId = practice.Programme.Id, ResponseId = response.Id, ToPersonId = practice.Therapist.Id,
                At = app.Clock.GetUtcNow().AddHours(-1),
            });
        });
        await practice.HoldAsync(2);
        await practice.RateAsync(2, _therapist);
        Assert.True((await NetworkAsync(practice)).Single(r => r.SessionNumber == 2).RevealedBefore);
    }

    private static async Task RecordAsync(Practice practice, DateOnly on, params ConsentScopes[] scopes) =>
        await Practice.WentAsync(await practice.Browser.SubmitFormAsync($"{practice.Case}/consent", "main form",
            [("Input.ConsentOn", $"{on:yyyy-MM-dd}"), .. scopes.Select(s => ("Input.Scopes", s.ToString()))]));

    private static async Task BothRateAsync(Practice practice, int number)
    {
        await practice.HoldAsync(number);
        await practice.RateAsync(number, _therapist);
        await practice.PatientRatesAsync(number, _patient);
    }

    /// <summary>No page that its people can open has the number in it, in any way of writing it.</summary>
    private async Task AssertSealedAsync(Practice practice)
    {
        var therapist = practice.Browser;
        HttpClient[] everybody =
        [
            therapist,
            .. await Task.WhenAll(Enum.GetValues<Role>().Select(async r => app.SignedIn(await app.MemberAsync(practice.Programme, r)))),
        ];
        string[] addresses =
        [
            "/", "/cases", practice.Case, $"{practice.Case}/sessions/1/rate", $"{practice.Case}/sessions/1/held",
            $"{practice.Case}/sessions/1/form/after", $"{practice.Case}/consent", "/reports", "/people", "/programme", "/audit", "/messages",
        ];
        foreach (var browser in everybody)
        {
            foreach (var address in addresses)
            {
                var html = await (await browser.GetAsync(address)).Content.ReadAsStringAsync();
                foreach (var number in new[] { "6.8", "6,8", "6.83", "6.833" })
                    Assert.DoesNotContain(number, html, StringComparison.Ordinal);
            }
        }

        Assert.NotNull((await practice.CaseAsync()).QuerySelector("main .status.sealed"));
        Assert.Equal(0, await practice.RevealsAsync());
    }

    private Task<IReadOnlyList<NetworkRating>> NetworkAsync(Practice practice, DateOnly? cutOff = null) =>
        app.ReadAsync(db => new Seal(db, app.Clock).ForNetworkAsync(practice.Programme.Id, cutOff));

    private Task<IReadOnlyList<CaseRatings>> ForConsultantAsync(Guid consultant, Practice practice) =>
        app.ReadAsync(db => new Seal(db, app.Clock).ForConsultantAsync(consultant, [practice.CaseId]));

    private ConsentRecord Consent(Practice practice, ConsentScopes scopes) => new()
    {
        ProgrammeId = practice.Programme.Id,
        CaseId = practice.CaseId,
        TextVersion = "1",
        Language = "en",
        Scopes = scopes,
        GivenAt = app.Clock.GetUtcNow(),
        RecordedAt = app.Clock.GetUtcNow(),
        RecordedById = practice.Therapist.Id,
    };

    private static string Table(IDocument page) =>
        string.Join(' ', page.QuerySelectorAll("table").Select(t => t.Words()));
}
