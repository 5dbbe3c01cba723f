using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;

namespace TrainingLMS.Web.Pipeline;

/// <summary>Wraps a command, and only a command: all of it is saved or none of it.</summary>
public sealed class TransactionBehaviour<TRequest, TResponse>(AppDbContext db) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand<TResponse>
{
    public async Task<TResponse> Handle(
        TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (db.Database.CurrentTransaction is not null)
            return await next();

        try
        {
            return await db.WriteAsync(() => next(), cancellationToken);
        }
        catch (DbUpdateException e) when (e.IsDuplicate())
        {
            throw new RuleBrokenException("This was saved a moment ago by someone else. Please look again.");
        }
        finally
        {
            db.ChangeTracker.Clear(); // what a failed command changed must not reach a later save
        }
    }
}
