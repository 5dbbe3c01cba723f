using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TrainingLMS.Testing;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.IntegrationTests.Features.Account;

public sealed partial class OwnAccountTests(AccountFixture app) : IClassFixture<AccountFixture>
{
    [Fact]
    public async Task A_reset_by_mail_changes_the_password_and_nothing_about_the_second_step()
    {
        var person = await app.PersonAsync();
        var elsewhere = await app.SignInAsync(person);
        await app.From("127.0.0.1").SubmitFormAsync("/account/forgotten", "main form", ("Input.Email", person.User.Email!));
        var link = LinkIn(Assert.Single(await MailsAsync(person)).Body);

        var page = await app.From("127.0.0.1").GetAsync(link);
        var reset = await app.From("127.0.0.1").SubmitFormAsync(link, "main form", ("Input.Password", "violet harbour spoon dune"));
        var again = await app.From("127.0.0.1").GetAsync(link);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("/account/sign-in", reset.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await elsewhere.GetAsync("/account")).StatusCode);

        var browser = app.From("127.0.0.1");
        var signedIn = await AccountFixture.PasswordAsync(browser, person.User.Email!, "violet harbour spoon dune");
        Assert.StartsWith("/account/factor", signedIn.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Contains(await MailsAsync(person), m => m.Subject == "Your password was changed");
    }

    [Fact]
    public async Task Asking_for_a_reset_says_the_same_for_everybody_and_mails_nobody_unknown()
    {
        var person = await app.PersonAsync();

        var known = await app.From("127.0.0.1").SubmitFormAsync(
            "/account/forgotten", "main form", ("Input.Email", person.User.Email!));
        var unknown = await app.From("127.0.0.1").SubmitFormAsync(
            "/account/forgotten", "main form", ("Input.Email", "nobody@example.test"));

        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        Assert.Equal(known.StatusCode, unknown.StatusCode);
        Assert.Equal(
            (await known.PageAsync()).QuerySelector("main").Words(), (await unknown.PageAsync()).QuerySelector("main").Words());
        Assert.Equal(0, await app.ReadAsync(db => db.OutboxMessages.CountAsync(m => m.To == "nobody@example.test")));
    }

    [Fact]
    public async Task A_letterbox_is_not_filled_by_asking_again_and_again()
    {
        var person = await app.PersonAsync();
        var browser = app.From("203.0.113.40");
        for (var i = 0; i < 6; i++)
            await browser.SubmitFormAsync("/account/forgotten", "main form", ("Input.Email", person.User.Email!));

        Assert.Equal(3, (await MailsAsync(person)).Count);
    }

    [Fact]
    public async Task Only_the_newest_reset_link_works()
    {
        var person = await app.PersonAsync();
        for (var i = 0; i < 2; i++)
        {
            await app.From("127.0.0.1").SubmitFormAsync("/account/forgotten", "main form", ("Input.Email", person.User.Email!));
            app.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var links = (await MailsAsync(person)).Select(m => LinkIn(m.Body)).ToList();

        Assert.Equal(HttpStatusCode.NotFound, (await app.Stranger().GetAsync(links[0])).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.Stranger().GetAsync(links[1])).StatusCode);
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Stranger().GetAsync(links[1])).StatusCode);
    }

    [Fact]
    public async Task A_new_password_asks_for_the_old_one_and_ends_the_other_sessions()
    {
        var person = await app.PersonAsync();
        var here = await app.SignInAsync(person);
        var there = await app.SignInAsync(person);

        var wrong = await ChangeAsync(here, "not the password at all", "violet harbour spoon dune");
        var common = await ChangeAsync(here, AccountFixture.Password, "password123456");
        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync("/account")).StatusCode);
        var right = await ChangeAsync(here, AccountFixture.Password, "violet harbour spoon dune");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, common.StatusCode);
        Assert.Equal("/account", right.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await there.GetAsync("/account")).StatusCode);
        Assert.Contains(await MailsAsync(person), m => m.Subject == "Your password was changed");

        static Task<HttpResponseMessage> ChangeAsync(HttpClient browser, string current, string next) =>
            browser.SubmitFormAsync(
                "/account/password", "main form", ("Input.Current", current), ("Input.Password", next));
    }

    [Fact]
    public async Task Own_sessions_are_listed_and_ended_after_the_password_was_typed()
    {
        var person = await app.PersonAsync();
        var here = await app.SignInAsync(person);
        var there = await app.SignInAsync(person);
        var stranger = await app.PersonAsync();
        var strangers = await app.SignInAsync(stranger);
        var page = await here.PageAsync("/account");
        var end = page.QuerySelectorAll("a[href^='/account/sessions/end?sessionId=']");
        var link = Assert.Single(end).GetAttribute("href")!;

        var foreign = await strangers.SubmitFormAsync(link, "main form", ("Input.Password", AccountFixture.Password));
        Assert.Equal(HttpStatusCode.Redirect, foreign.StatusCode);
        var wrong = await here.SubmitFormAsync(link, "main form", ("Input.Password", "not the password"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync("/account")).StatusCode);

        await here.SubmitFormAsync(link, "main form", ("Input.Password", AccountFixture.Password));

        Assert.Equal(HttpStatusCode.Redirect, (await there.GetAsync("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/account")).StatusCode);
    }

    [Fact]
    public async Task New_recovery_codes_put_the_old_ones_out_of_use()
    {
        var person = await app.PersonAsync();
        var browser = await app.SignInAsync(person);
        var first = await CodesAsync();
        var second = await CodesAsync();
        var other = app.From("127.0.0.1");
        await AccountFixture.PasswordAsync(other, person.User.Email!, AccountFixture.Password);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AccountFixture.FactorAsync(other, first)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await AccountFixture.FactorAsync(other, second)).StatusCode);

        async Task<string> CodesAsync()
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            var answer = await browser.SubmitFormAsync(
                "/account/recovery-codes", "main form", ("Input.Password", AccountFixture.Password));
            return (await answer.PageAsync()).QuerySelector(".recovery-codes li").Words();
        }
    }

    [Fact]
    public async Task What_happened_to_an_account_is_in_the_audit()
    {
        var person = await app.PersonAsync();
        await app.SignInAsync(person, "198.51.100.9");

        var entry = await app.ReadAsync(db => db.AuditEntries.SingleAsync(
            e => e.Action == "SignedIn" && e.EntityId == person.User.Id.ToString()));

        Assert.Equal((person.User.Id, "198.51.100.9"), (entry.ActorId, entry.Address));
    }

    [GeneratedRegex("https?://[^/]+(?<path>/account/[^\\s]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    private static string LinkIn(string body) => Link().Match(body).Groups["path"].Value;

    private async Task<IReadOnlyList<(string Subject, string Body)>> MailsAsync(AccountFixture.Person person)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<Outbox>();
        var messages = await app.ReadAsync(db => db.OutboxMessages
            .Where(m => m.PersonId == person.User.Id).OrderBy(m => m.CreatedAt).ToListAsync());
        return [.. messages.Select(m => (m.Subject, outbox.BodyOf(m)))];
    }
}
