using MediatR;
using TrainingLMS.Data;
using TrainingLMS.Data.Audit;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.Web.Pipeline;

/// <summary>Notes who looked at which case or report, after it was allowed and before it is shown.</summary>
public sealed class AccessLogBehaviour<TRequest, TResponse>(
    AppDbContext db, CurrentUser user, TimeProvider clock) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>, IViews
{
    public async Task<TResponse> Handle(
        TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        db.AccessEntries.Add(new AccessEntry
        {
            At = clock.GetUtcNow(),
            PersonId = user.IdOrNull,
            Request = RequestName.Of(typeof(TRequest)),
            CaseId = request.CaseId,
            ReportId = request.ReportId,
            Address = user.Address,
        });
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return await next();
    }
}
