using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using TrainingLMS.Data.Encryption;
using TrainingLMS.Data.Identity;
using TrainingLMS.Data.Jobs;
using TrainingLMS.Data.Messages;

namespace TrainingLMS.Data.Audit;

/// <summary>
/// Writes who changed what into the same save as the change itself, so neither is there without the other.
/// </summary>
public sealed class AuditTrail(Func<Actor> actor, IDataProtectionProvider protection, TimeProvider clock)
    : SaveChangesInterceptor, IDbTransactionInterceptor
{
    /// <summary>The record itself, states of the machinery, and what is written for every request.</summary>
    private static readonly HashSet<Type> _left =
    [
        typeof(AccessEntry), typeof(AuditEntry), typeof(AuditLink), typeof(SubjectKey), typeof(OutboxMessage),
        typeof(JobLease), typeof(Throttle), typeof(StaffSession), typeof(DataProtectionKey),
    ];

    private readonly IDataProtector _protector = protection.CreateProtector(SubjectKeys.Purpose);

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is AppDbContext db && Changes(db) is { Count: > 0 } changes)
            await NoteAsync(db, changes, cancellationToken);

        return result;
    }

    /// <summary>Libraries that save without waiting, such as the key ring's, change nothing that is recorded.</summary>
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) =>
        eventData.Context is AppDbContext db && Changes(db).Count > 0
            ? throw new InvalidOperationException("Changes that are recorded are saved by SaveChangesAsync.")
            : result;

    public override void SaveChangesFailed(DbContextErrorEventData eventData) => TakeBack(eventData.Context);

    public override Task SaveChangesFailedAsync(
        DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        TakeBack(eventData.Context);
        return Task.CompletedTask;
    }

    /// <summary>
    /// The key ring may have to write a new key of its own. Inside our transaction on SQLite it would wait for us
    /// while we wait for it, so it is asked before.
    /// </summary>
    public ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default)
    {
        if (eventData.Context is AppDbContext { IsWriting: true })
            _protector.Protect([]);

        return ValueTask.FromResult(result);
    }

    private static List<EntityEntry> Changes(AppDbContext db) =>
    [
        .. db.ChangeTracker.Entries().Where(e =>
            e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
            && (e.State != EntityState.Modified || e.Properties.Any(p => p.IsModified))
            && !e.Metadata.IsOwned() && !_left.Contains(e.Metadata.ClrType)),
    ];

    private async Task NoteAsync(AppDbContext db, List<EntityEntry> changes, CancellationToken cancellationToken)
    {
        var subjects = await new AuditSubjects(db).OfAsync(changes, cancellationToken);
        var keys = await new SubjectKeys(db, _protector).ForAsync(subjects.Values.Distinct(), cancellationToken);
        var (who, now) = (actor(), clock.GetUtcNow());

        foreach (var change in changes)
        {
            var subject = subjects[change.Entity];
            var entry = new AuditEntry
            {
                ProgrammeId = AuditSubjects.ProgrammeOf(change),
                At = now,
                ActorId = who.PersonId,
                Actor = who.Name,
                Action = change.State.ToString(),
                Entity = change.Metadata.ClrType.Name.Split('`')[0],
                EntityId = IdOf(change),
                SubjectId = subject,
                Values = keys[subject] is { } key
                    ? Envelope.Close(key, AuditValues.Of(change), AuditValues.Owner(change.Metadata.ClrType.Name, IdOf(change)))
                    : null, // the person was erased, and so is what is said of them from now on
                Reason = db.Reason,
                Address = who.Address,
                RequestId = who.RequestId,
            };
            db.AuditEntries.Add(entry);
        }
    }

    /// <summary>A save that failed leaves nothing behind that the next one would write.</summary>
    private static void TakeBack(DbContext? context)
    {
        if (context is null)
            return;

        foreach (var entry in context.ChangeTracker.Entries()
            .Where(e => e.State == EntityState.Added && e.Entity is AuditEntry or SubjectKey).ToList())
            entry.State = EntityState.Detached;
    }

    private static string? IdOf(EntityEntry change)
    {
        // Keys of Identity's own tables are secrets or long texts; there the person says enough.
        var key = change.Metadata.FindPrimaryKey()!.Properties;
        var property = key is [{ ClrType: var type }] && type == typeof(Guid)
            ? key[0]
            : change.Metadata.FindProperty("UserId");
        return property is null
            ? null
            : Convert.ToString(change.Property(property).CurrentValue, CultureInfo.InvariantCulture);
    }
}
