using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Reports;

/// <summary>A therapist's own reports; a trainer's drafts, and what became of those that were sent.</summary>
public static class ListReports
{
    public static readonly TimeSpan UnreadAfter = TimeSpan.FromDays(7);

    public sealed record Query : IQuery<Page>;

    public sealed record Page(IReadOnlyList<Own> Mine, IReadOnlyList<Programme> Programmes)
    {
        public bool IsTherapist { get; init; }
    }

    public sealed record Own(Guid Id, string Programme, DateOnly CutOff, ReportStatus Status, DateTimeOffset SentAt);

    public sealed record Programme(Guid Id, string Name, IReadOnlyList<Draft> Drafts, IReadOnlyList<Sent> Sent);

    /// <summary>In preparation by the reader.</summary>
    public sealed record Draft(Guid Id, string Therapist, DateOnly CutOff, ReportStatus Status);

    public sealed record Sent(
        Guid Id, string Therapist, DateOnly CutOff, ReportStatus Status, DateTimeOffset SentAt, DateTimeOffset? OpenedAt,
        string Reviewer, bool IsMine, bool IsUnreadLong);

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants { get; } =
        [
            Allow.To<Query>(Who.Therapist, "own", (_, _, _) => Task.FromResult(true)),
            Allow.To<Query>(Who.Trainer, "programme", (_, _, _) => Task.FromResult(true)),
        ];
    }

    public sealed class Handler(AppDbContext db, CurrentUser user, TimeProvider clock) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var asTherapist = user.ProgrammesAs(Role.Therapist);
            var mine = await (
                from r in db.FeedbackReports
                where r.TherapistId == user.Id && r.SentAt != null && asTherapist.Contains(r.ProgrammeId)
                join p in db.Programmes on r.ProgrammeId equals p.Id
                orderby r.SentAt descending
                select new Own(r.Id, p.Name, r.CutOff, r.Status, r.SentAt!.Value)).ToListAsync(cancellationToken);

            return new Page(mine, await ProgrammesAsync(cancellationToken)) { IsTherapist = asTherapist.Length > 0 };
        }

        private async Task<IReadOnlyList<Programme>> ProgrammesAsync(CancellationToken cancellationToken)
        {
            var asTrainer = user.ProgrammesAs(Role.Trainer);
            if (asTrainer is [])
                return [];

            var now = clock.GetUtcNow();
            var programmes = await db.Programmes.Where(p => asTrainer.Contains(p.Id)).OrderBy(p => p.Name)
                .Select(p => new { p.Id, p.Name }).ToListAsync(cancellationToken);
            var reports = await (
                from r in db.FeedbackReports
                where asTrainer.Contains(r.ProgrammeId)
                join therapist in db.Users on r.TherapistId equals therapist.Id
                join reviewer in db.Users on r.ReviewerId equals reviewer.Id
                orderby r.CutOff descending, therapist.DisplayName
                select new
                {
                    r.Id, r.ProgrammeId, r.CutOff, r.Status, r.SentAt, r.OpenedAt, r.ReviewerId,
                    Therapist = therapist.DisplayName, Reviewer = reviewer.DisplayName,
                }).ToListAsync(cancellationToken);
            var of = reports.ToLookup(r => r.ProgrammeId);

            return programmes.ConvertAll(p => new Programme(
                p.Id,
                p.Name,
                [
                    .. of[p.Id].Where(r => r.SentAt is null && r.ReviewerId == user.Id)
                        .Select(r => new Draft(r.Id, r.Therapist, r.CutOff, r.Status)),
                ],
                [
                    .. of[p.Id].Where(r => r.SentAt is not null)
                        .Select(r => new Sent(
                            r.Id, r.Therapist, r.CutOff, r.Status, r.SentAt!.Value, r.OpenedAt, r.Reviewer, r.ReviewerId == user.Id,
                            r.Status == ReportStatus.Sent && now - r.SentAt > UnreadAfter))
                        .OrderByDescending(r => r.IsUnreadLong).ThenByDescending(r => r.SentAt),
                ]));
        }
    }
}
