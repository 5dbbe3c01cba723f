using TrainingLMS.Data.Messages;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Testing;

namespace TrainingLMS.BrowserTests.Pages;

internal static class TodayPages
{
    public static readonly CataloguePage[] All =
    [
        new("today-therapist", TherapistAsync),
        new("today-therapist-empty", app => Catalogue.MemberAsync(app, Role.Therapist, "/")),
        new("today-consultant", ConsultantAsync),
        new("today-consultant-empty", app => Catalogue.MemberAsync(app, Role.Consultant, "/")),
        new("today-trainer", TrainerAsync),
        new("today-trainer-empty", app => Catalogue.MemberAsync(app, Role.Trainer, "/")),
        new("today-administrator", AdministratorAsync),
        new("today-researcher", ResearcherAsync),
        new("today-researcher-empty", app => Catalogue.MemberAsync(app, Role.Researcher, "/")),
        new("today-installation", async app => new Visit(await app.UserAsync(administrator: true), "/")),
        new("today-installation-broken", async app =>
        {
            var programme = await app.ProgrammeAsync();
            await app.MessageAsync("Hello", programme.Id, m => m.GivenUpAt = app.Clock.GetUtcNow());
            return new Visit(await app.UserAsync(administrator: true), "/");
        }),
        new("today-privacy-officer", app => Catalogue.MemberAsync(app, Role.PrivacyOfficer, "/")),
        new("today-nobody", async app => new Visit(await app.UserAsync(), "/")),
        new("today-two-roles", TwoRolesAsync),
    ];

    private static async Task<Visit> TherapistAsync(AppFixture app)
    {
        var programme = await app.ProgrammeAsync(synthetic: true);
        var therapist = await app.MemberAsync(programme, Role.Therapist, "Noor Haddad-Lindqvist");
        var trainer = await app.MemberAsync(programme, Role.Trainer);
        var first = await app.CaseAsync(programme, therapist, "C-01", held: 4);
        var second = await app.CaseAsync(programme, therapist, "C-02", held: 2);
        await app.CaseAsync(programme, therapist, "C-03", consented: false);
        await app.FormAsync(first, 4, Rater.Therapist, closesInHours: 11);
        await app.FormAsync(first, 4, Rater.Patient, closesInHours: 11, status: AdministrationStatus.Opened);
        await app.FormAsync(second, 2, Rater.Therapist, closesInHours: 40);
        await app.FormAsync(second, 2, Rater.Patient, closesInHours: 40);
        await app.FormAsync(second, 1, Rater.Patient, closesInHours: -60);
        await app.ReportRowAsync(programme, therapist, trainer, ReportStatus.Sent);
        return new Visit(therapist, "/");
    }

    private static async Task<Visit> ConsultantAsync(AppFixture app)
    {
        var programme = await app.ProgrammeAsync();
        var consultant = await app.MemberAsync(programme, Role.Consultant, "Ida Moreau");
        await ConsultAsync(app, programme, consultant.Id);
        return new Visit(consultant, "/");
    }

    private static async Task ConsultAsync(AppFixture app, Programme programme, Guid consultant)
    {
        var trainer = await app.MemberAsync(programme, Role.Trainer);
        foreach (var name in new[] { "Noor Haddad", "Wilhelmina Featherstonehaugh", "Li Wei" })
        {
            var therapist = await app.MemberAsync(programme, Role.Therapist, name);
            await app.SaveAsync(new ConsultantOf
            {
                ProgrammeId = programme.Id,
                ConsultantId = consultant,
                TherapistId = therapist.Id,
                From = app.Today.AddDays(-20),
            });
            var item = await app.CaseAsync(programme, therapist, $"{name[..2].ToUpperInvariant()}-01", held: 3);
            await app.FormAsync(item, 1, Rater.Therapist, status: AdministrationStatus.Done);
            await app.FormAsync(item, 1, Rater.Patient, status: AdministrationStatus.Done);
            if (name.StartsWith('L'))
                await app.ReportRowAsync(programme, therapist, trainer, ReportStatus.Opened);
        }
    }

    private static async Task<Visit> TrainerAsync(AppFixture app)
    {
        var programme = await app.ProgrammeAsync();
        var trainer = await app.MemberAsync(programme, Role.Trainer, "Ada Berg");
        await app.SaveAsync(new Cohort { ProgrammeId = programme.Id, Name = "Spring cohort", From = app.Today.AddDays(-40) });
        foreach (var (name, status, days) in new[]
        {
            ("Noor Haddad", ReportStatus.Draft, 1), ("Li Wei", ReportStatus.Reviewed, 2),
            ("Wilhelmina Featherstonehaugh", ReportStatus.Sent, 9), ("Ole Dahl", ReportStatus.Opened, 12),
        })
        {
            var therapist = await app.MemberAsync(programme, Role.Therapist, name);
            await app.ReportRowAsync(programme, therapist, trainer, status, TimeSpan.FromDays(days));
        }

        return new Visit(trainer, "/");
    }

    private static async Task<Visit> AdministratorAsync(AppFixture app)
    {
        var programme = await app.ProgrammeAsync(DisclosureKind.AfterSession, 6);
        var administrator = await app.MemberAsync(programme, Role.ProgrammeAdministrator, "Ada Berg");
        var therapist = await app.MemberAsync(programme, Role.Therapist, "Noor Haddad");
        await app.CaseAsync(programme, therapist, "C-01");
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
        return new Visit(administrator, "/");
    }

    private static async Task<Visit> ResearcherAsync(AppFixture app)
    {
        var programme = await app.ProgrammeAsync();
        var therapist = await app.MemberAsync(programme, Role.Therapist);
        var item = await app.CaseAsync(programme, therapist, "C-01", held: 6);
        for (var session = 1; session <= 6; session++)
        {
            await app.FormAsync(item, session, Rater.Therapist, status: AdministrationStatus.Done);
            await app.FormAsync(
                item, session, Rater.Patient,
                status: session == 4 ? AdministrationStatus.Declined : AdministrationStatus.Done);
            await app.FormAsync(item, session, Rater.Patient, measure: Measure.WellBeing);
        }

        return new Visit(await app.MemberAsync(programme, Role.Researcher, "Ada Berg"), "/");
    }

    private static async Task<Visit> TwoRolesAsync(AppFixture app)
    {
        var visit = await TherapistAsync(app);
        var programme = await app.ProgrammeAsync();
        await app.JoinAsync(visit.Person!, programme, Role.Consultant);
        await app.JoinAsync(visit.Person!, programme, Role.Trainer);
        await ConsultAsync(app, programme, visit.Person!.Id);
        return visit;
    }
}
