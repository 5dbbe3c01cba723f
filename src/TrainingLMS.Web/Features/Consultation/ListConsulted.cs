using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Consultation;

/// <summary>The cases of a consultant's therapists, by code; no ratings, and so nothing to release.</summary>
public static class ListConsulted
{
    public sealed record Query : IQuery<Page>;

    public sealed record Page(IReadOnlyList<Therapist> Therapists);

    public sealed record Therapist(string Name, IReadOnlyList<Row> Cases);

    /// <param name="CaseId">The case.</param>
    /// <param name="Code">Its code.</param>
    /// <param name="Held">Sessions that took place.</param>
    /// <param name="Planned">Sessions that are asked about.</param>
    /// <param name="EndedOn">Where it has ended.</param>
    /// <param name="Shared">The programme shows ratings, and the patient agrees now that the consultant sees them.</param>
    public sealed record Row(Guid CaseId, string Code, int Held, int Planned, DateOnly? EndedOn, bool Shared);

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants { get; } =
            [Allow.To<Query>(Who.Consultant, "own therapists", (_, _, _) => Task.FromResult(true))];
    }

    public sealed class Handler(AppDbContext db, ConsultedCases consulted, CurrentUser user) : IRequestHandler<Query, Page>
    {
        private const ConsentScopes Needed = ConsentScopes.TakePart | ConsentScopes.Feedback | ConsentScopes.Consultant;

        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var cases = await (
                from held in consulted.Of(user)
                join person in db.Users on held.TherapistId equals person.Id
                join item in db.Cases on held.CaseId equals item.Id
                join programme in db.Programmes on item.ProgrammeId equals programme.Id
                orderby person.DisplayName, person.Id, item.Code
                select new
                {
                    TherapistId = person.Id,
                    person.DisplayName,
                    item.Id,
                    item.Code,
                    item.EndedOn,
                    programme.Disclosure,
                    Held = db.Sessions.Count(s => s.CaseId == item.Id && s.HeldOn != null),
                    Planned = db.Sessions.Count(s => s.CaseId == item.Id),
                    Consents = db.ConsentRecords.Where(r => r.CaseId == item.Id && r.WithdrawnAt == null)
                        .Select(r => r.Scopes).ToList(),
                }).AsSingleQuery().ToListAsync(cancellationToken);

            return new Page(
            [
                .. cases.GroupBy(c => (c.TherapistId, c.DisplayName)).Select(t => new Therapist(
                    t.Key.DisplayName,
                    [
                        .. t.OrderBy(c => c.EndedOn is not null).Select(c => new Row(
                            c.Id, c.Code, c.Held, c.Planned, c.EndedOn,
                            c.Disclosure != DisclosureKind.Sealed && c.Consents.Any(s => s.HasFlag(Needed)))),
                    ])),
            ]);
        }
    }
}
