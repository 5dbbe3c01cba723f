using Microsoft.AspNetCore.Diagnostics;

namespace TrainingLMS.Web.Infrastructure;

/// <summary>Refused and missing both answer 404, with the same page.</summary>
public sealed class NotFoundExceptionHandler : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not NotFoundException)
            return ValueTask.FromResult(false);

        httpContext.Response.StatusCode = StatusCodes.Status404NotFound;
        return ValueTask.FromResult(true);
    }
}
