using Microsoft.EntityFrameworkCore;
using MediatR;
using TrainingLMS.Data;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Today;

/// <summary>A therapist's day: ratings that close, patients' forms under way, sessions to come, a new report. No scores.</summary>
public static class ShowTherapistDay
{
    /// <summary>For how long a form that nobody filled in is still mentioned.</summary>
    private static readonly TimeSpan _recent = TimeSpan.FromDays(7);

    public sealed record Query : IQuery<Day>;

    public sealed record Day(
        IReadOnlyList<Form> ToRate,
        IReadOnlyList<Form> PatientForms,
        IReadOnlyList<Form> Lapsed,
        IReadOnlyList<Next> Next,
        IReadOnlyList<Unconsented> Unconsented,
        Report? Report,
        DateTimeOffset? Consultation,
        int Cases)
    {
        /// <summary>What expires first, be it the therapist's or the patient's to fill in.</summary>
        public Form? First => ToRate.Concat(PatientForms).MinBy(f => f.ClosesAt);
    }

    /// <summary>A form of one session, whoever fills it in.</summary>
    public sealed record Form(
        Guid CaseId, string Code, Guid SessionId, int Session, Rater Rater, AdministrationStatus Status, DateTimeOffset? ClosesAt);

    /// <summary>The next session of a case that nobody has noted yet.</summary>
    public sealed record Next(Guid CaseId, string Code, int Session, DateOnly? Last);

    public sealed record Unconsented(Guid CaseId, string Code);

    public sealed record Report(Guid Id, DateTimeOffset SentAt, bool IsNew);

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants { get; } =
            [Allow.To<Query>(Who.Therapist, "own", (_, _, _) => Task.FromResult(true))];
    }

    public sealed class Handler(AppDbContext db, CurrentUser user, TimeProvider clock) : IRequestHandler<Query, Day>
    {
        public async Task<Day> Handle(Query request, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            var today = DateOnly.FromDateTime(now.UtcDateTime);
            var cases = Mine(today);

            var sessions = await (
                from c in cases
                join s in db.Sessions on c.Id equals s.CaseId
                orderby c.Code, s.Number
                select new { CaseId = c.Id, c.Code, s.Id, s.Number, s.HeldOn }).ToListAsync(cancellationToken);
            var forms = await (
                from c in cases
                join s in db.Sessions on c.Id equals s.CaseId
                join a in db.Administrations on s.Id equals a.SessionId
                where a.WindowOpensAt <= now && a.WindowClosesAt > now - _recent
                select new { Session = s.Id, Form = a }).AsNoTracking().ToListAsync(cancellationToken);
            var consents = await db.ConsentRecords
                .Where(r => r.WithdrawnAt == null && cases.Any(c => c.Id == r.CaseId))
                .Select(r => new { r.CaseId, r.Scopes }).ToListAsync(cancellationToken);
            var reports = await db.FeedbackReports
                .Where(r => r.TherapistId == user.Id && (r.Status == ReportStatus.Sent || r.Status == ReportStatus.Opened))
                .OrderByDescending(r => r.SentAt)
                .Select(r => new { r.Id, r.SentAt, r.Status, r.ConsultationAt }).ToListAsync(cancellationToken);

            var named = (
                from f in forms
                join s in sessions on f.Session equals s.Id
                group f.Form by (s, f.Form.Rater) into sheet
                let open = sheet.Where(a => !a.IsSettled).ToList()
                where open.Count > 0
                let closes = open.Min(a => a.WindowClosesAt)
                orderby closes
                select new Form(
                    sheet.Key.s.CaseId, sheet.Key.s.Code, sheet.Key.s.Id, sheet.Key.s.Number, sheet.Key.Rater,
                    open.Max(a => a.StatusAt(now)), closes)).ToList();
            var agreed = consents.Where(c => c.Scopes.HasFlag(ConsentScopes.TakePart)).Select(c => c.CaseId).ToHashSet();
            var codes = sessions.Select(s => (s.CaseId, s.Code)).Distinct().ToList();

            return new Day(
                [.. named.Where(f => f.Rater == Rater.Therapist && f.Status != AdministrationStatus.Closed)],
                [.. named.Where(f => f.Rater == Rater.Patient && f.Status != AdministrationStatus.Closed)],
                [.. named.Where(f => f.Status == AdministrationStatus.Closed)],
                [.. sessions.GroupBy(s => (s.CaseId, s.Code))
                    .Where(c => agreed.Contains(c.Key.CaseId) && c.Any(s => s.HeldOn is null))
                    .Select(c => new Next(
                        c.Key.CaseId, c.Key.Code, c.First(s => s.HeldOn is null).Number, c.Max(s => s.HeldOn)))],
                [.. codes.Where(c => !agreed.Contains(c.CaseId)).Select(c => new Unconsented(c.CaseId, c.Code))],
                reports.Select(r => new Report(r.Id, r.SentAt!.Value, r.Status == ReportStatus.Sent)).FirstOrDefault(),
                reports.Where(r => r.ConsultationAt > now).Min(r => r.ConsultationAt),
                codes.Count);
        }

        private IQueryable<Case> Mine(DateOnly today) => db.Cases.Where(c => c.EndedOn == null && db.CasesOf.Any(
            o => o.CaseId == c.Id && o.TherapistId == user.Id && o.From <= today && (o.To == null || o.To > today)));
    }
}
