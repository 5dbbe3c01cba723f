using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Testing;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.SignIn;

namespace TrainingLMS.IntegrationTests.Features.Account;

public sealed class SignInTests(AccountFixture app) : IClassFixture<AccountFixture>
{
    [Fact]
    public async Task A_page_of_staff_sends_a_stranger_to_sign_in_and_back()
    {
        var person = await app.PersonAsync();
        var browser = app.From("127.0.0.1");

        var asked = await browser.GetAsync("/account/profile");
        Assert.Equal("/account/sign-in?returnUrl=%2Faccount%2Fprofile", asked.Headers.Location!.OriginalString);

        var first = await browser.SubmitFormAsync(
            asked.Headers.Location.OriginalString, "main form",
            ("Input.Email", person.User.Email!), ("Input.Password", AccountFixture.Password));
        Assert.Equal("/account/factor?returnUrl=%2Faccount%2Fprofile", first.Headers.Location!.OriginalString);

        var second = await browser.SubmitFormAsync(
            first.Headers.Location.OriginalString, "main form", ("Input.Code", app.CodeOf(person)));
        Assert.Equal("/account/profile", second.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account/profile")).StatusCode);
    }

    [Fact]
    public async Task The_password_alone_opens_the_second_step_only()
    {
        var person = await app.PersonAsync();
        var browser = app.From("127.0.0.1");
        await AccountFixture.PasswordAsync(browser, person.User.Email!, AccountFixture.Password);

        var page = await browser.GetAsync("/account");
        var enrol = await browser.GetAsync("/account/authenticator");

        Assert.Equal("/account/factor?returnUrl=%2Faccount", page.Headers.Location!.OriginalString);
        Assert.Equal("/account/factor?returnUrl=%2Faccount%2Fauthenticator", enrol.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    public async Task Nobody_is_sent_to_another_site_afterwards(string returnUrl)
    {
        var person = await app.PersonAsync();
        var browser = app.From("127.0.0.1");
        await AccountFixture.PasswordAsync(browser, person.User.Email!, AccountFixture.Password);

        var shown = await browser.SubmitFormAsync(
            $"/account/factor?returnUrl={Uri.EscapeDataString(returnUrl)}", "main form", ("Input.Code", app.CodeOf(person)));

        Assert.Equal("/", shown.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_known_and_an_unknown_address_get_the_same_answer()
    {
        var person = await app.PersonAsync();
        var invited = await app.UserAsync("No password yet");

        var known = await AccountFixture.PasswordAsync(app.From("127.0.0.1"), person.User.Email!, "not the password");
        var unknown = await AccountFixture.PasswordAsync(app.From("127.0.0.1"), "nobody@example.test", "not the password");
        var unset = await AccountFixture.PasswordAsync(app.From("127.0.0.1"), invited.Email!, "not the password");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, known.StatusCode);
        Assert.Equal(known.StatusCode, unknown.StatusCode);
        Assert.Equal(known.StatusCode, unset.StatusCode);
        var said = await AccountFixture.AlertAsync(known);
        Assert.Contains("do not belong together", said, StringComparison.Ordinal);
        Assert.Equal(said, await AccountFixture.AlertAsync(unknown));
        Assert.Equal(said, await AccountFixture.AlertAsync(unset));
    }

    [Fact]
    public async Task What_was_typed_stays_but_not_the_password()
    {
        var answer = await AccountFixture.PasswordAsync(app.From("127.0.0.1"), "ada@example.test", "not the password");

        var page = await answer.PageAsync();
        Assert.Equal("ada@example.test", page.QuerySelector("[name='Input.Email']")!.GetAttribute("value"));
        Assert.Null(page.QuerySelector("[name='Input.Password']")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_code_of_the_authenticator_works_once()
    {
        var person = await app.PersonAsync();
        var code = app.CodeOf(person);
        var (first, second) = (app.From("127.0.0.1"), app.From("127.0.0.1"));
        await AccountFixture.PasswordAsync(first, person.User.Email!, AccountFixture.Password);
        await AccountFixture.PasswordAsync(second, person.User.Email!, AccountFixture.Password);

        var used = await AccountFixture.FactorAsync(first, code);
        var replayed = await AccountFixture.FactorAsync(second, code);

        Assert.Equal(HttpStatusCode.Redirect, used.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, replayed.StatusCode);
        Assert.Contains("Each code works once", await AccountFixture.AlertAsync(replayed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_send_the_same_code_at_once_one_is_let_in()
    {
        var person = await app.PersonAsync();
        var code = app.CodeOf(person);
        var browsers = new[] { app.From("127.0.0.1"), app.From("127.0.0.1"), app.From("127.0.0.1") };
        foreach (var browser in browsers)
            await AccountFixture.PasswordAsync(browser, person.User.Email!, AccountFixture.Password);

        var answers = await Task.WhenAll(browsers.Select(b => AccountFixture.FactorAsync(b, code)));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_code_of_a_minute_ago_or_of_another_app_does_not_work()
    {
        var person = await app.PersonAsync();
        var browser = app.From("127.0.0.1");
        await AccountFixture.PasswordAsync(browser, person.User.Email!, AccountFixture.Password);
        var step = Totp.StepOf(app.Clock.GetUtcNow());

        var old = await AccountFixture.FactorAsync(browser, Totp.CodeAt(person.Key, step - 2));
        var foreign = await AccountFixture.FactorAsync(browser, Totp.CodeAt(Totp.NewKey(), step));
        var lastOne = await AccountFixture.FactorAsync(browser, Totp.CodeAt(person.Key, step - 1));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, old.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, foreign.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, lastOne.StatusCode);
    }

    [Fact]
    public async Task The_key_of_the_session_changes_at_each_step_and_the_old_one_is_dead()
    {
        var person = await app.PersonAsync();
        var browser = app.From("127.0.0.1");
        var first = SessionCookie(await AccountFixture.PasswordAsync(browser, person.User.Email!, AccountFixture.Password));
        var second = SessionCookie(await AccountFixture.FactorAsync(browser, app.CodeOf(person)));

        Assert.NotEqual(first, second, StringComparer.Ordinal);
        Assert.Contains("httponly", second, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", second, StringComparison.OrdinalIgnoreCase);
        var thief = app.From("127.0.0.1");
        thief.DefaultRequestHeaders.Add("Cookie", first.Split(';')[0]);
        var answer = await thief.GetAsync("/account/factor");
        Assert.StartsWith("/account/sign-in", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_database_keeps_no_key_of_a_session_and_no_authenticator_key()
    {
        var person = await app.PersonAsync();
        var browser = app.From("127.0.0.1");
        var cookie = SessionCookie(await AccountFixture.PasswordAsync(browser, person.User.Email!, AccountFixture.Password));
        var key = cookie.Split(';')[0].Split('=', 2)[1];

        var sessions = await app.ReadAsync(db => db.StaffSessions.Where(s => s.PersonId == person.User.Id).ToListAsync());
        var row = await app.ReadAsync(db => db.Users.SingleAsync(u => u.Id == person.User.Id));

        Assert.Equal(Tokens.Hash(key), Assert.Single(sessions).KeyHash);
        Assert.True(row.EncryptedAuthenticatorKey!.AsSpan().IndexOf(person.Key) < 0);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_on_the_server()
    {
        var browser = await app.SignInAsync(await app.PersonAsync());
        var page = await browser.PageAsync("/account");
        var thief = app.From("127.0.0.1");
        thief.DefaultRequestHeaders.Add("Cookie", await CookieOfAsync(browser));
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("/account")).StatusCode);

        var left = await browser.SendFormAsync(page, "form[action$='sign-out']");

        Assert.Contains("\"storage\"", left.Headers.GetValues("Clear-Site-Data").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await thief.GetAsync("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/account")).StatusCode);
    }

    [Fact]
    public async Task A_deactivated_person_is_out_at_the_next_click()
    {
        var person = await app.PersonAsync();
        var browser = await app.SignInAsync(person);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).StatusCode);

        await app.WriteAsync(async db =>
            (await db.Users.SingleAsync(u => u.Id == person.User.Id)).DeactivatedAt = app.Clock.GetUtcNow());

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/account")).StatusCode);
        var again = await AccountFixture.PasswordAsync(app.From("127.0.0.1"), person.User.Email!, AccountFixture.Password);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
    }

    [Fact]
    public async Task A_session_ends_after_half_an_hour_without_use()
    {
        var browser = await app.SignInAsync(await app.PersonAsync());
        for (var i = 0; i < 4; i++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(20));
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).StatusCode);
        }

        app.Clock.Advance(TimeSpan.FromMinutes(31));

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/account")).StatusCode);
    }

    [Fact]
    public async Task A_session_ends_after_twelve_hours_of_use()
    {
        var browser = await app.SignInAsync(await app.PersonAsync());
        for (var i = 0; i < 35; i++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(20));
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).StatusCode);
        }

        app.Clock.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/account")).StatusCode);
    }

    [Fact]
    public async Task Being_seen_is_written_at_most_once_a_minute()
    {
        var person = await app.PersonAsync();
        var browser = await app.SignInAsync(person);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await browser.GetAsync("/account");
        var seen = await SeenAsync();

        app.Clock.Advance(TimeSpan.FromSeconds(40));
        await browser.GetAsync("/account");
        Assert.Equal(seen, await SeenAsync());

        app.Clock.Advance(TimeSpan.FromSeconds(20));
        await browser.GetAsync("/account");
        Assert.Equal(seen.AddMinutes(1), await SeenAsync());

        Task<DateTimeOffset> SeenAsync() => app.ReadAsync(db => db.StaffSessions
            .Where(s => s.PersonId == person.User.Id && s.EndedAt == null).Select(s => s.LastSeenAt).SingleAsync());
    }

    [Fact]
    public async Task Ten_wrong_tries_from_one_place_make_the_next_wait_and_the_owner_elsewhere_does_not()
    {
        var person = await app.PersonAsync();
        var stranger = app.From("203.0.113.7");
        for (var i = 0; i < 10; i++)
        {
            var wrong = await AccountFixture.PasswordAsync(stranger, person.User.Email!, "a guess of mine");
            Assert.Contains("do not belong together", await AccountFixture.AlertAsync(wrong), StringComparison.Ordinal);
        }

        var eleventh = await AccountFixture.PasswordAsync(stranger, person.User.Email!, AccountFixture.Password);
        Assert.Contains("Try again in 30 seconds.", await AccountFixture.AlertAsync(eleventh), StringComparison.Ordinal);

        var owner = await AccountFixture.PasswordAsync(app.From("198.51.100.4"), person.User.Email!, AccountFixture.Password);
        Assert.Equal(HttpStatusCode.Redirect, owner.StatusCode);

        app.Clock.Advance(TimeSpan.FromSeconds(31));
        await AccountFixture.PasswordAsync(stranger, person.User.Email!, "a guess of mine");
        var later = await AccountFixture.PasswordAsync(stranger, person.User.Email!, "a guess of mine");
        Assert.Contains("Try again in 60 seconds.", await AccountFixture.AlertAsync(later), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_without_an_account_is_slowed_down_alike()
    {
        var stranger = app.From("203.0.113.8");
        for (var i = 0; i < 10; i++)
            await AccountFixture.PasswordAsync(stranger, "nobody.at.all@example.test", "a guess of mine");

        var eleventh = await AccountFixture.PasswordAsync(stranger, "nobody.at.all@example.test", "a guess of mine");

        Assert.Contains("Try again in 30 seconds.", await AccountFixture.AlertAsync(eleventh), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guessing_the_code_is_slowed_down_wherever_it_comes_from()
    {
        var person = await app.PersonAsync();
        for (var i = 0; i < 10; i++)
        {
            var browser = app.From($"203.0.113.{20 + i}");
            await AccountFixture.PasswordAsync(browser, person.User.Email!, AccountFixture.Password);
            await AccountFixture.FactorAsync(browser, "000000");
        }

        var owner = app.From("127.0.0.1");
        await AccountFixture.PasswordAsync(owner, person.User.Email!, AccountFixture.Password);
        var slowed = await AccountFixture.FactorAsync(owner, app.CodeOf(person));
        Assert.Contains("Try again in 30 seconds.", await AccountFixture.AlertAsync(slowed), StringComparison.Ordinal);

        app.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(HttpStatusCode.Redirect, (await AccountFixture.FactorAsync(owner, app.CodeOf(person))).StatusCode);
    }

    [Fact]
    public async Task Where_people_come_by_https_the_cookie_is_for_this_host_and_for_https_only()
    {
        await using var secure = new SecureFixture();
        var person = await secure.PersonAsync();
        var browser = secure.From("127.0.0.1");
        browser.BaseAddress = new Uri("https://localhost");

        var answer = await AccountFixture.PasswordAsync(browser, person.User.Email!, AccountFixture.Password);

        var cookie = answer.Headers.GetValues("Set-Cookie").Single(c => c.Contains("traininglms-staff", StringComparison.Ordinal));
        Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; path=/;", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
    }

    private static string SessionCookie(HttpResponseMessage response) => response.Headers.GetValues("Set-Cookie")
        .Single(c => c.StartsWith(StaffSessionHandler.PlainCookie, StringComparison.Ordinal));

    /// <summary>What the browser sends along with each request.</summary>
    private static async Task<string> CookieOfAsync(HttpClient browser)
    {
        var answer = await browser.GetAsync("/account/sign-in");
        return answer.RequestMessage!.Headers.GetValues("Cookie").Single();
    }

    private sealed class SecureFixture : AccountFixture
    {
        protected override void Adapt(IWebHostBuilder builder)
        {
            base.Adapt(builder);
            builder.UseSetting(PublicAddress.Setting, "https://localhost");
        }
    }
}
