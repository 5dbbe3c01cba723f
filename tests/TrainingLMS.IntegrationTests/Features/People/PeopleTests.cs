using System.Net;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Features.People;

public sealed class PeopleTests(AppFixture app)
{
    private const string Form = "main form[novalidate]";

    [Fact]
    public async Task An_invited_therapist_gets_a_code_an_account_and_one_mail()
    {
        var (programme, browser) = await ProgrammeAsync();
        var email = NewEmail();

        var invited = await InviteAsync(browser, programme, email, Role.Therapist, Role.Consultant);

        Assert.Equal(HttpStatusCode.Redirect, invited.StatusCode);
        var person = await PersonAsync(email);
        Assert.Null(person.PasswordHash);
        Assert.Equal(programme.TimeZone, person.TimeZone);
        Assert.Equal([Role.Therapist, Role.Consultant], await RolesAsync(programme, person));
        Assert.Equal("T-01", await CodeAsync(programme, person));
        var mail = await app.ReadAsync(db => db.OutboxMessages.SingleAsync(m => m.To == email));
        Assert.DoesNotContain("therap", mail.Subject, StringComparison.OrdinalIgnoreCase);
        var list = await browser.PageAsync("/people");
        Assert.Contains("Invited", list.QuerySelector("tbody").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_known_keeps_one_account_whatever_the_spelling_of_the_address()
    {
        var (programme, browser) = await ProgrammeAsync();
        var email = NewEmail();
        await InviteAsync(browser, programme, email, Role.Therapist);

        var more = await InviteAsync(browser, programme, email.ToUpperInvariant(), Role.Trainer);
        var nothingNew = await InviteAsync(browser, programme, $" {email}", Role.Trainer);

        Assert.Equal(HttpStatusCode.Redirect, more.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nothingNew.StatusCode);
        Assert.Equal([Role.Therapist, Role.Trainer], await RolesAsync(programme, await PersonAsync(email)));
    }

    [Fact]
    public async Task Pressing_twice_invites_once()
    {
        var (programme, browser) = await ProgrammeAsync();
        var email = NewEmail();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            InviteAsync(browser, programme, email, Role.Therapist)));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Redirect);
        Assert.Equal([Role.Therapist], await RolesAsync(programme, await PersonAsync(email)));
        Assert.Equal(1, await app.ReadAsync(db => db.OutboxMessages.CountAsync(m => m.To == email)));
    }

    [Fact]
    public async Task Codes_of_therapists_are_upper_case_and_unique_in_the_programme()
    {
        var (programme, browser) = await ProgrammeAsync();
        var (first, second, third) = (NewEmail(), NewEmail(), NewEmail());
        await InviteAsync(browser, programme, first, "mp-7", Role.Therapist);

        var taken = await InviteAsync(browser, programme, second, "MP-7", Role.Therapist);
        await InviteAsync(browser, programme, third, "", Role.Therapist);

        Assert.Equal("MP-7", await CodeAsync(programme, await PersonAsync(first)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, taken.StatusCode);
        Assert.Contains("MP-7 is taken", (await taken.PageAsync()).QuerySelector("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.Equal("T-01", await CodeAsync(programme, await PersonAsync(third)));
    }

    [Theory]
    [InlineData("Input.Name", "", "Type the person's name.")]
    [InlineData("Input.Email", "ada", "This is not an e-mail address.")]
    [InlineData("Input.TherapistCode", "T 1", "Use up to 32 letters, digits and hyphens.")]
    public async Task What_is_wrong_with_an_invitation_is_said_at_its_field(string field, string value, string message)
    {
        var (programme, browser) = await ProgrammeAsync();
        (string Field, string Value)[] filled =
            [("Input.Name", "Kim Roe"), ("Input.Email", NewEmail()), ("Input.Roles", "Therapist")];

        var answer = await browser.SubmitFormAsync(
            $"/people/invite?programmeId={programme.Id}", Form, [.. filled.Where(f => f.Field != field), (field, value)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(message, (await answer.PageAsync()).QuerySelector($"#{field.Replace('.', '_')}-error").Words());
    }

    [Fact]
    public async Task A_role_taken_away_is_gone_at_the_next_click_and_can_be_given_again()
    {
        var (programme, browser) = await ProgrammeAsync();
        var member = await app.MemberAsync(programme, Role.ProgrammeAdministrator);
        var theirs = app.SignedIn(member);
        Assert.Equal(HttpStatusCode.OK, (await theirs.GetAsync("/people")).StatusCode);

        await browser.SubmitFormAsync(Page(programme, member), "form[action*='/role/end']");
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.GetAsync("/people")).StatusCode);

        await browser.SubmitFormAsync(
            Page(programme, member), "form[action*='/role?']", ("Input.Role", nameof(Role.ProgrammeAdministrator)));
        Assert.Equal(HttpStatusCode.OK, (await theirs.GetAsync("/people")).StatusCode);
    }

    [Fact]
    public async Task A_programme_keeps_its_last_administrator()
    {
        var programme = await app.ProgrammeAsync();
        var administrator = await app.MemberAsync(programme, Role.ProgrammeAdministrator);

        var answer = await app.SignedIn(administrator).SubmitFormAsync(
            Page(programme, administrator), "form[action*='/role/end']");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("at least one administrator", (await answer.PageAsync()).QuerySelector("[role=alert]").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deactivating_ends_the_sessions_and_can_be_undone()
    {
        var (programme, browser) = await ProgrammeAsync();
        var member = await app.MemberAsync(programme, Role.Trainer);
        await app.SaveAsync(new StaffSession
        {
            PersonId = member.Id,
            KeyHash = Guid.NewGuid().ToString("N"),
            Ticket = [1],
            StartedAt = app.Clock.GetUtcNow(),
            LastSeenAt = app.Clock.GetUtcNow(),
            ExpiresAt = app.Clock.GetUtcNow().AddHours(1),
        });

        await browser.SubmitFormAsync(Page(programme, member), "form[action*='/active']");
        Assert.NotNull((await app.ReadAsync(db => db.Users.SingleAsync(u => u.Id == member.Id))).DeactivatedAt);
        Assert.NotNull((await app.ReadAsync(db => db.StaffSessions.SingleAsync(s => s.PersonId == member.Id))).EndedAt);

        await browser.SubmitFormAsync(Page(programme, member), "form[action*='/active']");
        Assert.Null((await app.ReadAsync(db => db.Users.SingleAsync(u => u.Id == member.Id))).DeactivatedAt);
    }

    [Fact]
    public async Task An_account_that_another_programme_shares_is_not_one_administrator_s_to_close()
    {
        var (programme, browser) = await ProgrammeAsync();
        var member = await app.MemberAsync(programme, Role.Trainer);
        await app.JoinAsync(member, await app.ProgrammeAsync(), Role.Trainer);
        var other = await app.MemberAsync(programme, Role.Trainer);

        var page = await browser.PageAsync(Page(programme, member));
        Assert.Null(page.QuerySelector("form[action*='/active']"));
        var theirs = await browser.PageAsync(Page(programme, other));
        theirs.QuerySelector("form[action*='/active']")!.SetAttribute("action", $"/people/{member.Id}/active?programmeId={programme.Id}");
        var forged = await browser.SendFormAsync(theirs, "form[action*='/active']");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, forged.StatusCode);
        Assert.Null((await app.ReadAsync(db => db.Users.SingleAsync(u => u.Id == member.Id))).DeactivatedAt);
    }

    [Fact]
    public async Task An_invitation_goes_out_again_with_another_link_and_to_a_corrected_address()
    {
        var (programme, browser) = await ProgrammeAsync();
        var (wrong, right) = (NewEmail(), NewEmail());
        await InviteAsync(browser, programme, wrong, Role.Trainer);
        var person = await PersonAsync(wrong);

        await browser.SubmitFormAsync(Page(programme, person), "form[action*='/invitation']");
        await browser.SubmitFormAsync(Page(programme, person), "form[action*='/address']", ("Input.Email", right));

        Assert.Equal(2, await app.ReadAsync(db => db.OutboxMessages.CountAsync(m => m.To == wrong)));
        Assert.Equal(1, await app.ReadAsync(db => db.OutboxMessages.CountAsync(m => m.To == right)));
        Assert.Equal(right, (await app.ReadAsync(db => db.Users.SingleAsync(u => u.Id == person.Id))).Email);
        Assert.Equal(1, await app.ReadAsync(db => db.OneTimeLinks.CountAsync(l => l.PersonId == person.Id && l.UsedAt == null)));
    }

    [Fact]
    public async Task The_second_step_is_removed_with_a_reason_that_the_audit_keeps()
    {
        var (programme, browser) = await ProgrammeAsync();
        var member = await app.MemberAsync(programme, Role.Trainer);
        await app.WriteAsync(async db =>
        {
            var row = await db.Users.SingleAsync(u => u.Id == member.Id);
            (row.TwoFactorEnabled, row.EncryptedAuthenticatorKey) = (true, [1, 2, 3]);
        });

        var silent = await browser.SubmitFormAsync(Page(programme, member), "form[action*='/factor']");
        var said = await browser.SubmitFormAsync(
            Page(programme, member), "form[action*='/factor']", ("Input.Reason", "Seen by video, passport shown"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, silent.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, said.StatusCode);
        var row = await app.ReadAsync(db => db.Users.SingleAsync(u => u.Id == member.Id));
        Assert.Equal((false, null), (row.TwoFactorEnabled, row.EncryptedAuthenticatorKey));
        Assert.Equal("Seen by video, passport shown", (await app.ReadAsync(db => db.AuditEntries.SingleAsync(
            e => e.Action == "FactorReset" && e.EntityId == member.Id.ToString()))).Reason);
        Assert.Equal(1, await app.ReadAsync(db => db.OutboxMessages.CountAsync(m => m.To == member.Email)));
    }

    [Fact]
    public async Task A_cohort_takes_therapists_up_to_its_places_each_once()
    {
        var (programme, browser) = await ProgrammeAsync();
        var therapists = new List<AppUser>();
        for (var i = 0; i < 3; i++)
            therapists.Add(await app.MemberAsync(programme, Role.Therapist));
        var made = await browser.SubmitFormAsync(
            $"/people/cohorts?programmeId={programme.Id}", Form,
            ("Input.Name", "Spring"), ("Input.From", "2026-03-01"), ("Input.To", "2026-06-30"), ("Input.Capacity", "2"));
        var cohort = made.Headers.Location!.OriginalString;
        var page = await browser.PageAsync(cohort);

        var twice = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ =>
            browser.SubmitFormAsync(cohort, Form, ("Input.PersonId", therapists[0].Id.ToString()))));
        await browser.SubmitFormAsync(cohort, Form, ("Input.PersonId", therapists[1].Id.ToString()));
        var full = await browser.SendFormAsync(page, Form, ("Input.PersonId", therapists[2].Id.ToString()));

        Assert.Single(twice, a => a.StatusCode == HttpStatusCode.Redirect);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, full.StatusCode);
        Assert.Contains("full: 2 places", (await full.PageAsync()).QuerySelector("[role=alert]").Words(), StringComparison.Ordinal);

        await browser.SubmitFormAsync(cohort, "form[action*='/end']");
        Assert.Equal(1, await app.ReadAsync(db => db.Enrolments.CountAsync(e => e.ProgrammeId == programme.Id && e.To == null)));
    }

    [Fact]
    public async Task A_therapist_gets_a_consultant_and_neither_role_stays_behind_when_it_ends()
    {
        var (programme, browser) = await ProgrammeAsync();
        var therapist = await app.MemberAsync(programme, Role.Therapist);
        var consultant = await app.MemberAsync(programme, Role.Consultant);
        var page = await browser.PageAsync(Page(programme, therapist));

        var assigned = await browser.SendFormAsync(page, "form[action*='/consultant?']", ("Input.ConsultantId", consultant.Id.ToString()));
        var again = await browser.SendFormAsync(page, "form[action*='/consultant?']", ("Input.ConsultantId", consultant.Id.ToString()));

        Assert.Equal(HttpStatusCode.Redirect, assigned.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
        Assert.Equal(1, await OpenAsync());
        await browser.SubmitFormAsync(Page(programme, consultant), "form[action*='/role/end']");
        Assert.Equal(0, await OpenAsync());

        Task<int> OpenAsync() => app.ReadAsync(db =>
            db.ConsultantsOf.CountAsync(c => c.TherapistId == therapist.Id && c.To == null));
    }

    [Fact]
    public async Task Nobody_but_the_programme_s_administrator_sees_its_people()
    {
        var (programme, _) = await ProgrammeAsync();
        var member = await app.MemberAsync(programme, Role.Therapist);
        var (otherProgramme, stranger) = await ProgrammeAsync();
        var cohort = new Cohort { ProgrammeId = programme.Id, Name = "Spring", From = new DateOnly(2026, 3, 1) };
        await app.SaveAsync(cohort);
        var browsers = new List<HttpClient> { stranger, app.SignedIn(await app.UserAsync(administrator: true)) };
        foreach (var role in Enum.GetValues<Role>().Except([Role.ProgrammeAdministrator]))
            browsers.Add(app.SignedIn(await app.MemberAsync(programme, role)));

        foreach (var browser in browsers)
        {
            foreach (var page in new[]
            {
                $"/people?programmeId={programme.Id}", $"/people/invite?programmeId={programme.Id}", Page(programme, member),
                $"/people/cohorts?programmeId={programme.Id}", $"/people/cohorts/{cohort.Id}?programmeId={programme.Id}",
            })
                Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(page)).StatusCode);
        }

        // Their own programme with somebody else's ids in it finds nothing either.
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(Page(otherProgramme, member))).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await stranger.GetAsync($"/people/cohorts/{cohort.Id}?programmeId={otherProgramme.Id}")).StatusCode);
    }

    private static string NewEmail() => $"{Guid.NewGuid():N}@example.test";

    private static string Page(Programme programme, AppUser person) => $"/people/{person.Id}?programmeId={programme.Id}";

    private static Task<HttpResponseMessage> InviteAsync(
        HttpClient browser, Programme programme, string email, params Role[] roles) =>
        InviteAsync(browser, programme, email, "", roles);

    private static Task<HttpResponseMessage> InviteAsync(
        HttpClient browser, Programme programme, string email, string code, params Role[] roles) =>
        browser.SubmitFormAsync(
            $"/people/invite?programmeId={programme.Id}", Form,
            [
                ("Input.Name", "Kim Roe"), ("Input.Email", email), ("Input.TherapistCode", code),
                .. roles.Select(r => ("Input.Roles", r.ToString())),
            ]);

    private async Task<(Programme Programme, HttpClient Browser)> ProgrammeAsync()
    {
        var programme = await app.ProgrammeAsync();
        return (programme, app.SignedIn(await app.MemberAsync(programme, Role.ProgrammeAdministrator)));
    }

    private Task<AppUser> PersonAsync(string email) =>
        app.ReadAsync(db => db.Users.SingleAsync(u => u.Email == email));

    private Task<List<Role>> RolesAsync(Programme programme, AppUser person) => app.ReadAsync(async db =>
        (await db.Memberships.Where(m => m.ProgrammeId == programme.Id && m.PersonId == person.Id && m.To == null)
            .Select(m => m.Role).ToListAsync()).Order().ToList());

    private Task<string> CodeAsync(Programme programme, AppUser person) => app.ReadAsync(db => db.TherapistProfiles
        .Where(p => p.ProgrammeId == programme.Id && p.PersonId == person.Id).Select(p => p.Code).SingleAsync());
}
