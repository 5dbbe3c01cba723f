using Microsoft.EntityFrameworkCore;

namespace TrainingLMS.Data.Jobs;

/// <summary>Lets one node at a time do a job. The row decides: whoever changes or makes it first has the lease.</summary>
public sealed class JobLeases(AppDbContext db, TimeProvider clock)
{
    /// <summary>Takes a lease that is free, has run out, or is this owner's already.</summary>
    public async Task<bool> TakeAsync(string job, string owner, TimeSpan length, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var until = now + length;
        var taken = await db.JobLeases.Where(l => l.Name == job && (l.Until <= now || l.Owner == owner)).ExecuteUpdateAsync(
            set => set.SetProperty(l => l.Owner, owner).SetProperty(l => l.Until, until), cancellationToken);
        if (taken == 1)
            return true;

        if (await db.JobLeases.AnyAsync(l => l.Name == job, cancellationToken))
            return false;

        var lease = new JobLease { Name = job, Owner = owner, Until = until };
        try
        {
            db.JobLeases.Add(lease);
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException e) when (e.IsDuplicate())
        {
            return false;
        }
        finally
        {
            db.Entry(lease).State = EntityState.Detached;
        }
    }

    /// <summary>Gives it back before it runs out.</summary>
    public Task ReleaseAsync(string job, string owner, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        return db.JobLeases.Where(l => l.Name == job && l.Owner == owner)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.Until, now), cancellationToken);
    }
}
