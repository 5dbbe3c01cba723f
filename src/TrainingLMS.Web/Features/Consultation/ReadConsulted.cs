using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Consultation;

/// <summary>One case of a consultant's therapist: its sessions, and of the ratings what is released to the consultant.</summary>
public static class ReadConsulted
{
    public sealed record Query(Guid CaseId) : IQuery<Page>, IViews
    {
        Guid? IViews.CaseId => CaseId;
    }

    public sealed record Page(
        string Code, string Therapist, string TimeZone, DisclosurePolicy Policy, ConsentScopes Consent,
        IReadOnlyList<SessionView> Sessions)
    {
        public bool AnyReleased => Sessions.Any(s => s.Alliance.Released || s.WellBeing.Released);
    }

    public sealed class Access(ConsultedCases consulted) : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants { get; } =
            [Allow.To<Query>(Who.Consultant, "own therapist's case", (q, user, stop) => consulted.HasAsync(q.CaseId, user, stop))];
    }

    public sealed class Handler(AppDbContext db, Seal seal, ConsultedCases consulted, CurrentUser user)
        : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var facts = await (
                from held in consulted.Of(user)
                where held.CaseId == request.CaseId
                join person in db.Users on held.TherapistId equals person.Id
                join item in db.Cases on held.CaseId equals item.Id
                select new { person.DisplayName, item.TimeZone }).FirstOrDefaultAsync(cancellationToken)
                ?? throw new NotFoundException();

            // Around midnight a handed-over case has changed hands for one of the two and not yet for the other.
            var ratings = (await seal.ForConsultantAsync(user.Id, [request.CaseId], cancellationToken)).SingleOrDefault()
                ?? throw new NotFoundException();
            return new Page(
                ratings.Code, facts.DisplayName, facts.TimeZone, ratings.Policy, ratings.Consent, ratings.Sessions);
        }
    }
}
