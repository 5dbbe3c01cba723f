using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Learning;
using TrainingLMS.Web.Infrastructure.Content;

namespace TrainingLMS.Web.Infrastructure.Learning;

/// <summary>
/// Publishes modules from their files. The first version of a module comes with the program; a later one is a person's
/// act, because people are in the middle of the one before. What is published never changes.
/// </summary>
public sealed class ModulePublisher(TimeProvider clock)
{
    /// <summary>First versions of what is not there at all; running it again changes nothing.</summary>
    public async Task EnsureFirstAsync(AppDbContext db, CancellationToken cancellationToken = default)
    {
        var known = await db.ModuleVersions.Select(v => v.ModuleId).Distinct().ToListAsync(cancellationToken);
        var readings = ModuleFolder.ReadAll(ModuleFolder.Root);
        if (readings.SelectMany(r => r.Problems).ToList() is [_, ..] problems)
            throw new InvalidOperationException(string.Join('\n', problems));

        var fresh = readings.Where(r => !known.Contains(r.Id, StringComparer.Ordinal)).Select(Row).ToList();
        if (fresh is [])
            return;

        db.AddRange(fresh);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (e.IsDuplicate())
        {
            // Another node started at the same moment and published them.
            foreach (var row in fresh)
                db.Entry(row).State = EntityState.Detached;
        }
    }

    /// <summary>Publishes the version that the module's files hold; saved with the command that asks.</summary>
    /// <exception cref="RuleBrokenException">The files have problems, or hold what is published already.</exception>
    public async Task PublishAsync(AppDbContext db, string moduleId, CancellationToken cancellationToken)
    {
        var reading = ModuleFolder.ReadAll(ModuleFolder.Root).FirstOrDefault(r => r.Id == moduleId)
            ?? throw new RuleBrokenException("There is no module {0} in the content folder.", moduleId);
        if (reading.Problems.Count > 0)
            throw new RuleBrokenException("The files have {0} problems. Put them right first.", reading.Problems.Count);

        var newest = await db.ModuleVersions.Where(v => v.ModuleId == moduleId).MaxAsync(v => (int?)v.Version, cancellationToken) ?? 0;
        if (reading.Content.Version <= newest)
            throw new RuleBrokenException("Version {0} is published already. Give the changed module a higher version.", newest);

        db.Add(Row(reading));
    }

    private ModuleVersion Row(ModuleReading reading)
    {
        var (content, pools) = (reading.Content.ToJson(), new ModulePools(reading.Quiz, reading.PreTest).ToJson());

        return new ModuleVersion
        {
            ModuleId = reading.Content.Id,
            Version = reading.Content.Version,
            Language = reading.Content.Language,
            Title = reading.Content.Title,
            Minutes = reading.Content.Minutes,
            Outline = ModuleOutline.Of(reading.Content).ToJson(),
            Content = content,
            Pools = pools,
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content + pools))),
            PublishedAt = clock.GetUtcNow(),
        };
    }
}
