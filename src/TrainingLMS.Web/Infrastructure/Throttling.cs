using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Identity;

namespace TrainingLMS.Web.Infrastructure;

/// <summary>One count of wrong tries, and how the wait grows once the free ones are used up.</summary>
public sealed record ThrottleLane
{
    public required string Key { get; init; }

    public required int FreeTries { get; init; }

    /// <summary>After the last free try; it doubles with each further one.</summary>
    public required TimeSpan FirstWait { get; init; }

    public required TimeSpan LongestWait { get; init; }

    /// <summary>
    /// Counted over all places together. It never holds up the first few tries of a place of its own, so a stranger
    /// elsewhere cannot keep the owner out.
    /// </summary>
    public bool Shared { get; init; }

    /// <summary>Counts what went well, too: for what may simply not happen too often.</summary>
    public bool Sticks { get; init; }

    /// <summary>Tries at one thing (an account, a kind of code) from one address.</summary>
    public static ThrottleLane FromPlace(string what, string? address) => new()
    {
        Key = Tokens.Hash($"{what}\n{Network(address)}"),
        FreeTries = 10,
        FirstWait = TimeSpan.FromSeconds(30),
        LongestWait = TimeSpan.FromMinutes(15),
    };

    /// <summary>Tries at one thing from anywhere: slower to begin, gentler to grow.</summary>
    public static ThrottleLane FromAnywhere(string what) => new()
    {
        Key = Tokens.Hash(what),
        FreeTries = 100,
        FirstWait = TimeSpan.FromSeconds(1),
        LongestWait = TimeSpan.FromMinutes(1),
        Shared = true,
    };

    /// <summary>Tries that only somebody with the password gets to make, wherever they come from.</summary>
    public static ThrottleLane OfPerson(string what, Guid person) => new()
    {
        Key = Tokens.Hash($"{what}\n{person}"),
        FreeTries = 10,
        FirstWait = TimeSpan.FromSeconds(30),
        LongestWait = TimeSpan.FromMinutes(15),
    };

    public TimeSpan WaitAfter(int failures) => failures < FreeTries
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min(
            LongestWait.TotalSeconds, FirstWait.TotalSeconds * Math.Pow(2, Math.Min(failures - FreeTries, 30))));

    /// <summary>A household or a rented server has a whole /64 of IPv6 to try from.</summary>
    private static string Network(string? address)
    {
        if (!IPAddress.TryParse(address, out var parsed))
            return "";
        if (parsed.IsIPv4MappedToIPv6)
            parsed = parsed.MapToIPv4();
        return parsed.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(parsed.GetAddressBytes().AsSpan(0, 8))
            : parsed.ToString();
    }
}

/// <summary>
/// Slows guessing down without locking anybody out. A try is counted before it is made and taken back when it was
/// right, so a hundred at once count as a hundred.
/// </summary>
public sealed class Throttling(AppDbContext db, TimeProvider clock)
{
    private const int NewcomersTries = 3;

    private static readonly TimeSpan _forgotten = TimeSpan.FromDays(1);
    private static readonly TimeSpan _busy = TimeSpan.FromSeconds(1);

    /// <summary>Counts a try; or, where it comes too soon, says how long to wait and counts nothing.</summary>
    public async Task<TimeSpan?> EnterAsync(
        IReadOnlyList<ThrottleLane> lanes, CancellationToken cancellationToken = default)
    {
        try
        {
            return await db.WriteAsync(() => CountAsync(lanes, cancellationToken), cancellationToken);
        }
        catch (DbUpdateException e) when (e.IsDuplicate())
        {
            return _busy; // somebody tries the same at this very moment
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>The try was right: this place starts afresh, and what is shared forgets this one try.</summary>
    public async Task ForgiveAsync(IReadOnlyList<ThrottleLane> lanes, CancellationToken cancellationToken = default)
    {
        var own = lanes.Where(l => !l.Shared && !l.Sticks).Select(l => l.Key).ToList();
        var shared = lanes.Where(l => l.Shared).Select(l => l.Key).ToList();
        await db.WriteAsync(
            async () =>
            {
                await db.Throttles.Where(t => own.Contains(t.Key)).ExecuteDeleteAsync(cancellationToken);
                await db.Throttles.Where(t => shared.Contains(t.Key) && t.Failures > 0).ExecuteUpdateAsync(
                    set => set.SetProperty(t => t.Failures, t => t.Failures - 1), cancellationToken);
                return true;
            },
            cancellationToken);
    }

    private async Task<TimeSpan?> CountAsync(IReadOnlyList<ThrottleLane> lanes, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var keys = lanes.Select(l => l.Key).ToList();
        var rows = await db.Throttles.AsNoTracking().Where(t => keys.Contains(t.Key))
            .ToDictionaryAsync(t => t.Key, StringComparer.Ordinal, cancellationToken);

        var newcomer = lanes.Any(l => !l.Shared) && lanes.Where(l => !l.Shared).All(l => Failures(l) < NewcomersTries);
        var wait = lanes.Where(l => !(l.Shared && newcomer)).Select(Wait).Append(TimeSpan.Zero).Max();
        if (wait > TimeSpan.Zero)
            return wait;

        foreach (var lane in lanes)
        {
            if (!rows.TryGetValue(lane.Key, out var row))
            {
                db.Throttles.Add(new Throttle { Key = lane.Key, Failures = 1, LastFailureAt = now });
                continue;
            }

            // Only if nobody counted in between: the last word between two tries at once.
            var failures = Failures(lane) + 1;
            var counted = await db.Throttles.Where(t => t.Key == lane.Key && t.Failures == row.Failures).ExecuteUpdateAsync(
                set => set.SetProperty(t => t.Failures, failures).SetProperty(t => t.LastFailureAt, now),
                cancellationToken);
            if (counted == 0)
                return _busy;
        }

        return null;

        int Failures(ThrottleLane lane) =>
            rows.TryGetValue(lane.Key, out var row) && row.LastFailureAt + _forgotten > now ? row.Failures : 0;

        TimeSpan Wait(ThrottleLane lane) => rows.TryGetValue(lane.Key, out var row)
            ? row.LastFailureAt + lane.WaitAfter(Failures(lane)) - now
            : TimeSpan.Zero;
    }
}
