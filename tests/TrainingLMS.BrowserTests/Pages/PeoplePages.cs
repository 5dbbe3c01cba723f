using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Testing;

namespace TrainingLMS.BrowserTests.Pages;

internal static class PeoplePages
{
    public static readonly CataloguePage[] All =
    [
        new("people", app => PeopleAsync(app, (_, _) => "/people")),
        new("people-invite", app => PeopleAsync(app, (_, _) => "/people/invite")),
        new("people-invite-empty", async app =>
            await PeopleAsync(app, (_, _) => "/people/invite") with { Before = AccountPages.SendEmptyAsync }),
        new("person", app => PeopleAsync(app, (_, therapist) => $"/people/{therapist}")),
        new("cohorts", app => PeopleAsync(app, (_, _) => "/people/cohorts")),
        new("cohorts-empty", async app =>
        {
            var programme = await app.ProgrammeAsync();
            var administrator = await app.MemberAsync(programme, Role.ProgrammeAdministrator);
            return new Visit(administrator, $"/people/cohorts?programmeId={programme.Id}");
        }),
        new("cohort", app => PeopleAsync(app, (cohort, _) => $"/people/cohorts/{cohort}")),
        new("programme", app => PeopleAsync(app, (_, _) => "/programme")),
        new("programmes", async app =>
        {
            await app.ProgrammeAsync(synthetic: true);
            return new Visit(await app.UserAsync(administrator: true), "/programmes");
        }),
        new("accounts", async app => new Visit(await app.UserAsync(administrator: true), "/installation")),
        new("accounts-found", async app =>
        {
            var person = await app.MemberAsync(await app.ProgrammeAsync(), Role.Therapist, "Noor Haddad");
            await app.WriteAsync(async db =>
            {
                var row = (await db.Users.FindAsync(person.Id))!;
                (row.PasswordHash, row.TwoFactorEnabled) = ("x", true);
            });
            return new Visit(await app.UserAsync(administrator: true), $"/installation?email={person.Email}");
        }),
        new("programme-new", async app => new Visit(await app.UserAsync(administrator: true), "/programmes/new")),
        new("programme-new-empty", async app =>
            new Visit(await app.UserAsync(administrator: true), "/programmes/new", Before: AccountPages.SendEmptyAsync)),
    ];

    private static async Task<Visit> PeopleAsync(AppFixture app, Func<Guid, Guid, string> path)
    {
        var programme = await app.ProgrammeAsync();
        var administrator = await app.MemberAsync(programme, Role.ProgrammeAdministrator, "Ada Berg");
        var cohort = new Cohort
        {
            ProgrammeId = programme.Id,
            Name = "Spring",
            From = app.Today.AddMonths(-2),
            To = app.Today.AddMonths(4),
            Capacity = 12,
        };
        await app.SaveAsync(cohort);
        await app.MemberAsync(programme, Role.Consultant, "Ida Moreau");
        var therapist = await app.MemberAsync(programme, Role.Therapist, "Noor Haddad");
        await app.MemberAsync(programme, Role.Therapist, "Wilhelmina Featherstonehaugh-Montgomery");
        await app.SaveAsync(
            new TherapistProfile { ProgrammeId = programme.Id, PersonId = therapist.Id, Code = "T-01" },
            new Enrolment { ProgrammeId = programme.Id, CohortId = cohort.Id, PersonId = therapist.Id, From = cohort.From });
        return new Visit(administrator, $"{path(cohort.Id, therapist.Id)}?programmeId={programme.Id}");
    }
}
