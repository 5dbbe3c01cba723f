using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data.Encryption;

namespace TrainingLMS.Data.Audit;

/// <summary>The key of each subject's audit values, made at the first change and destroyed when the subject is erased.</summary>
public sealed class SubjectKeys
{
    internal const string Purpose = "Audit.SubjectKeys";

    private readonly AppDbContext _db;
    private readonly IDataProtector _protector;

    public SubjectKeys(AppDbContext db, IDataProtectionProvider protection)
        : this(db, protection.CreateProtector(Purpose))
    {
    }

    internal SubjectKeys(AppDbContext db, IDataProtector protector) => (_db, _protector) = (db, protector);

    /// <summary>Makes what was recorded about a subject unreadable for ever; the entries and their chain stay.</summary>
    public async Task DestroyAsync(Guid subjectId, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var key = await _db.SubjectKeys.SingleOrDefaultAsync(k => k.SubjectId == subjectId, cancellationToken);
        if (key is null)
            _db.SubjectKeys.Add(key = new SubjectKey { SubjectId = subjectId });

        key.ProtectedKey = null;
        key.DestroyedAt ??= now;
    }

    /// <summary>The key of each subject, null where it was destroyed. A subject without one gets it, saved with the change.</summary>
    internal async Task<Dictionary<Guid, byte[]?>> ForAsync(
        IEnumerable<Guid> subjects, CancellationToken cancellationToken)
    {
        var keys = await FindAsync([.. subjects], cancellationToken);
        foreach (var (subject, _) in keys.Where(k => k.Value is { Found: false }).ToList())
        {
            var bytes = RandomNumberGenerator.GetBytes(Envelope.KeyBytes);
            _db.SubjectKeys.Add(new SubjectKey { SubjectId = subject, ProtectedKey = _protector.Protect(bytes) });
            keys[subject] = (true, bytes);
        }

        return keys.ToDictionary(k => k.Key, k => k.Value.Bytes);
    }

    /// <summary>The keys that are there.</summary>
    internal async Task<Dictionary<Guid, (bool Found, byte[]? Bytes)>> FindAsync(
        Guid[] subjects, CancellationToken cancellationToken)
    {
        const int atOnce = 500;

        var keys = subjects.ToDictionary(s => s, _ => (Found: false, Bytes: (byte[]?)null));

        // What this unit of work has made or destroyed itself is not in the database yet.
        foreach (var key in _db.SubjectKeys.Local.Where(k => keys.ContainsKey(k.SubjectId)))
            keys[key.SubjectId] = (true, Open(key));

        foreach (var some in keys.Where(k => !k.Value.Found).Select(k => k.Key).Chunk(atOnce))
        {
            foreach (var key in await _db.SubjectKeys.AsNoTracking()
                .Where(k => some.Contains(k.SubjectId)).ToListAsync(cancellationToken))
                keys[key.SubjectId] = (true, Open(key));
        }

        return keys;
    }

    private byte[]? Open(SubjectKey key) => key.ProtectedKey is null ? null : _protector.Unprotect(key.ProtectedKey);
}
