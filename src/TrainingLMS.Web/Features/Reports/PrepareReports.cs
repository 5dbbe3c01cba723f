using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Congruence;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Reports.Documents;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.RatingsFiles;
using TrainingLMS.Web.Infrastructure.Reports;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Reports;

/// <summary>Whose report is ready at a cut-off, and why another one is not. Names and reasons, never a value.</summary>
public static class PrepareReports
{
    public sealed record Query(Guid ProgrammeId, Guid? CohortId, DateOnly? CutOff) : IQuery<Page>;

    public sealed record Page(
        Guid ProgrammeId, string Programme, DateOnly Today, IReadOnlyList<Cohort> Cohorts, Filter Input, IReadOnlyList<Row>? Rows)
    {
        public bool CutOffLiesAhead => Input.CutOff > Today;
    }

    /// <summary>What was chosen.</summary>
    public sealed record Filter(Guid? CohortId, DateOnly? CutOff);

    public sealed record Cohort(Guid Id, string Name);

    /// <param name="TherapistId">Whose.</param>
    /// <param name="Name">As everybody knows them.</param>
    /// <param name="Why">Why it is not ready; null where it is.</param>
    /// <param name="Existing">The report of this cut-off that is there already.</param>
    /// <param name="Status">Its state.</param>
    /// <param name="Reviewer">Who reviews it, where it is not the reader.</param>
    public sealed record Row(
        Guid TherapistId, string Name, Remark? Why, Guid? Existing, ReportStatus? Status, string? Reviewer)
    {
        public bool IsReady => Why is null && Existing is null;
    }

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants { get; } = [Allow.InProgramme<Query>(Role.Trainer, q => q.ProgrammeId)];
    }

    public sealed class Handler(AppDbContext db, ProgrammeReports reports, CurrentUser user, TimeProvider clock)
        : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var programme = await db.Programmes.SingleAsync(p => p.Id == request.ProgrammeId, cancellationToken);
            var cohorts = await db.Cohorts.Where(c => c.ProgrammeId == programme.Id).OrderBy(c => c.From)
                .Select(c => new Cohort(c.Id, c.Name)).ToListAsync(cancellationToken);
            var today = LocalDay.Of(clock.GetUtcNow(), programme.TimeZone);
            var page = new Page(
                programme.Id, programme.Name, today, cohorts, new Filter(request.CohortId, request.CutOff ?? today), Rows: null);
            if (request.CutOff is not { } cutOff || cutOff > today)
                return page;

            var builder = await reports.BuilderAsync(programme, cutOff, today, programme.Language, cancellationToken);
            var known = builder.Therapists.ToHashSet(StringComparer.Ordinal);
            var existing = await (
                from r in db.FeedbackReports
                where r.ProgrammeId == programme.Id && r.CutOff == cutOff && r.RecalledAt == null && r.SupersededById == null
                join reviewer in db.Users on r.ReviewerId equals reviewer.Id
                select new { r.Id, r.TherapistId, r.Status, r.ReviewerId, reviewer.DisplayName })
                .ToDictionaryAsync(r => r.TherapistId, cancellationToken);

            var rows =
                from t in await TherapistsAsync(request, today, cancellationToken)
                let report = existing.GetValueOrDefault(t.Id)
                select new Row(
                    t.Id, t.Name, Why(t.Code), report?.Id, report?.Status,
                    report is null || report.ReviewerId == user.Id ? null : report.DisplayName);
            return page with { Rows = [.. rows.OrderByDescending(r => r.IsReady).ThenBy(r => r.Name, StringComparer.CurrentCulture)] };

            Remark? Why(string code) => known.Contains(code)
                ? ReadinessWords.Of(builder.Build(code).Readiness)
                : ReadinessWords.Of(new Readiness(false, new Withheld(SuppressionRule.PairedSessions, 0, 1)));
        }

        private async Task<IReadOnlyList<(Guid Id, string Name, string Code)>> TherapistsAsync(
            Query request, DateOnly today, CancellationToken cancellationToken)
        {
            var profiles = db.TherapistProfiles.Where(t => t.ProgrammeId == request.ProgrammeId);
            if (request.CohortId is { } cohort)
            {
                profiles = profiles.Where(t => db.Enrolments.Any(e =>
                    e.CohortId == cohort && e.PersonId == t.PersonId && e.From <= today && (e.To == null || e.To > today)));
            }

            var rows = await profiles.Join(db.Users, t => t.PersonId, u => u.Id, (t, u) => new { u.Id, u.DisplayName, t.Code })
                .ToListAsync(cancellationToken);
            return rows.ConvertAll(r => (r.Id, r.DisplayName, r.Code));
        }
    }
}
