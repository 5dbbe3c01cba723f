using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Testing;

namespace TrainingLMS.BrowserTests.Pages;

internal static class CasePages
{
    public static readonly CataloguePage[] All =
    [
        new("cases-empty", app => Catalogue.MemberAsync(app, Role.Therapist, "/cases")),
        new("cases", async app => new Visit((await MidwayAsync(app)).Therapist, "/cases")),
        new("case-new", app => Catalogue.MemberAsync(app, Role.Therapist, "/cases/new")),
        new("case-new-wrong", async app =>
            await Catalogue.MemberAsync(app, Role.Therapist, "/cases/new") with { Before = AccountPages.SendEmptyAsync }),
        new("case", app => RoomAsync(app, "")),
        new("case-sealed", async app =>
        {
            var room = await MidwayAsync(app, DisclosureKind.Sealed);
            return new Visit(room.Therapist, room.Case);
        }),
        new("case-consent", app => RoomAsync(app, "/consent")),
        new("case-consent-withdraw", app => RoomAsync(app, "/consent/withdraw")),
        new("case-end", app => RoomAsync(app, "/end")),
        new("session-held", app => RoomAsync(app, "/sessions/3/held")),
        new("session-held-wrong", async app =>
            await RoomAsync(app, "/sessions/3/held") with { Before = AccountPages.SendEmptyAsync }),
        new("session-held-too-early", app => RoomAsync(app, "/sessions/5/held")),
        new("session-rate", app => RoomAsync(app, "/sessions/2/rate")),
        new("session-rate-wrong", async app =>
            await RoomAsync(app, "/sessions/2/rate") with { Before = AccountPages.SendEmptyAsync }),
        new("session-rated", app => RoomAsync(app, "/sessions/1/rate")),
        new("consultation-cases", app => ConsultedAsync(app, listOnly: true)),
        new("consultation-case", app => ConsultedAsync(app, listOnly: false)),
        new("consultation-empty", app => Catalogue.MemberAsync(app, Role.Consultant, "/consultation/cases")),
        new("form-give", app => RoomAsync(app, "/sessions/2/form/after")),
        new("form-given", async app => await RoomAsync(app, "/sessions/2/form/after") with
        {
            Before = async visitor =>
            {
                await visitor.Page.ClickAsync("main form button");
                await visitor.Page.Locator("dl.facts").WaitForAsync();
            },
        }),
    ];

    /// <summary>Session 1 rated by the therapist, session 2 held today.</summary>
    private static async Task<Consulting> MidwayAsync(AppFixture app, DisclosureKind disclosure = DisclosureKind.AfterBothRated)
    {
        var room = await Consulting.OpenAsync(app, disclosure);
        await room.HoldAsync(1, daysAgo: 1);
        await room.RateAsync(1);
        await room.HoldAsync(2);
        return room;
    }

    private static async Task<Visit> ConsultedAsync(AppFixture app, bool listOnly)
    {
        var room = await MidwayAsync(app);
        var consultant = await app.MemberAsync(room.Programme, Role.Consultant, "Ida Moreau");
        await app.SaveAsync(new ConsultantOf
        {
            ProgrammeId = room.Programme.Id,
            ConsultantId = consultant.Id,
            TherapistId = room.Therapist.Id,
            From = app.Today.AddDays(-20),
        });
        return new Visit(consultant, listOnly ? "/consultation/cases" : $"/consultation{room.Case}");
    }

    private static async Task<Visit> RoomAsync(AppFixture app, string page)
    {
        var room = await MidwayAsync(app);
        return new Visit(room.Therapist, room.Case + page);
    }
}
