using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Cases;

/// <summary>A therapist's own cases; what expires first stands on top.</summary>
public static class ListCases
{
    public sealed record Query : IQuery<Page>;

    public sealed record Page(IReadOnlyList<Row> Open, IReadOnlyList<Row> Ended);

    /// <summary>A case and the one thing to do next in it.</summary>
    public sealed record Row(
        Guid CaseId, string Code, string TimeZone, int Held, int Planned, int BothDone, Step Step, int Session,
        DateTimeOffset? ClosesAt, DateOnly? EndedOn);

    public enum Step
    {
        /// <summary>No form can be given before it is recorded.</summary>
        Consent,
        OwnRating,
        OwnRatingLate,
        PatientForm,
        NextSession,
        Complete,
    }

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants { get; } =
            [Allow.To<Query>(Who.Therapist, "own cases", (_, _, _) => Task.FromResult(true))];
    }

    public sealed class Handler(AppDbContext db, OwnCases own, CurrentUser user, TimeProvider clock)
        : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var ids = own.Of(user).Select(o => o.CaseId);
            var cases = await db.Cases.Where(c => ids.Contains(c.Id))
                .Select(c => new
                {
                    c.Id,
                    c.Code,
                    c.TimeZone,
                    c.EndedOn,
                    Consents = db.ConsentRecords.Where(r => r.CaseId == c.Id && r.WithdrawnAt == null)
                        .Select(r => r.Scopes).ToList(),
                })
                .AsSingleQuery().ToListAsync(cancellationToken);
            var sessions = await db.Sessions.Where(s => ids.Contains(s.CaseId)).OrderBy(s => s.Number)
                .Select(s => new
                {
                    s.CaseId,
                    s.Number,
                    s.HeldOn,
                    Forms = db.Administrations
                        .Where(a => a.SessionId == s.Id && a.Occasion == Occasion.After && a.Perspective == Perspective.Own)
                        .Select(a => new { a.Rater, a.Status, a.WindowClosesAt }).ToList(),
                })
                .AsSingleQuery().ToListAsync(cancellationToken);

            var now = clock.GetUtcNow();
            var bySession = sessions.ToLookup(s => s.CaseId);
            var rows = cases.Select(c =>
            {
                var steps = bySession[c.Id].SelectMany(s => s.Forms.Select(f => (s.Number, Form: f)))
                    .Where(f => f.Form.Status is AdministrationStatus.Due or AdministrationStatus.Opened)
                    .Select(f => f.Form.Rater == Rater.Therapist
                        ? (f.Form.WindowClosesAt <= now ? Step.OwnRatingLate : Step.OwnRating, f.Number, f.Form.WindowClosesAt)
                        : (Step.PatientForm, f.Number, f.Form.WindowClosesAt))
                    .Where(f => f.Item1 != Step.PatientForm || f.WindowClosesAt > now)
                    .OrderBy(f => f.WindowClosesAt).ThenBy(f => f.Item1).ToList();
                var next = bySession[c.Id].FirstOrDefault(s => s.HeldOn is null)?.Number;
                var consented = c.Consents.Any(s => s.HasFlag(ConsentScopes.TakePart));
                var (step, session, closes) =
                    steps.Count > 0 ? steps[0]
                    : !consented && c.EndedOn is null ? (Step.Consent, 0, null)
                    : next is not null && c.EndedOn is null ? (Step.NextSession, next.Value, (DateTimeOffset?)null)
                    : (Step.Complete, 0, null);
                return new Row(
                    c.Id, c.Code, c.TimeZone, bySession[c.Id].Count(s => s.HeldOn is not null), bySession[c.Id].Count(),
                    bySession[c.Id].Count(s => s.Forms.Count > 0 && s.Forms.All(f => f.Status == AdministrationStatus.Done)),
                    step, session, closes, c.EndedOn);
            })
            .OrderBy(r => r.ClosesAt ?? DateTimeOffset.MaxValue).ThenBy(r => r.Step).ThenBy(r => r.Code, StringComparer.Ordinal)
            .ToList();

            return new Page(
                [.. rows.Where(r => r.EndedOn is null || r.Step != Step.Complete)],
                [.. rows.Where(r => r.EndedOn is not null && r.Step == Step.Complete)]);
        }
    }
}
