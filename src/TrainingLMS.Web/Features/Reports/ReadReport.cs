using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Reports.Documents;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Reports;
using TrainingLMS.Web.Pipeline;
using Facts = TrainingLMS.Reports.Documents.FeedbackReport;

namespace TrainingLMS.Web.Features.Reports;

/// <summary>The therapist's page: first a closed cover with one button, then the report, from the stored record.</summary>
public static class ReadReport
{
    public const string Closed =
        "Something in this report may not be shown any more: a patient has taken back consent, or a case was handed over. Ask your trainer for a new report.";

    public sealed record Query(Guid Id) : IQuery<Page>, IViews
    {
        Guid? IViews.ReportId => Id;
    }

    /// <param name="Id">The report.</param>
    /// <param name="Status">Sent, opened, or taken back.</param>
    /// <param name="CutOff">Sessions up to this day are in it.</param>
    /// <param name="SentAt">When it was sent.</param>
    /// <param name="Trainer">Who sent it.</param>
    /// <param name="Facts">The report; empty while it is not open or may not be shown any more.</param>
    public sealed record Page(
        Guid Id, ReportStatus Status, DateOnly CutOff, DateTimeOffset SentAt, string Trainer, Facts? Facts);

    public sealed class Access(ReportRights rights) : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants => [rights.Therapist<Query>(q => q.Id)];
    }

    public sealed class Handler(AppDbContext db, ProgrammeReports reports, CurrentUser user) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var found = await (
                from report in db.FeedbackReports.AsNoTracking()
                where report.Id == request.Id
                join reviewer in db.Users on report.ReviewerId equals reviewer.Id
                select new { report.Id, report.ProgrammeId, report.Status, report.CutOff, report.SentAt, reviewer.DisplayName })
                .SingleAsync(cancellationToken);
            var page = new Page(found.Id, found.Status, found.CutOff, found.SentAt!.Value, found.DisplayName, Facts: null);
            if (found.Status is ReportStatus.Sent or ReportStatus.Recalled)
                return page;

            var model = await db.Set<ReportContent>().Where(c => c.ReportId == request.Id).Select(c => c.Model)
                .SingleAsync(cancellationToken);
            var facts = FeedbackReportJson.Read(model);

            return await reports.MayStillShowAsync(found.ProgrammeId, user.Id, facts, cancellationToken)
                ? page with { Facts = facts }
                : page;
        }
    }
}
