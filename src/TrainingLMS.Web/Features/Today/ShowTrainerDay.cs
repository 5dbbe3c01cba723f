using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Today;

/// <summary>A trainer's day: reports to read and send, those unread for a week, and the cohorts.</summary>
public static class ShowTrainerDay
{
    private static readonly TimeSpan _unreadTooLong = TimeSpan.FromDays(7);

    public sealed record Query : IQuery<Day>;

    public sealed record Day(
        IReadOnlyList<Report> ToReview, IReadOnlyList<Report> ToSend, IReadOnlyList<Report> Unread, int Sent, int Opened,
        IReadOnlyList<Cohort> Cohorts, IReadOnlyList<Programme> Programmes);

    /// <param name="Id">The report.</param>
    /// <param name="Therapist">Name of the person it is for.</param>
    /// <param name="Since">When it was made, or sent.</param>
    /// <param name="Late">Unread for more than a week.</param>
    public sealed record Report(Guid Id, string Therapist, DateTimeOffset Since, bool Late);

    public sealed record Cohort(string Name, DateOnly From, DateOnly? To, int Therapists, int? Capacity);

    public sealed record Programme(Guid Id, string Name);

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants { get; } =
            [Allow.To<Query>(Who.Trainer, "own reports, programme's cohorts", (_, _, _) => Task.FromResult(true))];
    }

    public sealed class Handler(AppDbContext db, CurrentUser user, TimeProvider clock) : IRequestHandler<Query, Day>
    {
        public async Task<Day> Handle(Query request, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            var today = DateOnly.FromDateTime(now.UtcDateTime);
            var programmes = user.ProgrammesAs(Domain.People.Role.Trainer);

            var reports = await (
                from report in db.FeedbackReports
                where report.ReviewerId == user.Id
                join person in db.Users on report.TherapistId equals person.Id
                orderby report.CreatedAt
                select new { report.Id, person.DisplayName, report.Status, report.CreatedAt, report.SentAt })
                .ToListAsync(cancellationToken);
            var cohorts = await (
                from cohort in db.Cohorts
                where programmes.Contains(cohort.ProgrammeId) && (cohort.To == null || cohort.To >= today)
                orderby cohort.From, cohort.Name
                select new Cohort(
                    cohort.Name, cohort.From, cohort.To,
                    db.Enrolments.Count(e => e.CohortId == cohort.Id && e.From <= today && (e.To == null || e.To > today)),
                    cohort.Capacity)).ToListAsync(cancellationToken);

            var names = await db.Programmes.Where(p => programmes.Contains(p.Id)).OrderBy(p => p.Name)
                .Select(p => new Programme(p.Id, p.Name)).ToListAsync(cancellationToken);

            return new Day(
                [.. In(ReportStatus.Draft)], [.. In(ReportStatus.Reviewed)], [.. In(ReportStatus.Sent)],
                reports.Count(r => r.Status is ReportStatus.Sent or ReportStatus.Opened),
                reports.Count(r => r.Status == ReportStatus.Opened),
                cohorts, names);

            IEnumerable<Report> In(ReportStatus status) => reports.Where(r => r.Status == status)
                .Select(r => new Report(r.Id, r.DisplayName, r.SentAt ?? r.CreatedAt, r.SentAt + _unreadTooLong < now))
                .OrderBy(r => r.Since);
        }
    }
}
