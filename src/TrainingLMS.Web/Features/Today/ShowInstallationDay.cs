using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Today;

/// <summary>The installation administrator's day: mail that does not leave, and the programmes there are.</summary>
public static class ShowInstallationDay
{
    private static readonly TimeSpan _waitsTooLong = TimeSpan.FromHours(1);

    public sealed record Query : IQuery<Day>;

    /// <param name="GivenUp">Messages that no server took.</param>
    /// <param name="Waiting">Messages that should have left an hour ago.</param>
    /// <param name="OfProgrammes">How many of both belong to a programme, whose administrator sees them.</param>
    /// <param name="Programmes">All there are.</param>
    public sealed record Day(int GivenUp, int Waiting, int OfProgrammes, IReadOnlyList<Programme> Programmes);

    public sealed record Programme(string Code, string Name, string Organisation, bool Synthetic, DateTimeOffset CreatedAt);

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants { get; } =
            [Allow.To<Query>(Who.InstallationAdministrator, "installation", (_, _, _) => Task.FromResult(true))];
    }

    public sealed class Handler(AppDbContext db, TimeProvider clock) : IRequestHandler<Query, Day>
    {
        public async Task<Day> Handle(Query request, CancellationToken cancellationToken)
        {
            var late = clock.GetUtcNow() - _waitsTooLong;
            var messages = await db.OutboxMessages
                .Where(m => m.SentAt == null && (m.GivenUpAt != null || m.CreatedAt < late))
                .GroupBy(m => m.GivenUpAt != null)
                .Select(g => new { GivenUp = g.Key, Count = g.Count(), OfProgrammes = g.Count(m => m.ProgrammeId != null) })
                .ToListAsync(cancellationToken);
            var programmes = await (
                from programme in db.Programmes
                join organisation in db.Organisations on programme.OrganisationId equals organisation.Id
                orderby programme.Name
                select new Programme(
                    programme.Code, programme.Name, organisation.Name, programme.Synthetic, programme.CreatedAt))
                .ToListAsync(cancellationToken);

            return new Day(
                messages.Where(m => m.GivenUp).Sum(m => m.Count),
                messages.Where(m => !m.GivenUp).Sum(m => m.Count),
                messages.Sum(m => m.OfProgrammes),
                programmes);
        }
    }
}
