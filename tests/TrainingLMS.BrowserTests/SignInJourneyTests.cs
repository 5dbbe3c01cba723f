namespace TrainingLMS.BrowserTests;

/// <summary>Whole ways through the application with the keyboard alone; the number of key presses is written out.</summary>
public sealed class SignInJourneyTests(BrowserFixture browser, ITestOutputHelper output)
{
    [Fact]
    public async Task Somebody_signs_in_by_keyboard()
    {
        var person = await browser.App.StaffAsync();
        await using var visitor = await browser.VisitorAsync();
        await visitor.Page.GotoAsync("/");

        await visitor.TabToAsync("#Input_Email");
        await visitor.TypeAsync(person.User.Email!);
        await visitor.PressAsync("Tab");
        Assert.True(await visitor.HasFocusAsync("#Input_Password"));
        await visitor.TypeAsync(Staff.Password);
        await visitor.EnterAsync();

        await visitor.TabToAsync("#Input_Code");
        await visitor.TypeAsync(browser.App.CodeOf(person));
        await visitor.EnterAsync();

        Assert.StartsWith("Today", await visitor.Page.Locator("h1").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(visitor.Complaints);
        output.WriteLine(
            $"Signing in takes {visitor.KeyPresses} key presses, {person.User.Email!.Length + Staff.Password.Length + 6} of them typed.");
    }

    [Fact]
    public async Task The_skip_link_is_the_first_stop_and_leads_past_the_navigation()
    {
        await using var visitor = await browser.VisitorAsync(await browser.App.UserAsync());
        await visitor.Page.GotoAsync("/");

        await visitor.PressAsync("Tab");
        Assert.True(await visitor.HasFocusAsync(".skip-link"));
        await visitor.PressAsync("Enter");

        Assert.True(await visitor.HasFocusAsync("main"));
    }

    [Fact]
    public async Task Language_and_colours_stay_with_the_browser()
    {
        await using var visitor = await browser.VisitorAsync();
        await visitor.Page.GotoAsync("/account/sign-in");

        await visitor.TabToAsync("button[value=fr]");
        await visitor.EnterAsync();
        await visitor.TabToAsync("button[value=dark]");
        await visitor.EnterAsync();

        var page = visitor.Page.Locator("html");
        Assert.Equal("fr", await page.GetAttributeAsync("lang"));
        Assert.Equal("dark", await page.GetAttributeAsync("data-theme"));
        Assert.EndsWith("/account/sign-in", visitor.Page.Url, StringComparison.Ordinal);
    }
}
