using System.Net;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Features.Preferences;

public sealed class PreferenceTests(AppFixture app)
{
    [Fact]
    public async Task A_language_is_kept_by_the_browser_and_the_page_comes_back()
    {
        var browser = app.Stranger();

        var chosen = await browser.SubmitFormAsync("/account/sign-in", "button[value=fr]");
        var page = await browser.PageAsync("/account/sign-in");

        Assert.Equal("/account/sign-in", chosen.Headers.Location!.OriginalString);
        Assert.Equal("fr", page.DocumentElement.GetAttribute("lang"));
        Assert.Equal("true", page.QuerySelector("button[value=fr]")!.GetAttribute("aria-pressed"));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("")]
    public async Task Nobody_is_sent_to_another_site_by_a_switch(string returnTo)
    {
        var browser = app.Stranger();
        var page = await browser.PageAsync("/account/sign-in");
        page.QuerySelector("input[name=returnTo]")!.SetAttribute("value", returnTo);

        var chosen = await browser.SendFormAsync(page, "button[value=fr]");

        Assert.Equal("/", chosen.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task An_unknown_theme_is_not_kept()
    {
        var browser = app.Stranger();
        var page = await browser.PageAsync("/account/sign-in");
        var button = page.QuerySelector("button[name=theme][value=dark]")!;
        button.SetAttribute("value", "\"><script>");
        button.Id = "odd";

        var chosen = await browser.SendFormAsync(page, "#odd");

        Assert.False(chosen.Headers.TryGetValues("Set-Cookie", out var cookies)
            && cookies.Any(c => c.StartsWith("theme", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_open_page_learns_whether_its_person_is_still_signed_in()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Stranger().GetAsync("/preferences/session")).StatusCode);
        Assert.Equal(
            HttpStatusCode.Unauthorized, (await app.HalfSignedIn(await app.UserAsync()).GetAsync("/preferences/session")).StatusCode);

        var answer = await app.SignedIn(await app.UserAsync()).GetAsync("/preferences/session");
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }
}
