using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.People;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.People;

/// <summary>Who is in a programme, with what, and whether they have joined.</summary>
public static class ListPeople
{
    /// <param name="ProgrammeId">Empty: the first one that the person administers.</param>
    public sealed record Query(Guid? ProgrammeId) : IQuery<Page>;

    public sealed record Page(
        Guid ProgrammeId, string Programme, IReadOnlyList<(Guid Id, string Name)> Others, IReadOnlyList<Line> Lines);

    public sealed record Line(
        Guid PersonId, string Name, string Email, IReadOnlyList<Role> Roles, string? Code, PersonState State);

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants => [PeopleRules.AdministratorOfAny<Query>(q => q.ProgrammeId)];
    }

    public sealed class Handler(AppDbContext db, CurrentUser user) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var mine = user.ProgrammesAs(Role.ProgrammeAdministrator);
            var id = request.ProgrammeId ?? mine[0];
            var programmes = await db.Programmes.Where(p => mine.Contains(p.Id)).OrderBy(p => p.Name)
                .Select(p => new { p.Id, p.Name }).ToListAsync(cancellationToken);
            var rows = await (
                from membership in db.Memberships
                where membership.ProgrammeId == id
                join person in db.Users on membership.PersonId equals person.Id
                join profile in db.TherapistProfiles.Where(p => p.ProgrammeId == id)
                    on person.Id equals profile.PersonId into profiles
                from profile in profiles.DefaultIfEmpty()
                orderby person.DisplayName
                select new
                {
                    person.Id,
                    person.DisplayName,
                    person.Email,
                    Joined = person.PasswordHash != null,
                    Deactivated = person.DeactivatedAt != null,
                    Role = membership.To == null ? (Role?)membership.Role : null,
                    Code = profile == null ? null : profile.Code,
                }).ToListAsync(cancellationToken);

            var lines = rows.GroupBy(r => r.Id).Select(g => new Line(
                g.Key, g.First().DisplayName, g.First().Email!, [.. g.Select(r => r.Role).OfType<Role>().Order()],
                g.First().Code, PersonStates.Of(g.First().Deactivated, g.Any(r => r.Role != null), g.First().Joined)));
            return new Page(
                id,
                programmes.Single(p => p.Id == id).Name,
                [.. programmes.Where(p => p.Id != id).Select(p => (p.Id, p.Name))],
                [.. lines.OrderBy(l => l.State).ThenBy(l => l.Name, StringComparer.CurrentCulture)]);
        }
    }
}

/// <summary>In the order in which they stand in the list: what waits comes first.</summary>
public enum PersonState
{
    Invited,
    Active,
    Left,
    Deactivated,
}

public static class PersonStates
{
    public static PersonState Of(bool deactivated, bool hasRole, bool joined) => (deactivated, hasRole, joined) switch
    {
        (true, _, _) => PersonState.Deactivated,
        (_, false, _) => PersonState.Left,
        (_, _, false) => PersonState.Invited,
        _ => PersonState.Active,
    };
}
