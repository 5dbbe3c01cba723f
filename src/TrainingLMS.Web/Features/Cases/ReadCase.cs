using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Cases;

/// <summary>One case with its sessions: what has happened, what is due, and what of the patient's view is released.</summary>
public static class ReadCase
{
    public sealed record Query(Guid CaseId) : IQuery<Page>, IViews
    {
        Guid? IViews.CaseId => CaseId;
    }

    public sealed record Page(
        Guid CaseId, string Code, string TimeZone, SessionMode Mode, string? AgeBand, string Language, DateOnly StartedOn,
        DateOnly? EndedOn, CaseEnding? Ending, ConsentFacts? Consent, DisclosurePolicy Policy,
        IReadOnlyList<SessionView> Sessions, IReadOnlyList<MissedAppointment> NotHeld)
    {
        public bool CanBeRated => Consent is { } consent && consent.Scopes.HasFlag(ConsentScopes.TakePart);

        public int? Next => EndedOn is null ? Sessions.FirstOrDefault(s => s.HeldOn is null)?.Number : null;

        /// <summary>Held and not yet rated by the therapist, the oldest first.</summary>
        public SessionView? ToRate => Sessions.FirstOrDefault(s =>
            s.HeldOn is not null && s.Own.Status is not null and not AdministrationStatus.Done);

        /// <summary>Held, rated by the therapist, and the patient can still send the form.</summary>
        public SessionView? ToGive => CanBeRated
            ? Sessions.FirstOrDefault(s => s.HeldOn is not null
                && s.Alliance.Status is AdministrationStatus.Due or AdministrationStatus.Opened)
            : null;

        /// <summary>The patient agrees that the therapist sees ratings, and some that are in are not shown.</summary>
        public bool SomeStaySealed => Policy.Kind != DisclosureKind.Sealed
            && Consent is { } consent && consent.Scopes.HasFlag(ConsentScopes.Feedback)
            && Sessions.SelectMany(s => new[] { s.Alliance, s.WellBeing })
                .Any(r => r is { Status: AdministrationStatus.Done, Released: false });

        public bool AnyReleased => Sessions.Any(s => s.Alliance.Released || s.WellBeing.Released);
    }

    public sealed record ConsentFacts(string Version, string Language, DateTimeOffset GivenAt, ConsentScopes Scopes);

    public sealed class Access(OwnCases own) : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants { get; } =
            [Allow.To<Query>(Who.Therapist, "own case", (q, user, stop) => own.HasAsync(q.CaseId, user, stop))];
    }

    public sealed class Handler(AppDbContext db, Seal seal, CurrentUser user) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var ratings = (await seal.ForTherapistAsync(user.Id, [request.CaseId], cancellationToken)).Single();
            var item = await db.Cases.AsNoTracking().SingleAsync(c => c.Id == request.CaseId, cancellationToken);
            var consent = await db.ConsentRecords
                .Where(r => r.CaseId == request.CaseId && r.WithdrawnAt == null)
                .Select(r => new ConsentFacts(r.TextVersion, r.Language, r.GivenAt, r.Scopes))
                .SingleOrDefaultAsync(cancellationToken);
            var missed = await db.MissedAppointments.AsNoTracking()
                .Where(m => m.CaseId == request.CaseId).OrderBy(m => m.On).ToListAsync(cancellationToken);

            return new Page(
                item.Id, item.Code, item.TimeZone, item.SessionMode, item.AgeBand, item.Language, item.StartedOn,
                item.EndedOn, item.Ending, consent, ratings.Policy, ratings.Sessions, missed);
        }
    }
}
