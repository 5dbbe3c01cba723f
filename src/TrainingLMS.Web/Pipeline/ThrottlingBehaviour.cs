using MediatR;
using TrainingLMS.Domain.Common;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.Web.Pipeline;

/// <summary>A request by which something secret can be guessed. Whatever it throws counts as a wrong try.</summary>
public interface IThrottled
{
    IReadOnlyList<ThrottleLane> Lanes(CurrentUser user);
}

/// <summary>Counts tries outside the command's own transaction, which a wrong one rolls back.</summary>
public sealed class ThrottlingBehaviour<TRequest, TResponse>(Throttling throttling, CurrentUser user)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>, IThrottled
{
    public async Task<TResponse> Handle(
        TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var lanes = request.Lanes(user);
        if (await throttling.EnterAsync(lanes, cancellationToken) is { } wait)
            throw TooSoon(wait);

        var response = await next();
        await throttling.ForgiveAsync(lanes, cancellationToken);
        return response;
    }

    private static RuleBrokenException TooSoon(TimeSpan wait) => wait < TimeSpan.FromMinutes(2)
        ? new RuleBrokenException("Too many tries. Try again in {0} seconds.", (int)Math.Ceiling(wait.TotalSeconds))
        : new RuleBrokenException("Too many tries. Try again in {0} minutes.", (int)Math.Ceiling(wait.TotalMinutes));
}
