using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Today;

/// <summary>A programme administrator's day: what is broken first, then people and programmes.</summary>
public static class ShowProgrammeDay
{
    private static readonly TimeSpan _waitsTooLong = TimeSpan.FromHours(1);

    public sealed record Query : IQuery<Day>;

    public sealed record Day(
        int GivenUp, int Waiting, int People, IReadOnlyList<Person> Invited, IReadOnlyList<Person> NeverSignedIn,
        IReadOnlyList<Programme> Programmes);

    public sealed record Person(string Name, DateTimeOffset Since);

    /// <param name="Id">Of the programme.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Disclosure">When patients' ratings are shown.</param>
    /// <param name="DisclosureSession">The n of "after session n".</param>
    /// <param name="Locked">Somebody has consented, so the policy can no longer change.</param>
    /// <param name="Withdrawals">Consents taken back in the last thirty days.</param>
    public sealed record Programme(
        Guid Id, string Name, DisclosureKind Disclosure, int DisclosureSession, bool Locked, int Withdrawals);

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants { get; } =
            [Allow.To<Query>(Who.ProgrammeAdministrator, "programme", (_, _, _) => Task.FromResult(true))];
    }

    public sealed class Handler(AppDbContext db, CurrentUser user, TimeProvider clock) : IRequestHandler<Query, Day>
    {
        public async Task<Day> Handle(Query request, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            var today = DateOnly.FromDateTime(now.UtcDateTime);
            var monthAgo = now.AddDays(-30);
            var mine = user.ProgrammesAs(Role.ProgrammeAdministrator);

            var people = await db.Users
                .Where(p => p.DeactivatedAt == null && db.Memberships.Any(m => m.PersonId == p.Id
                    && mine.Contains(m.ProgrammeId) && m.From <= today && (m.To == null || m.To > today)))
                .OrderBy(p => p.CreatedAt)
                .Select(p => new
                {
                    p.DisplayName,
                    p.CreatedAt,
                    Joined = p.PasswordHash != null,
                    SignedIn = db.StaffSessions.Any(s => s.PersonId == p.Id),
                }).ToListAsync(cancellationToken);
            var messages = await db.OutboxMessages
                .Where(m => m.SentAt == null && m.ProgrammeId != null && mine.Contains(m.ProgrammeId.Value))
                .GroupBy(m => m.GivenUpAt != null)
                .Select(g => new { GivenUp = g.Key, Late = g.Count(m => m.CreatedAt < now - _waitsTooLong), Count = g.Count() })
                .ToListAsync(cancellationToken);
            var programmes = await db.Programmes
                .Where(p => mine.Contains(p.Id))
                .OrderBy(p => p.Name)
                .Select(p => new Programme(
                    p.Id, p.Name, p.Disclosure, p.DisclosureSession,
                    db.ConsentRecords.Any(c => c.ProgrammeId == p.Id && c.CaseId != null),
                    db.ConsentRecords.Count(c => c.ProgrammeId == p.Id && c.WithdrawnAt > monthAgo)))
                .ToListAsync(cancellationToken);

            return new Day(
                messages.Where(m => m.GivenUp).Sum(m => m.Count),
                messages.Where(m => !m.GivenUp).Sum(m => m.Late),
                people.Count,
                [.. people.Where(p => !p.Joined).Select(p => new Person(p.DisplayName, p.CreatedAt))],
                [.. people.Where(p => p.Joined && !p.SignedIn).Select(p => new Person(p.DisplayName, p.CreatedAt))],
                programmes);
        }
    }
}
