using System.Net;
using TrainingLMS.Data.Messages;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Features.Today;

public sealed class TodayTests(AppFixture app)
{
    /// <summary>With the one that reads the person and their roles.</summary>
    private const int MostStatements = 6;

    [Fact]
    public async Task A_stranger_is_asked_to_sign_in()
    {
        var response = await app.Stranger().GetAsync("/");

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("/account/sign-in", response.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Somebody_without_the_second_factor_is_asked_for_it()
    {
        var response = await app.HalfSignedIn(await app.UserAsync()).GetAsync("/");

        Assert.Equal("/account/factor", response.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_person_without_a_role_is_told_what_will_appear()
    {
        var page = await app.SignedIn(await app.UserAsync()).PageAsync("/");

        Assert.Contains("Nothing is waiting for you", page.QuerySelector("main").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_therapist_reads_first_what_expires_first()
    {
        var programme = await app.ProgrammeAsync();
        var therapist = await app.MemberAsync(programme, Role.Therapist);
        var late = await app.CaseAsync(programme, therapist, "C-01", held: 2);
        var soon = await app.CaseAsync(programme, therapist, "C-02", held: 4);
        await app.FormAsync(late, 2, Rater.Therapist, closesInHours: 40);
        await app.FormAsync(soon, 4, Rater.Therapist, closesInHours: 6);
        await app.FormAsync(soon, 4, Rater.Patient, closesInHours: 20, status: AdministrationStatus.Opened);
        await app.FormAsync(late, 1, Rater.Patient, closesInHours: -30);

        var page = await app.SignedIn(therapist).PageAsync("/");
        var words = page.QuerySelector("main").Words();

        Assert.StartsWith(
            "C-02, session 4: your rating open until today 12:59 (Toronto time)",
            page.QuerySelector(".panel.due").Words(), StringComparison.Ordinal);
        Assert.Contains($"/cases/{soon.Id}", page.QuerySelector(".due a")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("C-02, session 4 opened, open until tomorrow 02:59", words, StringComparison.Ordinal);
        Assert.Contains("C-01, session 1 closed without an answer", words, StringComparison.Ordinal);
        Assert.Contains("C-02, session 5 last session", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_therapist_sees_only_their_own_cases_and_no_ended_link()
    {
        var programme = await app.ProgrammeAsync();
        var (mine, theirs) = (await app.MemberAsync(programme, Role.Therapist), await app.MemberAsync(programme, Role.Therapist));
        await app.CaseAsync(programme, mine, "M-01", consented: false);
        await app.CaseAsync(programme, theirs, "T-01", held: 1);

        var words = (await app.SignedIn(mine).PageAsync("/")).QuerySelector("main").Words();

        Assert.Contains("M-01 no consent recorded", words, StringComparison.Ordinal);
        Assert.DoesNotContain("T-01", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_therapist_without_cases_is_shown_how_to_begin()
    {
        var therapist = await app.MemberAsync(await app.ProgrammeAsync(), Role.Therapist);

        var page = await app.SignedIn(therapist).PageAsync("/");

        Assert.Contains("No cases yet", page.QuerySelector(".empty").Words(), StringComparison.Ordinal);
        Assert.Single(page.QuerySelectorAll("main .button:not(.secondary)"));
    }

    [Fact]
    public async Task Each_way_on_from_a_therapists_first_page_leads_somewhere()
    {
        var programme = await app.ProgrammeAsync();
        var therapist = await app.MemberAsync(programme, Role.Therapist);
        var item = await app.CaseAsync(programme, therapist, "W-01", held: 1);
        await app.CaseAsync(programme, therapist, "W-02", consented: false);
        await app.FormAsync(item, 1, Rater.Therapist);
        await app.FormAsync(item, 1, Rater.Patient);
        var browser = app.SignedIn(therapist);

        var ways = (await browser.PageAsync("/")).QuerySelectorAll("main a").Select(a => a.GetAttribute("href")!).ToList();

        Assert.Contains(ways, w => w.EndsWith("/sessions/1/rate", StringComparison.Ordinal));
        Assert.Contains(ways, w => w.EndsWith("/sessions/2/held", StringComparison.Ordinal));
        Assert.Contains(ways, w => w.EndsWith("/consent", StringComparison.Ordinal));
        foreach (var way in ways)
            Assert.True((await browser.GetAsync(way)).StatusCode == HttpStatusCode.OK, way);
    }

    [Fact]
    public async Task A_new_report_is_said_until_it_is_opened()
    {
        var programme = await app.ProgrammeAsync();
        var (therapist, trainer) = (await app.MemberAsync(programme, Role.Therapist), await app.MemberAsync(programme, Role.Trainer));
        var report = await app.ReportRowAsync(programme, therapist, trainer, ReportStatus.Sent);

        var page = await app.SignedIn(therapist).PageAsync("/");
        Assert.Contains("Your feedback report is ready.", page.QuerySelector(".panel.due").Words(), StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector($".due a[href='/reports/{report.Id}']"));

        await app.WriteAsync(async db => (await db.FeedbackReports.FindAsync(report.Id))!.Open(app.Clock.GetUtcNow()));
        var after = (await app.SignedIn(therapist).PageAsync("/")).QuerySelector("main").Words();
        Assert.DoesNotContain("is ready", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consultant_sees_how_complete_their_therapists_are_and_nobody_else()
    {
        var programme = await app.ProgrammeAsync();
        var consultant = await app.MemberAsync(programme, Role.Consultant);
        var therapist = await app.MemberAsync(programme, Role.Therapist, "Noor Haddad");
        var stranger = await app.MemberAsync(programme, Role.Therapist, "Somebody Else");
        await app.SaveAsync(new ConsultantOf
        {
            ProgrammeId = programme.Id,
            ConsultantId = consultant.Id,
            TherapistId = therapist.Id,
            From = app.Today.AddDays(-3),
        });
        var item = await app.CaseAsync(programme, therapist, "N-01", held: 2);
        await app.CaseAsync(programme, stranger, "S-01", held: 2);
        await app.FormAsync(item, 1, Rater.Therapist, status: AdministrationStatus.Done);
        await app.FormAsync(item, 1, Rater.Patient, status: AdministrationStatus.Done);
        await app.FormAsync(item, 2, Rater.Therapist, status: AdministrationStatus.Done);

        var words = (await app.SignedIn(consultant).PageAsync("/")).QuerySelector("main").Words();

        Assert.Contains("Noor Haddad 1 1 of 2", words, StringComparison.Ordinal);
        Assert.DoesNotContain("Somebody Else", words, StringComparison.Ordinal);
        Assert.DoesNotContain("N-01", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trainer_reads_what_waits_and_who_has_not_opened_a_report_for_a_week()
    {
        var programme = await app.ProgrammeAsync();
        var trainer = await app.MemberAsync(programme, Role.Trainer);
        var other = await app.MemberAsync(programme, Role.Trainer);
        var (slow, next, foreign) = (
            await app.MemberAsync(programme, Role.Therapist, "Slow Reader"),
            await app.MemberAsync(programme, Role.Therapist, "Next Reader"),
            await app.MemberAsync(programme, Role.Therapist, "Foreign Reader"));
        await app.ReportRowAsync(programme, slow, trainer, ReportStatus.Sent, ago: TimeSpan.FromDays(9));
        await app.ReportRowAsync(programme, next, trainer, ReportStatus.Draft);
        await app.ReportRowAsync(programme, foreign, other, ReportStatus.Draft);

        var page = await app.SignedIn(trainer).PageAsync("/");

        Assert.StartsWith("Next Reader: report to read and send", page.QuerySelector(".panel.due").Words(), StringComparison.Ordinal);
        Assert.Contains("Slow Reader Sent Mon 23 February", page.QuerySelector("main").Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Foreign Reader", page.QuerySelector("main").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_reads_first_which_messages_failed()
    {
        var programme = await app.ProgrammeAsync();
        var administrator = await app.MemberAsync(programme, Role.ProgrammeAdministrator);
        await app.SaveAsync(new OutboxMessage
        {
            ProgrammeId = programme.Id,
            Key = $"test/{Guid.NewGuid()}",
            To = "nobody@example.test",
            Subject = "Hello",
            Body = [],
            CreatedAt = app.Clock.GetUtcNow(),
            GivenUpAt = app.Clock.GetUtcNow(),
        });

        var words = (await app.SignedIn(administrator).PageAsync("/")).QuerySelector("main").Words();

        Assert.Contains("1 message could not be delivered", words, StringComparison.Ordinal);
        Assert.Contains("Invited, not joined 1", words, StringComparison.Ordinal);
        Assert.Contains("Patients’ ratings are never shown to their therapist.", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_researcher_sees_counts_of_forms_and_never_a_value()
    {
        var programme = await app.ProgrammeAsync();
        var researcher = await app.MemberAsync(programme, Role.Researcher);
        var therapist = await app.MemberAsync(programme, Role.Therapist);
        var item = await app.CaseAsync(programme, therapist, "R-01", held: 2);
        await app.FormAsync(item, 1, Rater.Therapist, status: AdministrationStatus.Done);
        await app.FormAsync(item, 1, Rater.Patient, status: AdministrationStatus.Done);
        await app.FormAsync(item, 2, Rater.Therapist, status: AdministrationStatus.Done);
        await app.FormAsync(item, 2, Rater.Patient, closesInHours: -1);
        await app.FormAsync(item, 2, Rater.Patient, measure: Measure.WellBeing, status: AdministrationStatus.Declined);

        var words = (await app.SignedIn(researcher).PageAsync("/")).QuerySelector("main").Words();

        Assert.Contains("Both have rated 1 of 2 sessions (50 %). There is 1 case.", words, StringComparison.Ordinal);
        Assert.Contains("Most is missing at session 2.", words, StringComparison.Ordinal);
        Assert.Contains("Session 2 1 of 1 0 of 1 0 of 1 1 1 0", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_installation_administrator_sees_programmes_and_no_people_of_theirs()
    {
        var programme = await app.ProgrammeAsync();
        await app.MemberAsync(programme, Role.Therapist, "Hidden Name");

        var words = (await app.SignedIn(await app.UserAsync(administrator: true)).PageAsync("/")).QuerySelector("main").Words();

        Assert.Contains(programme.Code, words, StringComparison.Ordinal);
        Assert.DoesNotContain("Hidden Name", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Role.Trainer)]
    [InlineData(Role.ProgrammeAdministrator)]
    public async Task Who_runs_a_programme_comes_from_the_first_page_to_its_files(Role role)
    {
        var programme = await app.ProgrammeAsync();
        var browser = app.SignedIn(await app.MemberAsync(programme, role));

        var ways = (await browser.PageAsync("/")).QuerySelectorAll("main a").Select(a => a.GetAttribute("href")!).ToList();

        Assert.Contains($"/programmes/{programme.Id}/import", ways);
        if (role == Role.ProgrammeAdministrator)
            Assert.Contains($"/programme?programmeId={programme.Id}", ways);
        foreach (var way in ways.Distinct(StringComparer.Ordinal))
            Assert.True((await browser.GetAsync(way)).StatusCode == HttpStatusCode.OK, way);
    }

    [Theory]
    [InlineData(Role.PrivacyOfficer, "As the privacy officer")]
    [InlineData(Role.SiteStaff, "As site staff")]
    public async Task A_role_without_tasks_is_told_so_and_not_that_it_is_none(Role role, string heading)
    {
        var words = (await app.SignedIn(await app.MemberAsync(await app.ProgrammeAsync(), role)).PageAsync("/"))
            .QuerySelector("main").Words();

        Assert.Contains($"{heading} Nothing expires for you here.", words, StringComparison.Ordinal);
        Assert.DoesNotContain("gives you a role", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Role.Therapist)]
    [InlineData(Role.Consultant)]
    [InlineData(Role.Trainer)]
    [InlineData(Role.ProgrammeAdministrator)]
    [InlineData(Role.Researcher)]
    public async Task The_first_page_asks_the_database_at_most_six_times(Role role)
    {
        var programme = await app.ProgrammeAsync();
        var person = await app.MemberAsync(programme, role);
        var browser = app.SignedIn(person);
        await browser.PageAsync("/");

        using var counted = app.Statements.Count();
        await browser.PageAsync("/");

        Assert.InRange(counted.Statements.Count, 2, MostStatements);
    }
}
