using TrainingLMS.Data;

namespace TrainingLMS.Web.Infrastructure.Jobs;

/// <summary>Something done from time to time, by one node at once. Its name is its lease and stands in the audit.</summary>
public interface IWork
{
    static abstract string Name { get; }

    /// <param name="db">Sees every programme.</param>
    /// <param name="cancellationToken">Falls due with the lease: what is not done by then is done next time.</param>
    Task RunAsync(AppDbContext db, CancellationToken cancellationToken);
}
