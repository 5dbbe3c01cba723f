using System.Net;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Identity;

namespace TrainingLMS.Web.Infrastructure.SignIn;

/// <summary>
/// Links that sign in as a made-up person without password or second factor: only in a database that holds nothing but
/// made-up programmes and people, and only from the same machine. Such a link works again until it runs out or the next
/// start prints another, so that a demonstration survives a closed window.
/// </summary>
public static class DemoSignIns
{
    public const string Factor = "demo";

    private static readonly TimeSpan _lifetime = TimeSpan.FromHours(24);

    /// <summary>Paths of this site, one a person in the order given. Saves them.</summary>
    public static Task<IReadOnlyList<string>> CreateAsync(
        AppDbContext db, TimeProvider clock, IReadOnlyList<Guid> people) =>
        db.WriteAsync<IReadOnlyList<string>>(async () =>
        {
            if (!await IsSyntheticAsync(db))
                throw new InvalidOperationException("This database holds real people; it gets no demo sign-ins.");

            var links = new OneTimeLinks(db, clock);
            var paths = new List<string>();
            foreach (var person in people)
                paths.Add($"/account/demo/{await links.IssueAsync(OneTimePurpose.Demo, person, _lifetime)}");
            return paths;
        });

    public static async Task<bool> IsSyntheticAsync(AppDbContext db, CancellationToken cancellationToken = default) =>
        await db.Programmes.AnyAsync(cancellationToken)
        && !await db.Programmes.AnyAsync(p => !p.Synthetic, cancellationToken)
        && !await db.Users.AnyAsync(u => !u.Synthetic, cancellationToken);

    public static bool IsLoopback(string? address) =>
        IPAddress.TryParse(address, out var parsed) && IPAddress.IsLoopback(parsed);
}
