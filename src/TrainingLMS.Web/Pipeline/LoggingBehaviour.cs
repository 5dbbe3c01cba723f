using MediatR;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.Web.Pipeline;

/// <summary>One line a request: its name, who sent it, how long it took. Never its content, which is clinical.</summary>
public sealed partial class LoggingBehaviour<TRequest, TResponse>(
    ILoggerFactory loggers, CurrentUser user, TimeProvider clock) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    private static readonly string _name = RequestName.Of(typeof(TRequest));

    private readonly ILogger _logger = loggers.CreateLogger("TrainingLMS.Requests");

    public async Task<TResponse> Handle(
        TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var started = clock.GetTimestamp();
        var outcome = "failed";
        try
        {
            var response = await next();
            outcome = "done";
            return response;
        }
        catch (NotFoundException)
        {
            outcome = "refused";
            throw;
        }
        finally
        {
            Handled(_name, outcome, user.IdOrNull, clock.GetElapsedTime(started).TotalMilliseconds);
        }
    }

    [LoggerMessage(LogLevel.Information, "{Request} {Outcome} for {UserId} in {Elapsed:0.0} ms")]
    private partial void Handled(string request, string outcome, Guid? userId, double elapsed);
}
