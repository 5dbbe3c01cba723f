using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Programmes;

namespace TrainingLMS.Data.Audit;

/// <summary>
/// Whom a changed row is about: the case, else the person, else the programme, else the installation. A row that
/// names neither, such as a response, is followed up its foreign keys to one that does.
/// </summary>
internal sealed class AuditSubjects(AppDbContext db)
{
    public static readonly Guid Installation = Guid.Empty;

    private const int AtOnce = 500;

    private static readonly string[] _names = ["CaseId", "PersonId", "TherapistId", "UserId"];

    private static readonly ConcurrentDictionary<IEntityType, Way?> _ways = new();

    private Dictionary<(Type, Guid), EntityEntry>? _tracked;

    public static Guid? ProgrammeOf(EntityEntry change) => change.Entity switch
    {
        ProgrammeEntity row => row.ProgrammeId,
        Programme programme => programme.Id,
        _ => null,
    };

    public async Task<Dictionary<object, Guid>> OfAsync(List<EntityEntry> changes, CancellationToken cancellationToken)
    {
        var subjects = new Dictionary<object, Guid>(changes.Count, ReferenceEqualityComparer.Instance);
        foreach (var kind in changes.GroupBy(c => c.Metadata))
        {
            var way = WayOf(kind.Key);
            var steps = kind.ToDictionary<EntityEntry, object, Guid?>(
                c => c.Entity, c => way is null ? null : Step(c, way), ReferenceEqualityComparer.Instance);
            var further = way?.Next is { } next
                ? await FollowAsync(next, [.. steps.Values.OfType<Guid>().Distinct()], cancellationToken)
                : null;

            foreach (var change in kind)
            {
                var found = steps[change.Entity];
                if (found is { } id && further is not null)
                    found = further.TryGetValue(id, out var end) ? end : null;
                subjects[change.Entity] = found ?? ProgrammeOf(change) ?? Installation;
            }
        }

        return subjects;
    }

    /// <summary>From rows of one kind, by their ids, to the case or person that they are about.</summary>
    private async Task<Dictionary<Guid, Guid>> FollowAsync(
        IEntityType kind, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var way = WayOf(kind)!;
        var steps = new Dictionary<Guid, Guid?>();
        var unknown = new List<Guid>();
        foreach (var id in ids)
        {
            if (Tracked.TryGetValue((kind.ClrType, id), out var entry))
                steps[id] = Step(entry, way);
            else
                unknown.Add(id);
        }

        foreach (var some in unknown.Chunk(AtOnce))
        {
            foreach (var (id, step) in await LoadAsync(kind, way, some, cancellationToken))
                steps[id] = step;
        }

        var known = steps.Where(s => s.Value is not null).ToDictionary(s => s.Key, s => s.Value!.Value);
        if (way.Next is not { } next)
            return known;

        var ends = await FollowAsync(next, [.. known.Values.Distinct()], cancellationToken);
        return known.Where(k => ends.ContainsKey(k.Value)).ToDictionary(k => k.Key, k => ends[k.Value]);
    }

    private static Guid? Step(EntityEntry entry, Way way)
    {
        foreach (var property in way.Properties)
        {
            if (entry.Property(property).CurrentValue is Guid id)
                return id;
        }

        return null;
    }

    private async Task<List<(Guid Id, Guid? Step)>> LoadAsync(
        IEntityType kind, Way way, Guid[] ids, CancellationToken cancellationToken)
    {
        var load = typeof(AuditSubjects).GetMethod(
            nameof(LoadRowsAsync), System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!;
        var rows = await (Task<List<Entity>>)load.MakeGenericMethod(kind.ClrType).Invoke(this, [ids, cancellationToken])!;
        return
        [
            .. rows.Select(r => (r.Id, way.Properties
                .Select(p => (Guid?)p.PropertyInfo!.GetValue(r)).FirstOrDefault(v => v is not null))),
        ];
    }

    private async Task<List<Entity>> LoadRowsAsync<T>(Guid[] ids, CancellationToken cancellationToken)
        where T : Entity =>
        [.. await db.Set<T>().IgnoreQueryFilters().AsNoTracking().Where(e => ids.Contains(e.Id)).ToListAsync(cancellationToken)];

    private Dictionary<(Type, Guid), EntityEntry> Tracked => _tracked ??= db.ChangeTracker.Entries()
        .Where(e => e.Entity is Entity)
        .ToDictionary(e => (e.Metadata.ClrType, ((Entity)e.Entity).Id));

    private static Way? WayOf(IEntityType kind) => _ways.GetOrAdd(kind, static k => FindWay(k, depth: 0));

    private static Way? FindWay(IEntityType kind, int depth)
    {
        const int deepest = 4;

        if (kind.ClrType == typeof(Case) || kind.ClrType == typeof(AppUser))
            return new Way([kind.FindPrimaryKey()!.Properties[0]], Next: null);

        IProperty[] named = [.. _names.Select(kind.FindProperty).OfType<IProperty>()];
        if (named.Length > 0)
            return new Way(named, Next: null);

        if (depth == deepest)
            return null;

        var up = kind.GetForeignKeys().FirstOrDefault(k =>
            k.IsRequired && k.PrincipalEntityType != kind
            && k.Properties is [{ PropertyInfo: not null } p] && p.ClrType == typeof(Guid)
            && k.PrincipalEntityType.ClrType.IsAssignableTo(typeof(Entity))
            && FindWay(k.PrincipalEntityType, depth + 1) is not null);
        return up is null ? null : new Way([up.Properties[0]], up.PrincipalEntityType);
    }

    /// <summary>The properties to read, the first that is set counting, and the kind of row they lead to, if not the end.</summary>
    private sealed record Way(IProperty[] Properties, IEntityType? Next);
}
