namespace TrainingLMS.Web.Infrastructure.Logging;

/// <summary>One line a request: method, path without tokens, status, time. No query, no body, no name, no address.</summary>
public sealed partial class RequestLog(RequestDelegate next, ILogger<RequestLog> logger, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var started = clock.GetTimestamp();
        var path = LogPaths.Redacted(context.Request.Path.Value); // now: an error page is run under another path
        try
        {
            await next(context);
        }
        finally
        {
            Answered(
                context.Request.Method, path, context.Response.StatusCode, clock.GetElapsedTime(started).TotalMilliseconds);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Method} {Path} answered {Status} in {Elapsed:0.0} ms")]
    private partial void Answered(string method, string path, int status, double elapsed);
}
