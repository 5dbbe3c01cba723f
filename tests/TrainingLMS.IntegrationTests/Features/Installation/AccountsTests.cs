using System.Net;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.People;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Features.Installation;

public sealed class AccountsTests(AppFixture app)
{
    private const string Reason = "Called back on the practice's number";

    [Fact]
    public async Task A_person_of_two_programmes_gets_a_new_second_factor_with_a_reason_and_is_told()
    {
        var person = await InTwoProgrammesAsync();
        var browser = app.SignedIn(await app.UserAsync(administrator: true));

        var empty = await browser.SubmitFormAsync(Search(person.Email!), "form[action$='/factor']");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        var done = await browser.SubmitFormAsync(Search(person.Email!), "form[action$='/factor']", ("Input.Reason", Reason));

        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.False(await app.ReadAsync(db => db.Users.Where(u => u.Id == person.Id).Select(u => u.TwoFactorEnabled).SingleAsync()));
        Assert.Empty(await app.ReadAsync(db => db.RecoveryCodes.Where(c => c.PersonId == person.Id).ToListAsync()));
        var act = await app.ReadAsync(db => db.AuditEntries.SingleAsync(a => a.Action == "FactorReset" && a.SubjectId == person.Id));
        Assert.Equal(Reason, act.Reason);
        var mail = await app.ReadAsync(db => db.OutboxMessages.SingleAsync(m => m.PersonId == person.Id));
        Assert.Equal(("The second step of your sign-in was changed", person.Email), (mail.Subject, mail.To));
    }

    [Fact]
    public async Task A_new_address_is_told_to_the_old_one()
    {
        var person = await InTwoProgrammesAsync();
        var address = $"{Guid.NewGuid():N}@example.test";
        var browser = app.SignedIn(await app.UserAsync(administrator: true));

        await browser.SubmitFormAsync(
            Search(person.Email!), "form[action$='/address']", ("Input.NewAddress", address), ("Input.Ground", Reason));

        Assert.Equal(address, (await browser.PageAsync($"/installation?personId={person.Id}")).QuerySelector("#email")!.GetAttribute("value"));
        var mail = await app.ReadAsync(db => db.OutboxMessages.SingleAsync(m => m.PersonId == person.Id));
        Assert.Equal(("Your e-mail address was changed", person.Email), (mail.Subject, mail.To));
    }

    [Fact]
    public async Task Nobody_changes_their_own_account_here()
    {
        var administrator = await app.UserAsync(administrator: true);
        var somebody = await InTwoProgrammesAsync();
        var browser = app.SignedIn(administrator);

        var page = await browser.PageAsync(Search(administrator.Email!));
        Assert.Empty(page.QuerySelectorAll("form[action$='/factor'], form[action$='/address']"));

        var other = await browser.PageAsync(Search(somebody.Email!));
        other.QuerySelector("form[action$='/factor']")!.SetAttribute("action", $"/installation/{administrator.Id}/factor");
        var forced = await browser.SendFormAsync(other, "form[action$='/factor']", ("Input.Reason", Reason));
        Assert.Contains("your own account", (await forced.PageAsync()).QuerySelector("[role=alert]").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_address_is_said_and_no_one_is_listed()
    {
        var person = await InTwoProgrammesAsync();
        var browser = app.SignedIn(await app.UserAsync(administrator: true));

        var page = await browser.PageAsync(Search(person.Email![..8]));

        Assert.Contains("No account here has this address.", page.QuerySelector("main").Words(), StringComparison.Ordinal);
        Assert.DoesNotContain(person.DisplayName, page.QuerySelector("main").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_administrator_is_invited_and_can_be_let_go_by_the_other()
    {
        await using var another = new AppFixture();
        var first = another.SignedIn(await another.UserAsync(administrator: true));
        Assert.Contains("You are the only one.", (await first.PageAsync("/installation")).Body.Words(), StringComparison.Ordinal);

        var invited = await first.SubmitFormAsync(
            "/installation", "form[action$='/administrators']", ("Input.Name", "Ida Moreau"), ("Input.Email", "ida@example.test"));

        Assert.Equal(HttpStatusCode.Redirect, invited.StatusCode);
        var ida = await another.ReadAsync(db => db.Users.SingleAsync(u => u.Email == "ida@example.test"));
        Assert.True(ida.IsInstallationAdministrator);
        var mail = await another.ReadAsync(db => db.OutboxMessages.SingleAsync());
        Assert.Equal(("You are invited to TrainingLMS", "ida@example.test"), (mail.Subject, mail.To));
        Assert.Equal(HttpStatusCode.OK, (await another.SignedIn(ida).GetAsync("/installation")).StatusCode);

        await first.SubmitFormAsync("/installation", "form[action$='/end']");
        Assert.Equal(HttpStatusCode.NotFound, (await another.SignedIn(ida).GetAsync("/installation")).StatusCode);
    }

    [Fact]
    public async Task Who_has_joined_becomes_administrator_with_the_account_they_have()
    {
        var person = await app.MemberAsync(await app.ProgrammeAsync(), Role.Trainer);
        await app.WriteAsync(async db => (await db.Users.FindAsync(person.Id))!.PasswordHash = "x");
        var browser = app.SignedIn(await app.UserAsync(administrator: true));

        await browser.SubmitFormAsync(
            "/installation", "form[action$='/administrators']", ("Input.Name", "Kim Roe"), ("Input.Email", person.Email!));
        var again = await browser.SubmitFormAsync(
            "/installation", "form[action$='/administrators']", ("Input.Name", "Kim Roe"), ("Input.Email", person.Email!));

        var mail = await app.ReadAsync(db => db.OutboxMessages.SingleAsync(m => m.PersonId == person.Id));
        Assert.Equal("You have a new role in TrainingLMS", mail.Subject);
        Assert.Contains("administers the installation already", (await again.PageAsync()).QuerySelector("[role=alert]").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_administrator_of_a_programme_has_no_such_page()
    {
        var browser = app.SignedIn(await app.MemberAsync(await app.ProgrammeAsync(), Role.ProgrammeAdministrator));

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/installation")).StatusCode);
    }

    private static string Search(string email) => $"/installation?email={Uri.EscapeDataString(email)}";

    private async Task<AppUser> InTwoProgrammesAsync()
    {
        var person = await app.MemberAsync(await app.ProgrammeAsync(), Role.Trainer);
        await app.JoinAsync(person, await app.ProgrammeAsync(), Role.Therapist);
        await app.WriteAsync(async db =>
        {
            var row = (await db.Users.FindAsync(person.Id))!;
            (row.PasswordHash, row.TwoFactorEnabled) = ("x", true);
            db.Add(new RecoveryCode { PersonId = person.Id, Hash = Guid.NewGuid().ToString("N") });
        });
        return person;
    }
}
