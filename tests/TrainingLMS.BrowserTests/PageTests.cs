using System.Globalization;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using TrainingLMS.BrowserTests.Pages;

namespace TrainingLMS.BrowserTests;

/// <summary>What holds for every page: no barrier that axe knows, nothing sideways on a phone, no complaint of the browser.</summary>
public sealed class PageTests(BrowserFixture browser)
{
    private const int Phone = 360;
    private const int Desk = 1280;

    // axe itself, as its package brings it.
    private static readonly string _axe = new BundledAxeScriptProvider().GetScript();

    private static readonly Rules _rules = new("tag", ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);

    /// <summary>In the dark only the colours are others.</summary>
    private static readonly Rules _contrast = new("rule", ["color-contrast", "link-in-text-block"]);

    /// <summary>PAGES=report looks at the pages whose name begins so, while somebody works on them.</summary>
    public static TheoryData<string> Names =>
    [
        .. Catalogue.Pages.Select(p => p.Name)
            .Where(n => n.StartsWith(Environment.GetEnvironmentVariable("PAGES") ?? "", StringComparison.Ordinal)),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_page_is_open_to_everybody(string name)
    {
        var entry = Catalogue.Find(name);
        await using var own = entry.Own ? await BrowserFixture.StartedAsync() : null;
        var there = own ?? browser;
        var visit = await entry.Arrange(there.App);
        await using var visitor = await there.VisitorAsync(visit.Person, visit.Half);
        var page = visitor.Page;

        var response = await page.GotoAsync(visit.Path);
        Assert.Equal(visit.Status, response!.Status);
        if (visit.Before is not null)
            await visit.Before(visitor);

        if (visit.Lands is not null)
            Assert.Equal(visit.Lands, new Uri(page.Url).AbsolutePath);

        Assert.Equal(1, await page.Locator("h1").CountAsync());
        await LookAsync(page, name, Desk, dark: false, _rules);
        await LookAsync(page, name, Desk, dark: true, _contrast);
        await LookAsync(page, name, Phone, dark: true, rules: null);
        await LookAsync(page, name, Phone, dark: false, _rules);

        var (wide, room) = (
            await page.EvaluateAsync<int>("document.documentElement.scrollWidth"),
            await page.EvaluateAsync<int>("document.documentElement.clientWidth"));
        Assert.True(wide <= room, $"{visit.Path} is {wide} px wide on a screen of {room} px: {await WidestAsync(page)}");
        Assert.Empty(visitor.Complaints);
    }

    /// <summary>The look itself: a page that is spoilt on purpose does not pass.</summary>
    [Theory]
    [InlineData("document.querySelector('label').remove()", "label")]
    [InlineData("document.querySelector('h1').style.color = '#ccc'", "color-contrast")]
    public async Task A_barrier_is_found(string harm, string rule)
    {
        await using var visitor = await browser.VisitorAsync();
        await visitor.Page.GotoAsync("/account/sign-in");
        await visitor.Page.EvaluateAsync(harm);

        var complaint = await Assert.ThrowsAnyAsync<Exception>(() => HasNoBarrierAsync(visitor.Page, _rules, "any"));

        Assert.Contains(rule, complaint.Message, StringComparison.Ordinal);
    }

    private static async Task LookAsync(IPage page, string name, int width, bool dark, Rules? rules)
    {
        var theme = dark ? "dark" : "light";
        await page.SetViewportSizeAsync(width, 800);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
        await KeepPictureAsync(page, string.Create(CultureInfo.InvariantCulture, $"{name}-{width}-{theme}"));
        if (rules is not null)
            await HasNoBarrierAsync(page, rules, $"{width} px, {theme}");
    }

    /// <summary>
    /// axe in the page itself, brought there once: its own runner opens another page for each run, which is for frames, and
    /// there are none here.
    /// </summary>
    private static async Task HasNoBarrierAsync(IPage page, Rules rules, string circumstances)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
            await page.EvaluateAsync(_axe);

        var found = await page.EvaluateAsync<string[]>(
            """
            async runOnly => (await axe.run(document, { runOnly, resultTypes: ['violations'] })).violations.map(v =>
              `${v.id} (${v.impact}): ${v.help}\n` + v.nodes.map(n =>
                `    ${n.html}\n      ${[...n.any, ...n.all, ...n.none].map(c => c.message).join('; ')}`).join('\n'))
            """,
            new { type = rules.Type, values = rules.Values });
        Assert.True(found.Length == 0, $"{page.Url} at {circumstances}:\n{string.Join('\n', found)}");
    }

    private static Task<string> WidestAsync(IPage page) => page.EvaluateAsync<string>(
        """
        () => [...document.querySelectorAll('main *, header *, footer *')]
          .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .slice(0, 5).map(e => e.outerHTML.slice(0, 120)).join('\n')
        """);

    /// <summary>SCREENSHOTS=folder leaves a picture of every page there, for people to look at.</summary>
    private static async Task KeepPictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is not { Length: > 0 } folder)
            return;

        await page.EvaluateAsync("() => document.fonts.ready.then(() => true)");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }

    private sealed record Rules(string Type, string[] Values);
}
