using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Reports.Documents;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Reports;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Reports;

/// <summary>The therapist opens the report for the first time; from here on it cannot be recalled.</summary>
public static class OpenReport
{
    public sealed record Command(Guid Id) : ICommand<Guid>, IViews
    {
        Guid? IViews.ReportId => Id;
    }

    public sealed class Access(ReportRights rights) : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => [rights.Therapist<Command>(c => c.Id)];
    }

    public sealed class Handler(AppDbContext db, ProgrammeReports reports, Seal seal, CurrentUser user, TimeProvider clock)
        : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            await db.HoldAsync(request.Id, cancellationToken);
            var report = await db.FeedbackReports.Include(r => r.Content).SingleAsync(r => r.Id == request.Id, cancellationToken);
            if (report.Status != ReportStatus.Sent)
                return report.Id; // read already, or taken back: the page says which

            var facts = FeedbackReportJson.Read(report.Content!.Model);
            if (!await reports.MayStillShowAsync(report.ProgrammeId, user.Id, facts, cancellationToken))
                throw new RuleBrokenException(ReadReport.Closed);

            report.Open(clock.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken);
            await seal.LogRevealsAsync(report.ProgrammeId, user.Id, ProgrammeReports.Shown(facts), cancellationToken);
            return report.Id;
        }
    }
}
