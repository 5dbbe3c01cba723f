using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Reports;

/// <summary>Sends what was reviewed: the stored bytes become the therapist's, and a neutral mail says that they are there.</summary>
public static class SendReport
{
    public sealed record Command(Guid Id) : ICommand<string>;

    public sealed class Access(ReportRights rights) : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => [rights.Reviewer<Command>(c => c.Id)];
    }

    public sealed class Handler(AppDbContext db, ReportDrawing drawing, ReportMails mails, TimeProvider clock)
        : IRequestHandler<Command, string>
    {
        public async Task<string> Handle(Command request, CancellationToken cancellationToken)
        {
            await db.HoldAsync(request.Id, cancellationToken);
            var report = await db.FeedbackReports.Include(r => r.Content).SingleAsync(r => r.Id == request.Id, cancellationToken);
            var therapist = await db.Users.SingleAsync(u => u.Id == report.TherapistId, cancellationToken);
            if (therapist.Email is null || therapist.DeactivatedAt is not null)
                throw new RuleBrokenException("{0} cannot sign in yet: invite them first, then send the report.", therapist.DisplayName);

            report.Send(clock.GetUtcNow());

            // A consent taken back since, or a rating of this therapist's cases: what was read is not what would be sent.
            var programme = await db.Programmes.SingleAsync(p => p.Id == report.ProgrammeId, cancellationToken);
            if (!await drawing.IsCurrentAsync(report, programme, cancellationToken))
            {
                throw new RuleBrokenException(
                    "Something in the data has changed since you read this report. Save it again, look at it, then send it.");
            }

            mails.Sent(report, therapist);
            return therapist.DisplayName;
        }
    }
}
