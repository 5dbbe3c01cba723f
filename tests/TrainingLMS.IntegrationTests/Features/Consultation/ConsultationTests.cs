using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Features.Consultation;

/// <summary>What a consultant finds of the cases of the therapists they meet. The clock moves: an app of its own.</summary>
public sealed class ConsultationTests(AppFixture app) : IClassFixture<AppFixture>
{
    private const string Shown = "6.8";

    private static readonly string[] _patient = ["7", "7", "7", "7", "7", "6"];

    private static readonly ConsentScopes[] _shared = [ConsentScopes.TakePart, ConsentScopes.Feedback, ConsentScopes.Consultant];

    [Fact]
    public async Task Nothing_is_shown_before_the_patient_agreed_that_the_consultant_sees_it()
    {
        var practice = await Practice.OpenAsync(
            app, DisclosureKind.AfterBothRated, scopes: [ConsentScopes.TakePart, ConsentScopes.Feedback]);
        var consultant = await ConsultantAsync(practice);
        var browser = app.SignedIn(consultant);
        await BothRateAsync(practice, 1);
        Assert.Contains(Shown, (await practice.CaseAsync()).Body.Words(), StringComparison.Ordinal);

        Assert.Contains("not shared with you", (await browser.PageAsync("/consultation/cases")).Body.Words(), StringComparison.Ordinal);
        await AssertSealedAsync(browser, practice, consultant);

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Practice.WentAsync(await practice.Browser.SubmitFormAsync($"{practice.Case}/consent", "main form",
            [("Input.ConsentOn", $"{app.Today:yyyy-MM-dd}"), .. _shared.Select(s => ("Input.Scopes", s.ToString()))]));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await AssertSealedAsync(browser, practice, consultant); // sent before it was agreed

        await BothRateAsync(practice, 2);
        var rows = (await browser.PageAsync($"/consultation{practice.Case}")).QuerySelectorAll("main tbody tr");
        Assert.Equal(["sealed", "sealed"], Numbers(rows[0]));
        Assert.Equal(["4.0", Shown], Numbers(rows[1]));
        Assert.Equal(1, await RevealsToAsync(consultant));
    }

    [Fact]
    public async Task The_therapist_rates_first_here_too()
    {
        var practice = await Practice.OpenAsync(app, DisclosureKind.AfterBothRated, scopes: _shared);
        var consultant = await ConsultantAsync(practice);
        await practice.HoldAsync(1);
        await practice.PatientRatesAsync(1, _patient);

        await AssertSealedAsync(app.SignedIn(consultant), practice, consultant);
    }

    [Fact]
    public async Task Sealed_means_sealed_for_the_consultant_whatever_the_patient_agreed_to()
    {
        var practice = await Practice.OpenAsync(app, DisclosureKind.Sealed, scopes: ConsentScopes.TakePart);
        var consultant = await ConsultantAsync(practice);
        await app.WriteAsync(async db =>
        {
            // As an import might have recorded it: the form does not offer it here.
            (await db.ConsentRecords.SingleAsync(r => r.CaseId == practice.CaseId)).Withdraw(app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
            db.Add(new ConsentRecord
            {
                ProgrammeId = practice.Programme.Id,
                CaseId = practice.CaseId,
                TextVersion = "1",
                Language = "en",
                Scopes = _shared.Aggregate(ConsentScopes.None, (all, s) => all | s),
                GivenAt = app.Clock.GetUtcNow(),
                RecordedAt = app.Clock.GetUtcNow(),
                RecordedById = practice.Therapist.Id,
            });
        });
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await BothRateAsync(practice, 1);

        var browser = app.SignedIn(consultant);
        Assert.Contains("not shared with you", (await browser.PageAsync("/consultation/cases")).Body.Words(), StringComparison.Ordinal);
        await AssertSealedAsync(browser, practice, consultant);
    }

    [Fact]
    public async Task A_case_opens_for_the_therapist_s_own_consultant_while_they_are_it_and_each_look_is_noted()
    {
        var practice = await Practice.OpenAsync(app, DisclosureKind.AfterBothRated, scopes: _shared);
        var consultant = await ConsultantAsync(practice);
        await BothRateAsync(practice, 1);
        var page = $"/consultation{practice.Case}";

        foreach (var role in Enum.GetValues<Role>())
        {
            var other = app.SignedIn(await app.MemberAsync(practice.Programme, role));
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(page)).StatusCode);
            Assert.DoesNotContain(practice.Code, await (await other.GetAsync("/consultation/cases")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await practice.Browser.GetAsync(page)).StatusCode);
        var browser = app.SignedIn(consultant);
        Assert.Contains(practice.Code, (await browser.PageAsync("/consultation/cases")).Body.Words(), StringComparison.Ordinal);
        Assert.Contains(Shown, (await browser.PageAsync(page)).Body.Words(), StringComparison.Ordinal);
        Assert.Equal(1, await app.ReadAsync(db => db.AccessEntries.CountAsync(e =>
            e.PersonId == consultant.Id && e.CaseId == practice.CaseId)));

        await app.WriteAsync(async db =>
            (await db.ConsultantsOf.SingleAsync(c => c.ConsultantId == consultant.Id)).End(app.Today));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(page)).StatusCode);
        Assert.Contains("No cases of your therapists yet", (await browser.PageAsync("/consultation/cases")).Body.Words(), StringComparison.Ordinal);
    }

    private static async Task BothRateAsync(Practice practice, int number)
    {
        await practice.HoldAsync(number);
        await practice.RateAsync(number, 4, 4, 4, 4, 4, 4);
        await practice.PatientRatesAsync(number, _patient);
    }

    private static IEnumerable<string> Numbers(IElement row) =>
        row.QuerySelectorAll("td.number").Take(2).Select(c => c.Words());

    private async Task AssertSealedAsync(HttpClient browser, Practice practice, AppUser consultant)
    {
        foreach (var address in new[] { "/", "/consultation/cases", $"/consultation{practice.Case}" })
        {
            var response = await browser.GetAsync(address);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var html = await response.Content.ReadAsStringAsync();
            foreach (var number in new[] { "6.8", "6,8", "4.0", "4,0" })
                Assert.DoesNotContain(number, html, StringComparison.Ordinal);
        }

        Assert.NotNull((await browser.PageAsync($"/consultation{practice.Case}")).QuerySelector("main .status.sealed"));
        Assert.Equal(0, await RevealsToAsync(consultant));
    }

    private async Task<AppUser> ConsultantAsync(Practice practice)
    {
        var consultant = await app.MemberAsync(practice.Programme, Role.Consultant);
        await app.SaveAsync(new ConsultantOf
        {
            ProgrammeId = practice.Programme.Id,
            ConsultantId = consultant.Id,
            TherapistId = practice.Therapist.Id,
            From = app.Today.AddDays(-7),
        });
        return consultant;
    }

    private Task<int> RevealsToAsync(AppUser person) =>
        app.ReadAsync(db => db.Set<Reveal>().CountAsync(r => r.ToPersonId == person.Id));
}
