using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Testing;
using TrainingLMS.Web.Infrastructure.SignIn;

namespace TrainingLMS.IntegrationTests.Features.Account;

/// <summary>Each test has an installation of its own, as it is after the first start.</summary>
public sealed partial class FirstStartTests
{
    [Fact]
    public async Task The_console_s_link_makes_the_first_administrator_once()
    {
        await using var app = new AccountFixture();
        var link = await PrintedAsync(app);
        Assert.Equal(HttpStatusCode.OK, (await app.Stranger().GetAsync(link)).StatusCode);
        var page = await app.From("127.0.0.1").PageAsync(link);

        var browsers = new[] { app.From("127.0.0.1"), app.From("127.0.0.2") };
        var pages = await Task.WhenAll(browsers.Select(b => b.PageAsync(link)));
        var answers = await Task.WhenAll(browsers.Zip(pages, (b, p) => b.SendFormAsync(
            p, "main form",
            ("Input.Name", "Ada Berg"), ("Input.Email", "ada@example.test"), ("Input.Password", AccountFixture.Password))));

        var made = Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Redirect);
        Assert.StartsWith("/account/factor", made.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var person = Assert.Single(await app.ReadAsync(db => db.Users.ToListAsync()));
        Assert.True(person.IsInstallationAdministrator);
        Assert.NotNull(page.QuerySelector("[name='Input.Password']"));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Stranger().GetAsync(link)).StatusCode);
        Assert.Equal("", await PrintAsync(app));
    }

    [Fact]
    public async Task A_restart_prints_a_new_link_and_the_old_one_stops()
    {
        await using var app = new AccountFixture();
        var first = await PrintedAsync(app);
        var second = await PrintedAsync(app);

        Assert.Equal(HttpStatusCode.NotFound, (await app.Stranger().GetAsync(first)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.Stranger().GetAsync(second)).StatusCode);
        app.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Stranger().GetAsync(second)).StatusCode);
    }

    [Fact]
    public async Task Demo_links_sign_in_made_up_people_on_the_same_machine_only()
    {
        await using var app = new AccountFixture();
        var programme = await app.ProgrammeAsync(synthetic: true);
        var person = await app.MemberAsync(programme, Domain.People.Role.Therapist, "Robin Example");
        await app.WriteAsync(async db => (await db.Users.SingleAsync(u => u.Id == person.Id)).Synthetic = true);
        var link = (await app.ReadAsync(db => DemoSignIns.CreateAsync(db, app.Clock, [person.Id]))).Single();

        var away = await app.From("203.0.113.7").GetAsync(link);
        Assert.StartsWith("/account/sign-in", away.Headers.Location!.OriginalString, StringComparison.Ordinal);

        var browser = app.From("127.0.0.1");
        var page = await browser.PageAsync(link);
        Assert.Contains("Robin Example", page.QuerySelector("main").Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/account")).StatusCode); // looking signs nobody in
        var signedIn = await browser.SendFormAsync(page, "main form");
        Assert.Equal("/", signedIn.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.From("::1").GetAsync(link)).StatusCode); // a closed window is no end

        await app.UserAsync("Somebody real");
        var no = await app.From("127.0.0.1").GetAsync(link);
        Assert.StartsWith("/account/sign-in", no.Headers.Location!.OriginalString, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => app.ReadAsync(db => DemoSignIns.CreateAsync(db, app.Clock, [person.Id])));
    }

    [GeneratedRegex("/account/set-up/\\S+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    private static async Task<string> PrintedAsync(AccountFixture app) => Link().Match(await PrintAsync(app)).Value;

    private static async Task<string> PrintAsync(AccountFixture app)
    {
        await using var console = new StringWriter();
        await FirstStart.PrintAsync(app.Services, console);
        return console.ToString();
    }
}
