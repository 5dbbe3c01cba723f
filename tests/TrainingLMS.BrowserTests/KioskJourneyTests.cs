using Microsoft.Playwright;

namespace TrainingLMS.BrowserTests;

/// <summary>A device that is handed over, in a real browser: what Back and reload show afterwards is the question.</summary>
public sealed class KioskJourneyTests(BrowserFixture browser, ITestOutputHelper output)
{
    [Fact]
    public async Task After_sending_from_a_kiosk_back_and_reload_show_nothing_of_it()
    {
        await using var visitor = await OpenAsync();
        await FillAsync(visitor);
        await visitor.Page.ClickAsync("form[action='/f/send'] button");
        await visitor.Page.WaitForURLAsync("**/kiosk/done");

        for (var back = 1; back <= 6; back++)
        {
            await visitor.Page.GoBackAsync();
            await AssertNothingAsync(visitor);
            await visitor.Page.ReloadAsync();
            await AssertNothingAsync(visitor);
        }

        Assert.Empty(await visitor.Page.Context.CookiesAsync().Kept());
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Two_minutes_without_a_touch_clear_the_screen()
    {
        await using var visitor = await OpenAsync(withClock: true);
        await visitor.Page.Locator("fieldset.scale .point:nth-child(6) input").First.CheckAsync();

        await visitor.Page.Clock.FastForwardAsync(91_000);
        Assert.True(await visitor.Page.Locator("#still-there").IsVisibleAsync());
        await visitor.Page.ClickAsync("#still-there button");
        Assert.False(await visitor.Page.Locator("#still-there").IsVisibleAsync());

        await visitor.Page.Clock.FastForwardAsync(91_000);
        await visitor.Page.Clock.FastForwardAsync(31_000);
        await visitor.Page.WaitForURLAsync("**/kiosk");
        await visitor.Page.GoBackAsync();
        await AssertNothingAsync(visitor);
    }

    [Fact]
    public async Task Without_a_network_the_page_waits_and_sends_when_it_is_back()
    {
        await using var visitor = await OpenAsync();
        foreach (var mark in await visitor.Page.Locator("fieldset.scale .point:nth-child(6) input").AllAsync())
            await mark.CheckAsync();

        await visitor.Page.Context.SetOfflineAsync(true);
        await visitor.Page.ClickAsync("main form button");
        await visitor.Page.Locator("#not-sent").WaitForAsync();
        Assert.Equal(3, await visitor.Page.Locator("fieldset.scale input:checked").CountAsync());

        await visitor.Page.Context.SetOfflineAsync(false);
        await visitor.Page.WaitForURLAsync("**/f?page=2");
    }

    [Fact]
    public async Task A_therapist_who_hands_over_is_signed_out_and_the_patient_needs_few_keys()
    {
        var room = await Consulting.OpenAsync(browser.App);
        await room.HoldAsync(1);
        await using var visitor = await browser.VisitorAsync(room.Therapist);
        await visitor.Page.GotoAsync($"{room.Case}/sessions/1/form/after");
        await visitor.Page.ClickAsync("form[action$='/kiosk'] button");
        await visitor.Page.WaitForURLAsync("**/f/start");

        Assert.Equal(0, await visitor.Page.Locator("nav").CountAsync());
        Assert.DoesNotContain("Noor", await visitor.Page.InnerTextAsync("body"), StringComparison.Ordinal);
        await FillAsync(visitor);
        await visitor.Page.ClickAsync("form[action='/f/send'] button");
        await visitor.Page.WaitForURLAsync("**/kiosk/done");
        output.WriteLine("Handed over, filled in, and back at an empty page.");
    }

    private async Task<Visitor> OpenAsync(bool withClock = false)
    {
        var room = await Consulting.OpenAsync(browser.App);
        await room.HoldAsync(1);
        var code = await room.CodeAsync(1);
        var visitor = await browser.VisitorAsync();
        if (withClock)
            await visitor.Page.Clock.InstallAsync();
        await visitor.Page.GotoAsync("/kiosk");
        await visitor.Page.FillAsync("#Input_Code", code);
        await visitor.Page.ClickAsync("main form button");
        await visitor.Page.WaitForURLAsync("**/f/start");
        await visitor.Page.ClickAsync("main form button");
        await visitor.Page.Locator("fieldset.scale").First.WaitForAsync();
        return visitor;
    }

    private static async Task FillAsync(Visitor visitor)
    {
        if (await visitor.Page.Locator("fieldset.scale").CountAsync() == 0)
            await visitor.Page.ClickAsync("main form button");
        while (!visitor.Page.Url.EndsWith("/f/check", StringComparison.Ordinal))
        {
            var here = visitor.Page.Url;
            await visitor.Page.Locator("fieldset.scale").First.WaitForAsync();
            foreach (var mark in await visitor.Page.Locator("fieldset.scale .point:nth-child(6) input").AllAsync())
                await mark.CheckAsync();
            await visitor.Page.ClickAsync("main form button");
            await visitor.Page.WaitForFunctionAsync("before => location.href !== before", here);
        }
    }

    private static async Task AssertNothingAsync(Visitor visitor)
    {
        var words = await visitor.Page.InnerTextAsync("body");
        Assert.DoesNotContain("6 of 7", words, StringComparison.Ordinal);
        Assert.Equal(0, await visitor.Page.Locator("fieldset.scale, form[action='/f/send'], input:checked").CountAsync());
    }
}

internal static class KeptCookies
{
    /// <summary>What is left of a form or of what was answered in it.</summary>
    public static async Task<IReadOnlyList<string>> Kept(this Task<IReadOnlyList<BrowserContextCookiesResult>> cookies) =>
        [.. (await cookies).Select(c => c.Name).Where(n => n is "form" or "kiosk" or "form-answers")];
}
