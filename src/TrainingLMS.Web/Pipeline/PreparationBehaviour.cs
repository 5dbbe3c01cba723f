using MediatR;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;

namespace TrainingLMS.Web.Pipeline;

/// <summary>
/// The long part of a command, done before its transaction so that nobody waits for it. The handler looks whether what
/// was prepared still holds, and throws <see cref="OutdatedException"/> where it does not.
/// </summary>
public interface IPrepares<in TCommand>
{
    Task PrepareAsync(TCommand command, CancellationToken cancellationToken);
}

/// <summary>What was prepared is no longer so; the message is for the person who asked, should it happen again.</summary>
public sealed class OutdatedException(string message) : Exception(message);

/// <summary>Prepares a command, and once more where somebody else's change came in between.</summary>
public sealed class PreparationBehaviour<TRequest, TResponse>(IEnumerable<IPrepares<TRequest>> preparations, AppDbContext db)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand<TResponse>
{
    private const int Tries = 2;

    public async Task<TResponse> Handle(
        TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        for (var tries = 1; ; tries++)
        {
            foreach (var preparation in preparations)
                await preparation.PrepareAsync(request, cancellationToken);

            db.ChangeTracker.Clear(); // the handler reads afresh
            try
            {
                return await next();
            }
            catch (OutdatedException) when (tries < Tries)
            {
            }
            catch (OutdatedException e)
            {
                throw new RuleBrokenException(e.Message);
            }
        }
    }
}
