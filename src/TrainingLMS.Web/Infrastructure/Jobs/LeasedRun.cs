using Quartz;
using TrainingLMS.Data.Jobs;

namespace TrainingLMS.Web.Infrastructure.Jobs;

/// <summary>Runs a piece of work under its lease, in a scope of its own and under its own name.</summary>
[DisallowConcurrentExecution]
public sealed partial class LeasedRun<TWork>(
    IServiceScopeFactory scopes, TimeProvider clock, ILogger<LeasedRun<TWork>> logger) : IJob
    where TWork : IWork
{
    private static readonly TimeSpan _lease = TimeSpan.FromMinutes(5);

    /// <summary>Stops this long before the lease does, so that two nodes never work at once.</summary>
    private static readonly TimeSpan _margin = TimeSpan.FromSeconds(30);

    private static readonly string _node = $"{Environment.MachineName}/{Guid.NewGuid():N}";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await RunAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Stopping, or out of time: the next run goes on.
        }
        catch (Exception e)
        {
            Failed(TWork.Name, e);
        }
    }

    /// <returns>False where another node has the lease.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Job = TWork.Name;
        await using var db = scope.ServiceProvider.OpenEverything();

        var leases = new JobLeases(db, clock);
        if (!await leases.TakeAsync(TWork.Name, _node, _lease, cancellationToken))
            return false;

        using var due = new CancellationTokenSource(_lease - _margin, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(due.Token, cancellationToken);
        try
        {
            await scope.ServiceProvider.GetRequiredService<TWork>().RunAsync(db, stop.Token);
        }
        finally
        {
            await leases.ReleaseAsync(TWork.Name, _node, CancellationToken.None);
        }

        return true;
    }

    [LoggerMessage(LogLevel.Error, "{Job} failed and will be tried again")]
    private partial void Failed(string job, Exception exception);
}
