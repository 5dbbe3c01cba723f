using TrainingLMS.Domain.Consent;
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
        new("case-contact", async app =>
        {
            var room = await MidwayAsync(app, contact: true);
            return new Visit(room.Therapist, room.Case + "/contact");
        }),
        new("case-contact-not-agreed", app => RoomAsync(app, "/contact")),
        new("form-missed", async app =>
        {
            var room = await MidwayAsync(app);
            await app.WriteAsync(db =>
            {
                var id = Guid.Parse(room.Case.Split('/')[^1]);
                foreach (var form in db.Administrations.Where(a => db.Sessions.Any(s => s.Id == a.SessionId && s.CaseId == id)))
                    form.OpenWindow(app.Clock.GetUtcNow().AddDays(-3), app.Clock.GetUtcNow().AddHours(-1));
                return Task.CompletedTask;
            });
            return new Visit(room.Therapist, room.Case + "/sessions/1/form/after");
        }),
        new("paper", app => SheetAsync(app, "/paper")),
        new("paper-empty", app => Catalogue.MemberAsync(app, Role.SiteStaff, "/paper")),
        new("paper-sheet", app => SheetAsync(app, "/1/after")),
        new("paper-sheet-wrong", async app => await SheetAsync(app, "/1/after") with { Before = AccountPages.SendEmptyAsync }),
        new("paper-second", app => SheetAsync(app, "/2/after/second", typed: true)),
        new("withdrawals", async app =>
        {
            var room = await MidwayAsync(app);
            var officer = await app.MemberAsync(room.Programme, Role.PrivacyOfficer, "Sol Marin");
            await app.SaveAsync(
                [.. Enum.GetValues<WithdrawalKind>().Select(kind => Stopped(app, room, kind))]);
            return new Visit(officer, "/withdrawals");
        }),
        new("signals-empty", app => Catalogue.MemberAsync(app, Role.Therapist, "/signals")),
        new("signals", async app =>
        {
            var room = await MidwayAsync(app);
            await app.WriteAsync(db =>
            {
                var id = Guid.Parse(room.Case.Split('/')[^1]);
                foreach (var form in db.Administrations.Where(a => db.Sessions.Any(s => s.Id == a.SessionId && s.CaseId == id)))
                    form.OpenWindow(app.Clock.GetUtcNow().AddDays(-3), app.Clock.GetUtcNow().AddHours(-1));
                return Task.CompletedTask;
            });
            return new Visit(room.Therapist, "/signals");
        }),
        new("instruments", app => Catalogue.MemberAsync(app, Role.ProgrammeAdministrator, "/instruments")),
        new("instrument", async app =>
        {
            var visit = await Catalogue.MemberAsync(app, Role.ProgrammeAdministrator, "/instruments");
            var version = await app.ReadAsync(db => Task.FromResult(db.InstrumentVersions.OrderBy(v => v.PublishedAt).First().Id));
            return visit with { Path = $"/instruments/{version}" };
        }),
        new("instrument-load", app => Catalogue.MemberAsync(app, Role.ProgrammeAdministrator, "/instruments/load")),
        new("withdrawals-empty", app => Catalogue.MemberAsync(app, Role.PrivacyOfficer, "/withdrawals")),
    ];

    private static Withdrawal Stopped(AppFixture app, Consulting room, WithdrawalKind kind)
    {
        var withdrawal = new Withdrawal
        {
            ProgrammeId = room.Programme.Id,
            CaseId = Guid.Parse(room.Case.Split('/')[^1]),
            Kind = kind,
            AskedAt = app.Clock.GetUtcNow().AddDays(-2),
        };
        if (kind == WithdrawalKind.Stop)
            withdrawal.Finish(null, withdrawal.AskedAt);
        return withdrawal;
    }

    private static async Task<Visit> SheetAsync(AppFixture app, string page, bool typed = false)
    {
        var room = await MidwayAsync(app);
        var clerk = await app.MemberAsync(room.Programme, Role.SiteStaff, "Kit Olsen");
        var sheets = $"/paper/{room.Case.Split('/')[^1]}";
        if (typed)
            await Consulting.TypeSheetAsync(app.SignedIn(clerk), $"{sheets}/2/after");
        return new Visit(clerk, page == "/paper" ? page : sheets + page);
    }

    /// <summary>Session 1 rated by the therapist, session 2 held today.</summary>
    private static async Task<Consulting> MidwayAsync(
        AppFixture app, DisclosureKind disclosure = DisclosureKind.AfterBothRated, bool contact = false)
    {
        var room = await Consulting.OpenAsync(app, disclosure, contact);
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
