using Microsoft.AspNetCore.Diagnostics;
using TrainingLMS.Data;

namespace TrainingLMS.Web.Infrastructure;

/// <summary>The database is held by another program, or its disk is full: a page that says so, and that nothing was saved.</summary>
public sealed partial class DatabaseExceptionHandler(ILogger<DatabaseExceptionHandler> logger) : IExceptionHandler
{
    private const string SecondsToWait = "10";

    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception.IsLocked())
        {
            Locked(exception);
            httpContext.Response.Headers.RetryAfter = SecondsToWait;
            httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return ValueTask.FromResult(true);
        }

        if (exception.IsDiskFull())
        {
            Full(exception);
            httpContext.Response.StatusCode = StatusCodes.Status507InsufficientStorage;
            return ValueTask.FromResult(true);
        }

        return ValueTask.FromResult(false);
    }

    [LoggerMessage(LogLevel.Error, "The database is held by another program")]
    private partial void Locked(Exception exception);

    [LoggerMessage(LogLevel.Critical, "The disk of the database is full")]
    private partial void Full(Exception exception);
}
