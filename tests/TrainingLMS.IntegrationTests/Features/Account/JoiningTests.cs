using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TrainingLMS.Data;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.People;
using TrainingLMS.Testing;
using TrainingLMS.Web.Infrastructure.SignIn;

namespace TrainingLMS.IntegrationTests.Features.Account;

public sealed class JoiningTests(AccountFixture app) : IClassFixture<AccountFixture>
{
    [Fact]
    public async Task Somebody_invited_chooses_a_password_sets_up_the_app_and_is_in()
    {
        var (person, token) = await InvitedAsync();
        var browser = app.From("127.0.0.1");

        var welcome = await browser.PageAsync($"/account/join/{token}");
        Assert.Contains(person.Email!, welcome.QuerySelector("main").Words(), StringComparison.Ordinal);
        var joined = await browser.SendFormAsync(welcome, "main form", ("Input.Password", AccountFixture.Password));
        Assert.StartsWith("/account/factor", joined.Headers.Location!.OriginalString, StringComparison.Ordinal);

        var factor = await browser.GetAsync("/account/factor");
        Assert.Equal("/account/authenticator", factor.Headers.Location!.OriginalString);
        var enrol = await browser.PageAsync("/account/authenticator");
        Assert.NotNull(enrol.QuerySelector("svg.qr path"));
        var codes = await browser.SendFormAsync(enrol, "main form", ("Input.Code", CodeFrom(enrol)));

        Assert.Equal(HttpStatusCode.OK, codes.StatusCode);
        var kept = await codes.PageAsync();
        Assert.Equal(10, kept.QuerySelectorAll(".recovery-codes li").Length);
        var profile = await browser.SubmitFormAsync(
            kept.QuerySelector("main .actions a")!.GetAttribute("href")!, "main form",
            ("Input.DisplayName", "Ada"), ("Input.LegalName", "Ada Berg"), ("Input.TimeZone", "Europe/Berlin"),
            ("Input.Language", "fr"));
        Assert.Equal("/", profile.Headers.Location!.OriginalString);
        var row = await app.ReadAsync(db => db.Users.SingleAsync(u => u.Id == person.Id));
        Assert.Equal(("Ada", "Ada Berg", "Europe/Berlin", "fr"), (row.DisplayName, row.LegalName, row.TimeZone, row.Language));
        Assert.Equal("fr", (await browser.PageAsync("/account")).DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task Looking_at_an_invitation_does_not_use_it_up_and_taking_it_does()
    {
        var (_, token) = await InvitedAsync();
        var address = $"/account/join/{token}";

        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await app.From("203.0.113.9").GetAsync(address)).StatusCode);
        var first = await app.From("127.0.0.1").SubmitFormAsync(address, "main form", ("Input.Password", AccountFixture.Password));
        var afterwards = await app.From("127.0.0.1").GetAsync(address);

        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, afterwards.StatusCode);
        Assert.Contains("no longer works", (await afterwards.PageAsync()).QuerySelector("h1").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_take_one_invitation_at_once_one_gets_it()
    {
        var (_, token) = await InvitedAsync();
        var browsers = new[] { app.From("127.0.0.1"), app.From("127.0.0.2"), app.From("127.0.0.3") };
        var pages = await Task.WhenAll(browsers.Select(b => b.PageAsync($"/account/join/{token}")));

        var answers = await Task.WhenAll(browsers.Zip(
            pages, (browser, page) => browser.SendFormAsync(page, "main form", ("Input.Password", AccountFixture.Password))));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task An_invitation_runs_out_after_a_fortnight()
    {
        var (_, token) = await InvitedAsync();

        app.Clock.Advance(TimeSpan.FromDays(14) - TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, (await app.Stranger().GetAsync($"/account/join/{token}")).StatusCode);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Stranger().GetAsync($"/account/join/{token}")).StatusCode);
    }

    [Fact]
    public async Task A_poor_password_comes_back_with_the_reason()
    {
        var (_, token) = await InvitedAsync();

        var answer = await app.From("127.0.0.1").SubmitFormAsync(
            $"/account/join/{token}", "main form", ("Input.Password", "password123456"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(
            "lists of common passwords", (await answer.PageAsync()).QuerySelector(".field .error").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_code_keeps_the_same_key_on_the_page()
    {
        var (_, token) = await InvitedAsync();
        var browser = app.From("127.0.0.1");
        await browser.SubmitFormAsync($"/account/join/{token}", "main form", ("Input.Password", AccountFixture.Password));
        var page = await browser.PageAsync("/account/authenticator");

        var wrong = await browser.SendFormAsync(page, "main form", ("Input.Code", "000000"));
        var again = await wrong.PageAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal(KeyOn(page), KeyOn(again));
        var right = await browser.SendFormAsync(again, "main form", ("Input.Code", CodeFrom(again)));
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public async Task Somebody_with_the_password_only_cannot_put_an_app_of_theirs_in_place()
    {
        var owner = await app.PersonAsync();
        var (_, token) = await InvitedAsync();
        var thief = app.From("203.0.113.5");
        await thief.SubmitFormAsync($"/account/join/{token}", "main form", ("Input.Password", AccountFixture.Password));
        var page = await thief.PageAsync("/account/authenticator"); // their own, with a key that they know
        await AccountFixture.PasswordAsync(thief, owner.User.Email!, AccountFixture.Password);

        var answer = await thief.SendFormAsync(page, "main form", ("Input.Code", CodeFrom(page)));

        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await thief.GetAsync("/account")).StatusCode);
    }

    [Fact]
    public async Task A_recovery_code_signs_in_once_and_is_kept_as_a_hash_only()
    {
        var (person, token) = await InvitedAsync();
        var browser = app.From("127.0.0.1");
        await browser.SubmitFormAsync($"/account/join/{token}", "main form", ("Input.Password", AccountFixture.Password));
        var enrol = await browser.PageAsync("/account/authenticator");
        var shown = await (await browser.SendFormAsync(enrol, "main form", ("Input.Code", CodeFrom(enrol)))).PageAsync();
        var code = shown.QuerySelector(".recovery-codes li").Words();

        var (first, second) = (app.From("127.0.0.1"), app.From("127.0.0.1"));
        await AccountFixture.PasswordAsync(first, person.Email!, AccountFixture.Password);
        await AccountFixture.PasswordAsync(second, person.Email!, AccountFixture.Password);
        var used = await AccountFixture.FactorAsync(first, code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal));
        var again = await AccountFixture.FactorAsync(second, code);

        Assert.Equal(HttpStatusCode.Redirect, used.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
        var kept = await app.ReadAsync(db => db.RecoveryCodes.Where(c => c.PersonId == person.Id).ToListAsync());
        Assert.Equal(10, kept.Count);
        Assert.Single(kept, c => c.UsedAt is not null);
        Assert.DoesNotContain(kept, c => c.Hash.Contains(code, StringComparison.OrdinalIgnoreCase));
    }

    private static string KeyOn(IDocument page) => page.QuerySelector("main code")!.TextContent;

    private string CodeFrom(IDocument page) =>
        Totp.CodeAt(Totp.FromBase32(KeyOn(page)), Totp.StepOf(app.Clock.GetUtcNow()));

    private async Task<(AppUser Person, string Token)> InvitedAsync()
    {
        var person = await app.MemberAsync(await app.ProgrammeAsync(), Role.Therapist);
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var links = scope.ServiceProvider.GetRequiredService<OneTimeLinks>();
        return (person, await db.WriteAsync(() =>
            links.IssueAsync(OneTimePurpose.Invitation, person.Id, OneTimeLinks.InvitationTime)));
    }
}
