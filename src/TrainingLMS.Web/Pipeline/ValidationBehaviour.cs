using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace TrainingLMS.Web.Pipeline;

/// <summary>Runs the validators of a request and throws with everything that is wrong, not only the first thing.</summary>
public sealed class ValidationBehaviour<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public async Task<TResponse> Handle(
        TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var failures = new List<ValidationFailure>();

        // One after the other: validators share the request's DbContext, which takes one query at a time.
        foreach (var validator in validators)
            failures.AddRange((await validator.ValidateAsync(request, cancellationToken)).Errors);

        return failures.Count == 0 ? await next() : throw new ValidationException(failures);
    }
}
