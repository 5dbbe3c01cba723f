using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Reports.Documents;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Reports;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Reports;

/// <summary>
/// The stored bytes: for the named reviewer from the first draft, for the therapist once the report is open, and for
/// both only while all of it may still be shown.
/// </summary>
public static class DownloadReport
{
    public sealed record Query(Guid Id) : IQuery<File>, IViews
    {
        Guid? IViews.ReportId => Id;
    }

    public sealed record File(string Name, byte[] Bytes);

    public sealed class Access(ReportRights rights) : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants =>
            [rights.Therapist<Query>(q => q.Id), rights.Reviewer<Query>(q => q.Id)];
    }

    public sealed class Handler(AppDbContext db, ProgrammeReports reports, CurrentUser user) : IRequestHandler<Query, File>
    {
        public async Task<File> Handle(Query request, CancellationToken cancellationToken)
        {
            var report = await db.FeedbackReports.Include(r => r.Content).AsNoTracking()
                .SingleAsync(r => r.Id == request.Id, cancellationToken);
            var isOpen = report.Status is ReportStatus.Opened or ReportStatus.Superseded;
            if (report.ReviewerId != user.Id && !isOpen || !await MayStillShowAsync(report, cancellationToken))
                throw new NotFoundException();

            return new File($"feedback-report-{report.CutOff:yyyy-MM-dd}.pdf", report.Content!.Pdf);
        }

        private Task<bool> MayStillShowAsync(Domain.Reports.FeedbackReport report, CancellationToken cancellationToken) =>
            reports.MayStillShowAsync(
                report.ProgrammeId, report.TherapistId, FeedbackReportJson.Read(report.Content!.Model), cancellationToken);
    }
}
