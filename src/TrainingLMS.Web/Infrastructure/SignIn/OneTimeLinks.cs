using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Identity;

namespace TrainingLMS.Web.Infrastructure.SignIn;

/// <summary>Links that sign up, sign in or reset. Looking at one changes nothing; using it is decided by the database.</summary>
public sealed class OneTimeLinks(AppDbContext db, TimeProvider clock)
{
    public static readonly TimeSpan InvitationTime = TimeSpan.FromDays(14);

    /// <summary>A new token; older ones for the same person and purpose stop working.</summary>
    public async Task<string> IssueAsync(
        OneTimePurpose purpose, Guid? person, TimeSpan lifetime, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        await db.OneTimeLinks.Where(l => l.Purpose == purpose && l.PersonId == person && l.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, now), cancellationToken);

        var token = Tokens.Link();
        db.OneTimeLinks.Add(new OneTimeLink
        {
            Purpose = purpose,
            PersonId = person,
            TokenHash = Tokens.Hash(token),
            ExpiresAt = now + lifetime,
        });
        return token;
    }

    /// <summary>The link, if it still works.</summary>
    public Task<OneTimeLink?> FindAsync(
        OneTimePurpose purpose, string token, CancellationToken cancellationToken = default)
    {
        var (hash, now) = (Tokens.Hash(token), clock.GetUtcNow());
        return db.OneTimeLinks.AsNoTracking().SingleOrDefaultAsync(
            l => l.TokenHash == hash && l.Purpose == purpose && l.UsedAt == null && l.ExpiresAt > now,
            cancellationToken);
    }

    /// <summary>Uses the link up; false when somebody was faster.</summary>
    public async Task<bool> UseAsync(OneTimeLink link, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        return await db.OneTimeLinks.Where(l => l.Id == link.Id && l.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.UsedAt, now), cancellationToken) == 1;
    }
}
