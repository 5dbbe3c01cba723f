using MediatR;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.Web.Pipeline;

/// <summary>Runs before validation, so that a stranger learns nothing from an error message.</summary>
public sealed class AuthorisationBehaviour<TRequest, TResponse>(IEnumerable<IAccess<TRequest>> rules, CurrentUser user)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public async Task<TResponse> Handle(
        TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        foreach (var grant in rules.SelectMany(r => r.Grants))
        {
            if (await grant.AllowsAsync(request, user, cancellationToken))
                return await next();
        }

        throw new NotFoundException();
    }
}
