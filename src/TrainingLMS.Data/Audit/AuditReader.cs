using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data.Encryption;

namespace TrainingLMS.Data.Audit;

/// <summary>Opens recorded values for whoever has the right to read them; the request that asks decides who that is.</summary>
public sealed class AuditReader(AppDbContext db, IDataProtectionProvider protection)
{
    /// <summary>Each entry with its values as JSON; without them where the subject was erased or nothing was recorded.</summary>
    public async Task<IReadOnlyList<(AuditEntry Entry, string? Values)>> OpenAsync(
        IQueryable<AuditEntry> entries, CancellationToken cancellationToken = default)
    {
        var rows = await entries.AsNoTracking().ToListAsync(cancellationToken);
        var keys = await new SubjectKeys(db, protection).FindAsync(
            [.. rows.Select(r => r.SubjectId).OfType<Guid>().Distinct()], cancellationToken);
        return [.. rows.Select(r => (r, Open(r, r.SubjectId is { } subject ? keys[subject].Bytes : null)))];
    }

    private static string? Open(AuditEntry entry, byte[]? key) => entry.Values is null || key is null
        ? null
        : Encoding.UTF8.GetString(Envelope.Open(key, entry.Values, AuditValues.Owner(entry.Entity, entry.EntityId)));
}
