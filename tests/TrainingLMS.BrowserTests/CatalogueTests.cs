using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TrainingLMS.BrowserTests.Pages;

namespace TrainingLMS.BrowserTests;

/// <summary>Whoever adds a page is told here that nobody looks at it yet.</summary>
public sealed class CatalogueTests(BrowserFixture browser)
{
    private static readonly string[] _noPages =
    [
        "instruments/{versionId:guid}/form.json", // files to take elsewhere
        "instruments/{versionId:guid}/questionnaire.json",
        "preferences/session", // asked by the script, answers in a number
        "reports/report.css",
        "reports/{id:guid}/report.pdf", // has its own tests, and a twin that is a page
    ];

    [Fact]
    public async Task Each_address_that_answers_with_a_page_is_in_the_catalogue()
    {
        await using var _ = await browser.VisitorAsync(); // skipped where there is no browser to look with
        var seen = new List<string>();
        foreach (var page in Catalogue.Pages)
        {
            await using var own = page.Own ? await BrowserFixture.StartedAsync() : null;
            var visit = await page.Arrange((own ?? browser).App);
            seen.AddRange([visit.Path.Split('?')[0], visit.Lands ?? visit.Path.Split('?')[0]]);
        }

        var missing = Routes().Where(r => !seen.Exists(s => Pattern(r).IsMatch(s))).ToList();

        Assert.Empty(missing);
    }

    [Fact]
    public void The_addresses_that_are_no_pages_are_there() => Assert.Empty(_noPages.Except(AllRoutes()));

    private IEnumerable<string> Routes() => AllRoutes().Except(_noPages, StringComparer.Ordinal);

    private IEnumerable<string> AllRoutes() => browser.App.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<ControllerActionDescriptor>() is { } action
            && action.EndpointMetadata.OfType<HttpMethodMetadata>().Any(m => m.HttpMethods.Contains("GET")))
        .Select(e => e.RoutePattern.RawText!.Trim('/'))
        .Distinct(StringComparer.Ordinal);

    /// <summary>A constrained part matches what it is constrained to, so that one address does not stand for another.</summary>
    private static Regex Pattern(string route) => new(
        "^/" + Regex.Replace(Regex.Replace(route, @"\{[^}]+:guid\}", "[0-9a-f-]{36}"), @"\{[^}]+\}", "[^/]+") + "/?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
