using System.Globalization;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using TrainingLMS.BrowserTests.Pages;

namespace TrainingLMS.BrowserTests;

/// <summary>What holds for every page: no barrier that axe knows, nothing sideways on a phone, no complaint of the browser.</summary>
public sealed class PageTests(BrowserFixture browser)
{
    private const int Phone = 360;
    private const int Desk = 1280;

    private static readonly AxeRunOptions _rules = new()
    {
        RunOnly = new RunOnlyOptions
        {
            Type = "tag",
            Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        },
    };

    /// <summary>In the dark only the colours are others.</summary>
    private static readonly AxeRunOptions _contrast = new()
    {
        RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast", "link-in-text-block"] },
    };

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

    private static async Task LookAsync(IPage page, string name, int width, bool dark, AxeRunOptions? rules)
    {
        var theme = dark ? "dark" : "light";
        await page.SetViewportSizeAsync(width, 800);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
        await KeepPictureAsync(page, string.Create(CultureInfo.InvariantCulture, $"{name}-{width}-{theme}"));
        if (rules is not null)
            await HasNoBarrierAsync(page, rules, $"{width} px, {theme}");
    }

    private static async Task HasNoBarrierAsync(IPage page, AxeRunOptions rules, string circumstances)
    {
        var found = await page.RunAxe(rules);
        Assert.True(found.Violations.Length == 0, $"{page.Url} at {circumstances}:\n" + string.Join('\n', found.Violations.Select(v =>
            $"{v.Id} ({v.Impact}): {v.Help}\n{string.Join('\n', v.Nodes.Select(n => $"    {n.Html}\n      {string.Join("; ", n.Any.Concat(n.All).Concat(n.None).Select(c => c.Message))}"))}")));
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
}
