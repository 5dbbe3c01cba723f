using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Reports.Documents;
using TrainingLMS.Reports.Feedback;
using TrainingLMS.Web.Infrastructure.Reports;
using Facts = TrainingLMS.Reports.Documents.FeedbackReport;
using FeedbackReport = TrainingLMS.Domain.Reports.FeedbackReport;

namespace TrainingLMS.Web.Features.Reports;

/// <summary>
/// A report's facts beside those it was saved with. What others rated since is no reason to make it anew: it would move
/// the network's values under the reader.
/// </summary>
public sealed class ReportDrawing(AppDbContext db, ProgrammeReports reports, NetworkLedger ledger)
{
    /// <summary>Whether what it tells about this therapist is still so, and may still be told.</summary>
    public async Task<bool> IsCurrentAsync(FeedbackReport report, Programme programme, CancellationToken cancellationToken)
    {
        // Also where nothing of that patient is shown: whoever takes consent back is asked about before anything goes out.
        if (await db.ConsentRecords.AnyAsync(
            r => r.WithdrawnAt > (report.ReviewedAt ?? report.CreatedAt)
                && db.CasesOf.Any(o => o.CaseId == r.CaseId && o.TherapistId == report.TherapistId),
            cancellationToken))
        {
            return false;
        }

        var therapist = await TherapistAsync(report, cancellationToken);
        var own = await reports.OwnAsync(
            programme, therapist.Code, report.CutOff, MadeOn(report, programme), report.Language, cancellationToken);
        return own.Hash == OwnFacts.Of(FeedbackReportJson.Read(report.Content!.Model)).Hash;
    }

    /// <summary>Fits the network where the report will have to be made anew; before the transaction that stores it.</summary>
    public async Task PrepareAsync(FeedbackReport report, Programme programme, CancellationToken cancellationToken)
    {
        if (!await IsCurrentAsync(report, programme, cancellationToken))
            await BuilderAsync(report, programme, cancellationToken);
    }

    public async Task<Facts> FactsAsync(FeedbackReport report, Programme programme, CancellationToken cancellationToken)
    {
        if (await IsCurrentAsync(report, programme, cancellationToken))
            return FeedbackReportJson.Read(report.Content!.Model);

        var (code, name) = await TherapistAsync(report, cancellationToken);
        var builder = await BuilderAsync(report, programme, cancellationToken);
        var network = await ledger.ReleaseAsync(programme.Id, report.CutOff, builder, cancellationToken);

        return builder.Build(code, new(name, report.Language), network);
    }

    private Task<FeedbackReportBuilder> BuilderAsync(
        FeedbackReport report, Programme programme, CancellationToken cancellationToken) => reports.BuilderAsync(
            programme, report.CutOff, MadeOn(report, programme), report.Language, cancellationToken);

    private async Task<(string Code, string DisplayName)> TherapistAsync(
        FeedbackReport report, CancellationToken cancellationToken)
    {
        var found = await (
            from profile in db.TherapistProfiles
            where profile.ProgrammeId == report.ProgrammeId && profile.PersonId == report.TherapistId
            join person in db.Users on profile.PersonId equals person.Id
            select new { profile.Code, person.DisplayName }).SingleAsync(cancellationToken);
        return (found.Code, found.DisplayName);
    }

    /// <summary>The day it was started, so that the same ratings give the same report tomorrow.</summary>
    private static DateOnly MadeOn(FeedbackReport report, Programme programme) =>
        LocalDay.Of(report.CreatedAt, programme.TimeZone);
}
