using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using TrainingLMS.Data.Identity;
using TrainingLMS.Data.Messages;
using TrainingLMS.Domain.People;
using TrainingLMS.Testing;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.BrowserTests.Pages;

/// <summary>Files that are taken in, and the messages.</summary>
internal static class ProgrammePages
{
    private const string Header = "therapist_id,patient_id,session,therapist_alliance,patient_alliance,wellbeing\n";
    private const string Good = Header + "T01,P001,1,5.25,6.75,50\nT01,P001,2,5,6,50\nT02,P002,1,5,,50\n";

    public static readonly CataloguePage[] All =
    [
        new("import", app => ImportAsync(app, null)),
        new("import-empty", async app => await ImportAsync(app, null) with { Before = AccountPages.SendEmptyAsync }),
        new("import-preview", app => ImportAsync(app, Good)),
        new("import-problems", app => ImportAsync(app, Good + "T02,P002,2,8,6,50\nT02,P002,3,5,6,a hundred\n")),
        new("import-done", async app =>
        {
            var visit = await ImportAsync(app, Good);
            return visit with
            {
                Before = async visitor =>
                {
                    await visit.Before!(visitor);
                    await visitor.Page.ClickAsync("form[action$='take-in'] button");
                    await visitor.Page.WaitForURLAsync("**/import/done?**");
                },
                Lands = visit.Path + "/done",
            };
        }),
        new("messages-empty", app => Catalogue.MemberAsync(app, Role.ProgrammeAdministrator, "/messages")),
        new("messages", async app =>
        {
            var programme = await app.ProgrammeAsync();
            var administrator = await app.MemberAsync(programme, Role.ProgrammeAdministrator, "Ada Berg");
            var therapist = await app.MemberAsync(programme, Role.Therapist, "Wilhelmina Featherstonehaugh-Montgomery");
            await app.MessageAsync("Your invitation to TrainingLMS", programme.Id, m => m.SentAt = m.CreatedAt, therapist.Id);
            await app.MessageAsync("A form for you", programme.Id);
            await app.MessageAsync("Your feedback report is ready", programme.Id, m =>
            {
                (m.GivenUpAt, m.Tries, m.LastError) = (m.CreatedAt, 8, "550 no such mailbox");
            }, therapist.Id);
            return new Visit(administrator, "/messages");
        }),
        new("messages-installation", async app =>
        {
            var person = await app.UserAsync();
            await app.MessageAsync("Choose a new password", programme: null, m => m.SentAt = m.CreatedAt, person.Id);
            return new Visit(await app.UserAsync(administrator: true), "/messages");
        }),
        new("outbox", async app =>
        {
            await app.MadeUpAsync();
            await using var scope = app.Services.CreateAsyncScope();
            await using var db = scope.ServiceProvider.OpenEverything();
            await db.WriteAsync(() =>
            {
                scope.ServiceProvider.GetRequiredService<Outbox>().Add(
                    "page", null, "noor@example.test", "Your feedback report is ready",
                    "Good morning,\n\nyour report is here:\nhttp://localhost/reports\n");
                return Task.FromResult(true);
            });
            return new Visit(null, "/messages/outbox");
        })
        {
            Own = true,
        },
    ];

    /// <summary>Somebody in an installation that holds nothing real.</summary>
    internal static async Task<AppUser> MadeUpAsync(this AppFixture app)
    {
        var programme = await app.ProgrammeAsync(synthetic: true);
        var person = await app.MemberAsync(programme, Role.Therapist, "Noor Haddad");
        await app.WriteAsync(async db => (await db.Users.FindAsync(person.Id))!.Synthetic = true);
        return person;
    }

    internal static Task MessageAsync(
        this AppFixture app, string subject, Guid? programme, Action<OutboxMessage>? change = null, Guid? person = null)
    {
        var message = new OutboxMessage
        {
            ProgrammeId = programme,
            PersonId = person,
            Key = $"test/{Guid.NewGuid()}",
            To = "somebody@example.test",
            Subject = subject,
            Body = [],
            CreatedAt = app.Clock.GetUtcNow().AddHours(-2),
        };
        change?.Invoke(message);
        return app.SaveAsync(message);
    }

    private static async Task<Visit> ImportAsync(AppFixture app, string? rows)
    {
        var programme = await app.ProgrammeAsync();
        var visit = new Visit(await app.MemberAsync(programme, Role.Trainer, "Ada Berg"), $"/programmes/{programme.Id}/import");
        return rows is null ? visit : visit with
        {
            Before = async visitor =>
            {
                await visitor.Page.SetInputFilesAsync(
                    "#Input_File", new FilePayload { Name = "spring-term.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(rows) });
                await visitor.Page.ClickAsync("main form button");
                await visitor.Page.Locator("dl.facts").WaitForAsync();
            },
        };
    }
}
