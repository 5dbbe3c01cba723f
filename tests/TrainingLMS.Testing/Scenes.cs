using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Domain.Reports;

namespace TrainingLMS.Testing;

/// <summary>What the first pages speak of, put into the database directly: cases with sessions, forms and reports.</summary>
public static class Scenes
{
    /// <summary>A case whose first sessions were held, one a week, the last one today.</summary>
    public static async Task<Case> CaseAsync(
        this AppFixture app, Programme programme, AppUser therapist, string code, int held = 0, bool consented = true)
    {
        var start = app.Today.AddDays(-7 * Math.Max(0, held - 1));
        var item = new Case
        {
            ProgrammeId = programme.Id,
            Code = code,
            TimeZone = "America/Toronto",
            Language = "en",
            StartedOn = start,
        };
        item.PlanSessions(programme.SessionsPerCase);
        for (var number = 1; number <= held; number++)
            item.Hold(number, start.AddDays(7 * (number - 1)), app.Today, app.Clock.GetUtcNow());

        await app.SaveAsync(item, new CaseOf
        {
            ProgrammeId = programme.Id,
            CaseId = item.Id,
            TherapistId = therapist.Id,
            From = start.AddDays(-1),
        });
        if (consented)
        {
            await app.SaveAsync(new ConsentRecord
            {
                ProgrammeId = programme.Id,
                CaseId = item.Id,
                TextVersion = "1",
                Language = "en",
                Scopes = ConsentScopes.TakePart | ConsentScopes.Feedback | ConsentScopes.Research,
                GivenAt = app.Clock.GetUtcNow().AddDays(-60),
                RecordedAt = app.Clock.GetUtcNow().AddDays(-60),
                RecordedById = therapist.Id,
            });
        }

        return item;
    }

    /// <summary>The alliance form of one rater for one session; open for so many hours, or finished.</summary>
    public static async Task FormAsync(
        this AppFixture app, Case item, int session, Rater rater, double closesInHours = 24,
        AdministrationStatus status = AdministrationStatus.Due, Measure measure = Measure.Alliance)
    {
        var key = measure == Measure.Alliance ? "session-check" : "week-check";
        var version = await app.ReadAsync(db => (
            from i in db.Instruments
            where i.Key == key
            join v in db.InstrumentVersions on i.Id equals v.InstrumentId
            select v.Id).FirstAsync());
        var now = app.Clock.GetUtcNow();
        var form = new Administration
        {
            ProgrammeId = item.ProgrammeId,
            SessionId = item.Sessions.Single(s => s.Number == session).Id,
            InstrumentVersionId = version,
            Measure = measure,
            Rater = rater,
            Perspective = Perspective.Own,
            Occasion = measure == Measure.WellBeing ? Occasion.Before : Occasion.After,
        };
        form.OpenWindow(now.AddDays(-3), now.AddHours(closesInHours));
        switch (status)
        {
            case AdministrationStatus.Opened:
                form.Open(CaptureMode.Link, now);
                break;
            case AdministrationStatus.Done:
                form.Finish(CaptureMode.Link, now);
                break;
            case AdministrationStatus.Declined:
                form.Decline(CaptureMode.Link, now);
                break;
        }

        await app.SaveAsync(form);
    }

    /// <summary>A report for this therapist, read over by this trainer, as far along as said.</summary>
    public static async Task<FeedbackReport> ReportRowAsync(
        this AppFixture app, Programme programme, AppUser therapist, AppUser trainer, ReportStatus status,
        TimeSpan? ago = null)
    {
        var made = app.Clock.GetUtcNow() - (ago ?? TimeSpan.FromDays(1));
        var report = new FeedbackReport
        {
            ProgrammeId = programme.Id,
            TherapistId = therapist.Id,
            ReviewerId = trainer.Id,
            CutOff = app.Today.AddDays(-10),
            Disclosure = programme.Disclosure,
            EngineVersion = "test",
            Language = "en",
            CreatedAt = made,
        };
        if (status != ReportStatus.Draft)
        {
            report.Review(
                null, app.Clock.GetUtcNow().AddDays(5), "America/Toronto",
                new ReportContent { ProgrammeId = programme.Id, ReportId = report.Id, Model = "{}", Pdf = [], Hash = "0" }, made);
        }

        if (status is ReportStatus.Sent or ReportStatus.Opened)
            report.Send(made);
        if (status == ReportStatus.Opened)
            report.Open(made);
        await app.SaveAsync(report);
        return report;
    }
}
