using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Reports;

/// <summary>Takes back a report that nobody has opened yet.</summary>
public static class RecallReport
{
    public sealed record Command(Guid Id) : ICommand<Guid>;

    public sealed class Access(ReportRights rights) : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => [rights.Trainer<Command>(c => c.Id)];
    }

    public sealed class Handler(AppDbContext db, TimeProvider clock) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            await db.HoldAsync(request.Id, cancellationToken);
            var report = await db.FeedbackReports.SingleAsync(r => r.Id == request.Id, cancellationToken);
            report.Recall(clock.GetUtcNow());
            return report.Id;
        }
    }
}
