using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Identity;

namespace TrainingLMS.Web.Infrastructure.SignIn;

/// <summary>
/// Sessions of staff. The cookie holds a random key and nothing else; who it belongs to is asked here on each request,
/// so ending a session works at once and on every node.
/// </summary>
public sealed class StaffSessions(AppDbContext db, IDataProtectionProvider protection, TimeProvider clock)
{
    public const string Scheme = "Staff";

    /// <summary>Claim with the id of the session's row.</summary>
    public const string SessionClaim = "session";

    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>How long the second factor, or setting it up, may take.</summary>
    public static readonly TimeSpan HalfWay = TimeSpan.FromMinutes(30);

    private const int LongestBrowser = 256;

    private static readonly TimeSpan _seenEvery = TimeSpan.FromMinutes(1);

    private readonly IDataProtector _protector = protection.CreateProtector("StaffSession");

    /// <summary>A person's claims: by password only, or with the second factor that was shown.</summary>
    public static ClaimsPrincipal Principal(Guid person, string? factor)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, person.ToString())], Scheme);
        if (factor is not null)
            identity.AddClaim(new Claim(CurrentUserMiddleware.SecondFactor, factor));
        return new ClaimsPrincipal(identity);
    }

    /// <returns>The key for the cookie: 256 random bits, kept as a hash.</returns>
    public async Task<string> StartAsync(ClaimsPrincipal principal, string browser, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var key = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        var whole = principal.HasClaim(c => c.Type == CurrentUserMiddleware.SecondFactor);
        db.StaffSessions.Add(new StaffSession
        {
            PersonId = Guid.Parse(principal.FindFirstValue(ClaimTypes.NameIdentifier)!),
            KeyHash = Tokens.Hash(key),
            Ticket = _protector.Protect(TicketSerializer.Default.Serialize(new AuthenticationTicket(principal, Scheme))),
            Browser = browser.Length > LongestBrowser ? browser[..LongestBrowser] : browser,
            StartedAt = now,
            LastSeenAt = now,
            ExpiresAt = now + (whole ? Longest : HalfWay),
        });
        await db.SaveChangesAsync(cancellationToken);
        return key;
    }

    /// <summary>The session behind a cookie's key, unless it is over or its person is gone.</summary>
    public async Task<AuthenticationTicket?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var (hash, now) = (Tokens.Hash(key), clock.GetUtcNow());
        var idleSince = now - Idle;
        var session = await db.StaffSessions.AsNoTracking()
            .Where(s => s.KeyHash == hash && s.EndedAt == null && s.ExpiresAt > now && s.LastSeenAt > idleSince)
            .Where(s => db.Users.Any(u => u.Id == s.PersonId && u.DeactivatedAt == null))
            .Select(s => new { s.Id, s.Ticket, s.LastSeenAt })
            .SingleOrDefaultAsync(cancellationToken);
        if (session is null)
            return null;

        if (now - session.LastSeenAt >= _seenEvery)
        {
            await db.StaffSessions.Where(s => s.Id == session.Id && s.EndedAt == null).ExecuteUpdateAsync(
                set => set.SetProperty(s => s.LastSeenAt, now), cancellationToken);
        }

        var ticket = TicketSerializer.Default.Deserialize(_protector.Unprotect(session.Ticket))!;
        ((ClaimsIdentity)ticket.Principal.Identity!).AddClaim(new Claim(SessionClaim, session.Id.ToString()));
        return ticket;
    }

    public Task EndAsync(string key, CancellationToken cancellationToken)
    {
        var hash = Tokens.Hash(key);
        return EndAsync(db.StaffSessions.Where(s => s.KeyHash == hash), cancellationToken);
    }

    /// <summary>Ends all sessions of a person, or all but the one they sit at.</summary>
    public Task EndAllAsync(Guid person, Guid? except, CancellationToken cancellationToken) =>
        EndAsync(db.StaffSessions.Where(s => s.PersonId == person && s.Id != except), cancellationToken);

    public Task EndOneAsync(Guid person, Guid session, CancellationToken cancellationToken) =>
        EndAsync(db.StaffSessions.Where(s => s.PersonId == person && s.Id == session), cancellationToken);

    private Task<int> EndAsync(IQueryable<StaffSession> sessions, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return sessions.Where(s => s.EndedAt == null).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.EndedAt, now), cancellationToken);
    }
}
