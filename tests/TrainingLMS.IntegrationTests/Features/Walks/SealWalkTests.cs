using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.IntegrationTests.Features.Reports;
using TrainingLMS.Testing;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.IntegrationTests.Features.Walks;

/// <summary>
/// Every role walks every address, and a planted score is looked for in all that comes back, in each file, mail and log
/// line, and in every table but the two that hold ratings.
/// </summary>
public sealed class SealWalkTests(SealWalkTests.LoggedApp app, ITestOutputHelper output) : IClassFixture<SealWalkTests.LoggedApp>
{
    /// <summary>Its streams are packed; that it says what its twin says has a test of its own.</summary>
    private const string Pdf = "application/pdf";

    private const ConsentScopes Everything = ConsentScopes.TakePart | ConsentScopes.Feedback | ConsentScopes.Consultant
        | ConsentScopes.Research | ConsentScopes.Contact;

    [Theory]
    [InlineData(DisclosureKind.Sealed, 0, true, Everything)]
    [InlineData(DisclosureKind.AfterBothRated, 0, false, Everything)]
    [InlineData(DisclosureKind.AfterSession, 5, true, Everything)]
    [InlineData(DisclosureKind.AfterBothRated, 0, true, ConsentScopes.TakePart)]
    public async Task No_role_finds_a_sealed_score_at_any_address(
        DisclosureKind policy, int session, bool therapistRates, ConsentScopes scopes)
    {
        var planted = await PlantedPractice.MakeAsync(app, policy, session, therapistRates, scopes);

        var (table, found, opened) = await WalkAsync(planted);

        output.WriteLine($"{policy} {session}, therapist has rated: {therapistRates}, consent: {scopes}");
        output.WriteLine(table);
        Assert.True(opened > 60, $"Only {opened} addresses opened for anybody: the walk sees too little.");
        Assert.Empty(found);
        await AssertNowhereElseAsync();
    }

    [Fact]
    public async Task Where_it_is_released_the_walk_finds_it_at_the_two_who_may_see_it_and_nobody_else()
    {
        var planted = await PlantedPractice.MakeAsync(app, DisclosureKind.AfterBothRated, 0, therapistRates: true, Everything);

        var (table, found, _) = await WalkAsync(planted);

        output.WriteLine(table);
        Assert.Equal(
            ["Consultant /consultation/cases/{caseId:guid}", "therapist /cases/{caseId:guid}"],
            found.Select(f => f.Split(": ")[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        await AssertNowhereElseAsync();
    }

    [Fact]
    public async Task A_report_of_a_sealed_programme_holds_no_sealed_score_for_its_therapist_or_its_reader()
    {
        var network = await Network.MakeAsync(
            app, DisclosureKind.Sealed, s => s.Therapist == "T01" ? s with { TherapistAlliance = 5, PatientAlliance = 1.37, WellBeing = 3.77 } : s,
            _ => Everything);
        var (trainer, therapist) = (app.SignedIn(network.Trainer), app.SignedIn(network.Therapists[0]));
        var id = await ReportTests.StartAsync(network, network.Therapists[0]);
        await ReportTests.ReviewAsync(trainer, id);
        var people = new Dictionary<string, HttpClient>(StringComparer.Ordinal) { ["trainer"] = trainer, ["therapist"] = therapist };
        var walk = new Walk(app, new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["?"] = [$"cutOff={network.CutOff:yyyy-MM-dd}"],
            ["programmeId"] = [$"{network.Programme.Id}"],
            ["*"] = [$"{id}"],
        });

        var (draft, foundInDraft, _) = await WalkAsync(walk, people, IsReport, HoldsOwn);
        await ReportTests.SendAsync(trainer, id);
        await therapist.SubmitFormAsync($"/reports/{id}", "main form");
        var (sent, foundInSent, opened) = await WalkAsync(walk, people, IsReport, HoldsOwn);

        output.WriteLine(draft);
        output.WriteLine(sent);
        Assert.True(opened >= 8, "The report is not there to be read.");
        Assert.Empty(foundInDraft.Concat(foundInSent));
        var kept = Walk.Rows(app)["ReportContents"].Where(r => r.Contains(id.ToString(), StringComparison.OrdinalIgnoreCase)).ToList();
        Assert.DoesNotContain("1.37", Assert.Single(kept), StringComparison.Ordinal);

        static bool IsReport(string route) => route.StartsWith("/reports", StringComparison.Ordinal);

        // The rating, the gap of 3.63 to the therapist's own, the well-being: as they are or rounded, in what is read.
        static bool HoldsOwn(string text) => Regex.IsMatch(
            Regex.Replace(text, "(?s)<style.*?</style>|<[^>]+>", " "), @"(?<![0-9.,])(1[.,](37|4)|3[.,](63|6|77|8))(?![0-9])");
    }

    private static Task<(string Table, List<string> Found, int Opened)> WalkAsync(PlantedPractice planted) =>
        WalkAsync(planted.Walk, planted.People, _ => true, PlantedPractice.Holds);

    private static async Task<(string Table, List<string> Found, int Opened)> WalkAsync(
        Walk walk, Dictionary<string, HttpClient> browsers, Func<string, bool> which, Func<string, bool> holds)
    {
        var found = new List<string>();
        var opened = 0;
        var people = browsers.Keys.ToList();
        var lines = new List<string> { $"| route | {string.Join(" | ", people)} |" };
        foreach (var route in walk.Routes.Where(which))
        {
            var cells = new List<string>();
            foreach (var person in people)
            {
                var (cell, held) = ("–", false);
                foreach (var address in walk.AddressesOf(route))
                {
                    var (status, text, type) = await Walk.AskAsync(browsers[person], address);
                    Assert.True(status < HttpStatusCode.InternalServerError, $"{address} answers {person} with {status}.");
                    if (type != Pdf && holds(text))
                    {
                        held = true;
                        found.Add($"{person} {route}: {PlantedPractice.Around(text)}");
                    }

                    if (status == HttpStatusCode.OK)
                        cell = "open";
                }

                opened += cell == "open" ? 1 : 0;
                cells.Add(held ? "SCORE" : cell);
            }

            lines.Add($"| {route} | {string.Join(" | ", cells)} |");
        }

        return (string.Join('\n', lines), found, opened);
    }

    private async Task AssertNowhereElseAsync()
    {
        foreach (var (table, rows) in Walk.Rows(app, "Responses", "Answers"))
            Assert.DoesNotContain(rows, row => PlantedPractice.Holds(row) && Fail(table, row));

        var outbox = app.Services.CreateScope().ServiceProvider.GetRequiredService<Outbox>();
        foreach (var message in await app.ReadAsync(db => db.OutboxMessages.ToListAsync()))
            Assert.False(PlantedPractice.Holds($"{message.Subject} {outbox.BodyOf(message)}"), message.Key);

        foreach (var file in Directory.EnumerateFiles(app.Folder, "*", SearchOption.AllDirectories).Where(f => !f.Contains("traininglms.db", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            Assert.False(PlantedPractice.Holds(await reader.ReadToEndAsync()), file);
        }

        static bool Fail(string table, string row) => throw new InvalidOperationException($"{table}: {PlantedPractice.Around(row)}");
    }

    public sealed class LoggedApp : AppFixture
    {
        protected override bool KeepsLog => true;

        protected override void Adapt(IWebHostBuilder builder)
        {
            builder.UseSetting("Log:File", Path.Combine(Folder, "app.log"));
            builder.UseSetting("Log:Level", "Debug");
        }
    }
}
