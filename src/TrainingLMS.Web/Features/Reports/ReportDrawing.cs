using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Web.Infrastructure.Reports;
using Facts = TrainingLMS.Reports.Documents.FeedbackReport;

namespace TrainingLMS.Web.Features.Reports;

/// <summary>A report's facts as they are now, made again as on its first day.</summary>
public sealed class ReportDrawing(AppDbContext db, ProgrammeReports reports)
{
    public async Task<Facts> FactsAsync(FeedbackReport report, Programme programme, CancellationToken cancellationToken)
    {
        var therapist = await (
            from profile in db.TherapistProfiles
            where profile.ProgrammeId == report.ProgrammeId && profile.PersonId == report.TherapistId
            join person in db.Users on profile.PersonId equals person.Id
            select new { profile.Code, person.DisplayName }).SingleAsync(cancellationToken);

        // The day it was started, so that the same ratings give the same report tomorrow.
        var madeOn = LocalDay.Of(report.CreatedAt, programme.TimeZone);
        var builder = await reports.BuilderAsync(programme, report.CutOff, madeOn, report.Language, cancellationToken);

        return builder.Build(therapist.Code, new(therapist.DisplayName, report.Language));
    }
}
