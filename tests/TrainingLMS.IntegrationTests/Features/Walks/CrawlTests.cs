using System.Net;
using AngleSharp.Html.Dom;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Features.Walks;

/// <summary>Every role follows every link it is shown, and then every address there is. Afterwards each row is as it was.</summary>
public sealed class CrawlTests(AppFixture app, ITestOutputHelper output) : IClassFixture<AppFixture>
{
    /// <summary>
    /// Where looking leaves a trace on purpose: who looked, who was shown a rating, and how long a session has been idle.
    /// </summary>
    private static readonly string[] _traces = ["AccessEntries", "Reveals", "StaffSessions", "DataProtectionKeys", "SubjectKeys", "AuditEntries"];

    [Fact]
    public async Task Following_every_link_as_every_role_changes_no_row()
    {
        var planted = await PlantedPractice.MakeAsync(
            app, DisclosureKind.AfterBothRated, 0, therapistRates: true, ConsentScopes.TakePart | ConsentScopes.Feedback);
        await planted.People["stranger"].GetAsync("/code"); // keys for cookies are there now
        var before = Walk.Rows(app, _traces);
        var followed = 0;

        foreach (var (person, browser) in planted.People)
        {
            var here = await FollowAsync(browser);
            output.WriteLine($"{person}: {here} pages by links");
            followed += here;
            foreach (var address in planted.Walk.Routes.SelectMany(planted.Walk.AddressesOf))
            {
                using var answer = await browser.GetAsync(address);
                using var head = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Head, address));
                Assert.True(head.StatusCode < HttpStatusCode.InternalServerError, address);
            }
        }

        var after = Walk.Rows(app, _traces);
        output.WriteLine($"{followed} pages followed; {before.Count} tables and {before.Sum(t => t.Value.Count)} rows compared.");
        Assert.True(followed > 50 && before.Count > 30);
        foreach (var (table, rows) in before)
            Assert.True(rows.SequenceEqual(after[table], StringComparer.Ordinal), $"{table} changed");
    }

    private static async Task<int> FollowAsync(HttpClient browser)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { "/" };
        var waiting = new Queue<string>(seen);
        var pages = 0;
        while (waiting.TryDequeue(out var address))
        {
            using var answer = await browser.GetAsync(address);
            if (answer.Headers.Location is { } further)
                Add(further.IsAbsoluteUri ? further.PathAndQuery : further.OriginalString);
            if (answer.StatusCode != HttpStatusCode.OK || answer.Content.Headers.ContentType?.MediaType != "text/html")
                continue;

            pages++;
            foreach (var link in (await answer.PageAsync()).QuerySelectorAll("a[href]").OfType<IHtmlAnchorElement>())
            {
                if (Uri.TryCreate(link.Href, UriKind.Absolute, out var to) && to.Host == answer.RequestMessage!.RequestUri!.Host)
                    Add(to.PathAndQuery);
            }
        }

        return pages;

        void Add(string address)
        {
            if (seen.Add(address))
                waiting.Enqueue(address);
        }
    }
}
