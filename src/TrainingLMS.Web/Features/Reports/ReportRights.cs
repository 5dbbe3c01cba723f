using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Reports;

/// <summary>Whose report it is: two people see what stands in one, the therapist and the trainer named as its reviewer.</summary>
public sealed class ReportRights(AppDbContext db)
{
    public Grant<T> Reviewer<T>(Func<T, Guid> report) => Allow.To<T>(
        Who.Trainer, "named reviewer", async (request, user, cancellationToken) =>
        {
            var id = report(request);
            var programme = await db.FeedbackReports.Where(r => r.Id == id && r.ReviewerId == user.Id)
                .Select(r => (Guid?)r.ProgrammeId).SingleOrDefaultAsync(cancellationToken);
            return programme is { } found && user.Holds(Role.Trainer, found);
        });

    /// <summary>Theirs from the moment it is sent.</summary>
    public Grant<T> Therapist<T>(Func<T, Guid> report) => Allow.To<T>(
        Who.Therapist, "own, once sent", async (request, user, cancellationToken) =>
        {
            var id = report(request);
            var programme = await db.FeedbackReports
                .Where(r => r.Id == id && r.TherapistId == user.Id && r.SentAt != null)
                .Select(r => (Guid?)r.ProgrammeId).SingleOrDefaultAsync(cancellationToken);
            return programme is { } found && user.Holds(Role.Therapist, found);
        });

    /// <summary>Any trainer of the programme: that it was sent and opened, nothing of what stands in it.</summary>
    public Grant<T> Trainer<T>(Func<T, Guid> report) => Allow.To<T>(
        Who.Trainer, "programme", async (request, user, cancellationToken) =>
        {
            var id = report(request);
            var programme = await db.FeedbackReports
                .Where(r => r.Id == id && r.Status != ReportStatus.Draft && r.Status != ReportStatus.Reviewed)
                .Select(r => (Guid?)r.ProgrammeId).SingleOrDefaultAsync(cancellationToken);
            return programme is { } found && user.Holds(Role.Trainer, found);
        });
}
