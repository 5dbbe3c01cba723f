using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace TrainingLMS.Data.Audit;

/// <summary>
/// A chain of hashes over the audit entries as they are stored, ciphertext included: changing, removing or slipping in
/// an entry behind the head shows. Extended in batches, checked every night and on demand.
/// </summary>
public sealed class AuditChain(AppDbContext db, TimeProvider clock)
{
    private const int EntriesALink = 1000;

    /// <summary>
    /// Younger entries wait: on a server a number taken earlier can be committed later, and a link must not pass it by.
    /// </summary>
    private static readonly TimeSpan _settled = TimeSpan.FromMinutes(2);

    private static readonly string _start = new('0', 64);

    /// <summary>Links what has settled since the last time; the caller holds the job's lease.</summary>
    /// <returns>How many entries were linked.</returns>
    public async Task<int> ExtendAsync(CancellationToken cancellationToken = default)
    {
        var linked = 0;
        while (true)
        {
            var last = await db.AuditLinks.AsNoTracking().OrderByDescending(l => l.Number).FirstOrDefaultAsync(cancellationToken);
            var (from, until) = (last?.ToSequence ?? 0, clock.GetUtcNow() - _settled);
            var entries = await db.AuditEntries.AsNoTracking()
                .Where(e => e.Sequence > from).OrderBy(e => e.Sequence).Take(EntriesALink).ToListAsync(cancellationToken);
            entries = [.. entries.TakeWhile(e => e.At <= until)];
            if (entries is [])
                return linked;

            db.AuditLinks.Add(new AuditLink
            {
                Number = (last?.Number ?? 0) + 1,
                FromSequence = entries[0].Sequence,
                ToSequence = entries[^1].Sequence,
                PreviousHash = last?.Hash ?? _start,
                Hash = Hash(last?.Hash ?? _start, entries),
                At = clock.GetUtcNow(),
            });
            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
            linked += entries.Count;
        }
    }

    /// <summary>Reads everything and says whether it is as it was linked.</summary>
    public async Task<AuditVerdict> VerifyAsync(CancellationToken cancellationToken = default)
    {
        var (number, upTo, hash, entries) = (0L, 0L, _start, 0L);
        await foreach (var link in db.AuditLinks.AsNoTracking().OrderBy(l => l.Number).AsAsyncEnumerable()
            .WithCancellation(cancellationToken))
        {
            number++;
            if (link.Number != number || link.PreviousHash != hash || link.FromSequence <= upTo || link.ToSequence < link.FromSequence)
                return Broken($"link {link.Number} does not follow the one before it");

            // From the end of the link before, so that an entry slipped in between two links is seen as well.
            var (after, to) = (upTo, link.ToSequence);
            var linked = await db.AuditEntries.AsNoTracking()
                .Where(e => e.Sequence > after && e.Sequence <= to).OrderBy(e => e.Sequence).ToListAsync(cancellationToken);
            if (Hash(hash, linked) != link.Hash)
                return Broken($"an entry between {link.FromSequence} and {link.ToSequence} was changed, removed or added");

            (upTo, hash, entries) = (link.ToSequence, link.Hash, entries + linked.Count);
        }

        var waiting = await db.AuditEntries.LongCountAsync(e => e.Sequence > upTo, cancellationToken);
        return new AuditVerdict(IsWhole: true, entries, number, waiting, hash, Problem: null);

        AuditVerdict Broken(string problem) => new(IsWhole: false, entries, number - 1, Waiting: 0, hash, problem);
    }

    private static string Hash(string previous, List<AuditEntry> entries)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(previous);
        foreach (var entry in entries)
        {
            writer.Write(entry.Sequence);
            Write(writer, entry.ProgrammeId);
            writer.Write(entry.At.UtcTicks);
            Write(writer, entry.ActorId);
            writer.Write(entry.Actor);
            writer.Write(entry.Action);
            writer.Write(entry.Entity);
            Write(writer, entry.EntityId);
            Write(writer, entry.SubjectId);
            writer.Write(entry.Values?.Length ?? -1);
            writer.Write(entry.Values ?? []);
            Write(writer, entry.Reason);
            Write(writer, entry.Address);
            Write(writer, entry.RequestId);
        }

        writer.Flush();
        return Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }

    private static void Write(BinaryWriter writer, Guid? id)
    {
        writer.Write(id.HasValue);
        writer.Write(id.GetValueOrDefault().ToByteArray());
    }

    private static void Write(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null); // null and empty are two things
        writer.Write(text ?? "");
    }
}

/// <summary>What a check of the chain found.</summary>
/// <param name="IsWhole">Every link follows the one before it and every linked entry is as it was.</param>
/// <param name="Entries">Linked entries that were checked.</param>
/// <param name="Links">Links that were checked.</param>
/// <param name="Waiting">Entries that are too young to be linked.</param>
/// <param name="Head">The last good hash: kept elsewhere, it also shows that the end was cut off.</param>
/// <param name="Problem">Where the chain breaks, in words.</param>
public sealed record AuditVerdict(bool IsWhole, long Entries, long Links, long Waiting, string Head, string? Problem);
