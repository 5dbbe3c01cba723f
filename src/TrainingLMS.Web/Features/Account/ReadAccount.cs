using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Account;

/// <summary>A person's own account: profile, sign-in, sessions.</summary>
public static class ReadAccount
{
    public sealed record Query : IQuery<Page>;

    public sealed record Page
    {
        public required string DisplayName { get; init; }

        public required string Email { get; init; }

        public required bool HasAuthenticator { get; init; }

        public required int RecoveryCodesLeft { get; init; }

        public required IReadOnlyList<SessionLine> Sessions { get; init; }
    }

    public sealed record SessionLine(Guid Id, string? Browser, DateTimeOffset StartedAt, DateTimeOffset LastSeenAt, bool IsThis);

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants => [Allow.SignedIn<Query>()];
    }

    public sealed class Handler(AppDbContext db, CurrentUser user, TimeProvider clock) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            var idleSince = now - StaffSessions.Idle;
            var sessions = await db.StaffSessions
                .Where(s => s.PersonId == user.Id && s.EndedAt == null && s.ExpiresAt > now && s.LastSeenAt > idleSince)
                .OrderByDescending(s => s.LastSeenAt)
                .Select(s => new SessionLine(s.Id, s.Browser, s.StartedAt, s.LastSeenAt, s.Id == user.SessionId))
                .ToListAsync(cancellationToken);
            return await db.Users.Where(u => u.Id == user.Id)
                .Select(u => new Page
                {
                    DisplayName = u.DisplayName,
                    Email = u.Email!,
                    HasAuthenticator = u.TwoFactorEnabled,
                    RecoveryCodesLeft = db.RecoveryCodes.Count(c => c.PersonId == u.Id && c.UsedAt == null),
                    Sessions = sessions,
                })
                .SingleAsync(cancellationToken);
        }
    }
}
