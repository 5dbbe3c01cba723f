using System.Net;
using TrainingLMS.Domain.Consent;
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
    public async Task After_a_form_with_errors_a_switch_leads_back_to_its_page()
    {
        var practice = await Practice.OpenAsync(app); // no consent, nothing held
        var cases = practice.Case;
        await BackAsync(practice.Browser, "/cases/new", "/cases/new", "/cases/new", ("Input.Code", ""));
        await BackAsync(practice.Browser, $"{cases}/sessions/1/form/before", $"{cases}/sessions/1/form/before", $"{cases}/sessions/1/form/before");
        await BackAsync(practice.Browser, $"{cases}/sessions/1/held", $"{cases}/sessions/1/held", $"{cases}/sessions/1/held");
        await BackAsync(app.Stranger(), "/account/sign-in", "/account/sign-in", "/account/sign-in", ("Input.Email", "nobody"));

        var network = await Network.MakeAsync(app);
        var trainer = app.SignedIn(network.Trainer);
        var id = await Reports.ReportTests.StartAsync(network, network.Therapists[0]);
        await BackAsync(trainer, $"/reports/{id}/review", $"/reports/{id}/review", $"/reports/{id}/review", ("Input.Day", "2026-03-03"));
        await BackAsync(trainer, $"/reports/{id}/send", $"/reports/{id}/review", $"/reports/{id}/review");
    }

    [Fact]
    public async Task A_page_whose_like_cannot_be_had_again_has_no_switch()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);

        var asked = await practice.Browser.PageAsync($"{practice.Case}/sessions/1/form/before");
        Assert.NotNull(asked.QuerySelector("button[value=fr]"));
        var shown = await practice.Browser.SubmitFormAsync($"{practice.Case}/sessions/1/form/before", "main form");

        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.Null((await shown.PageAsync()).QuerySelector("button[value=fr]"));
    }

    /// <summary>Posts something that is refused, then presses a switch on the answer.</summary>
    private static async Task BackAsync(
        HttpClient browser, string post, string back, string from, params (string Field, string Value)[] filled)
    {
        var page = await browser.PageAsync(from);
        var form = page.QuerySelector("main form[method=post]") ?? page.QuerySelector(HtmlForms.AnyPost)!;
        form.SetAttribute("action", post);
        form.Id = "sent";
        var refused = await browser.SendFormAsync(page, "#sent", filled);
        Assert.True(refused.StatusCode == HttpStatusCode.UnprocessableEntity, $"{post} answered {refused.StatusCode}.");

        var switched = await browser.SendFormAsync(await refused.PageAsync(), "button[value=fr]");

        Assert.Equal(back, switched.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(back)).StatusCode);
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
