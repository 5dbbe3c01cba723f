using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.People;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.People;

/// <summary>One person as the programme's administrator sees them: roles, cohorts, consultant, account.</summary>
public static class ReadPerson
{
    public sealed record Query(Guid ProgrammeId, Guid PersonId) : IQuery<Page>;

    public sealed record Page
    {
        public required Guid ProgrammeId { get; init; }

        public required Guid PersonId { get; init; }

        public required string Name { get; init; }

        public required string Email { get; init; }

        public required PersonState State { get; init; }

        public required bool HasFactor { get; init; }

        public string? Code { get; init; }

        public required IReadOnlyList<RoleLine> Roles { get; init; }

        public required IReadOnlyList<Role> RolesToGive { get; init; }

        public required IReadOnlyList<string> Cohorts { get; init; }

        public required IReadOnlyList<ConsultantLine> Consultants { get; init; }

        public required IReadOnlyList<(Guid Id, string Name)> ConsultantsToChoose { get; init; }

        /// <summary>Whether the account itself is this administrator's to change.</summary>
        public required bool MayChangeAccount { get; init; }

        /// <summary>What the small forms of the page send back, each its own part.</summary>
        public Changes Input { get; init; } = new();

        public bool IsTherapist => Roles.Any(r => r.Role == Role.Therapist && r.To is null);
    }

    public sealed record Changes
    {
        public Role? Role { get; init; }

        public string? Email { get; init; }

        public Guid? ConsultantId { get; init; }

        public string? Reason { get; init; }
    }

    public sealed record RoleLine(Guid Id, Role Role, DateOnly From, DateOnly? To);

    public sealed record ConsultantLine(Guid Id, string Name, DateOnly From);

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants => [PeopleRules.Administrator<Query>(q => q.ProgrammeId)];
    }

    public sealed class Handler(AppDbContext db, CurrentUser user) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var (programme, id) = (request.ProgrammeId, request.PersonId);
            var person = await db.PersonInAsync(programme, id, cancellationToken);
            var roles = await db.Memberships.Where(m => m.ProgrammeId == programme && m.PersonId == id)
                .OrderBy(m => m.To != null).ThenBy(m => m.From)
                .Select(m => new RoleLine(m.Id, m.Role, m.From, m.To)).ToListAsync(cancellationToken);
            var held = roles.Where(r => r.To is null).Select(r => r.Role).ToList();
            var cohorts = await (
                from enrolment in db.Enrolments
                where enrolment.ProgrammeId == programme && enrolment.PersonId == id && enrolment.To == null
                join cohort in db.Cohorts on enrolment.CohortId equals cohort.Id
                orderby cohort.Name
                select cohort.Name).ToListAsync(cancellationToken);
            var consultants = await (
                from link in db.ConsultantsOf
                where link.ProgrammeId == programme && link.TherapistId == id && link.To == null
                join consultant in db.Users on link.ConsultantId equals consultant.Id
                orderby consultant.DisplayName
                select new ConsultantLine(link.Id, consultant.DisplayName, link.From)).ToListAsync(cancellationToken);
            var choices = await (
                from membership in db.Memberships
                where membership.ProgrammeId == programme && membership.Role == Role.Consultant
                    && membership.To == null && membership.PersonId != id
                join consultant in db.Users on membership.PersonId equals consultant.Id
                where !db.ConsultantsOf.Any(c => c.ProgrammeId == programme && c.TherapistId == id
                    && c.ConsultantId == consultant.Id && c.To == null)
                orderby consultant.DisplayName
                select new { consultant.Id, consultant.DisplayName }).ToListAsync(cancellationToken);

            return new Page
            {
                ProgrammeId = programme,
                PersonId = id,
                Name = person.DisplayName,
                Email = person.Email!,
                State = PersonStates.Of(person.DeactivatedAt is not null, held.Count > 0, person.PasswordHash is not null),
                HasFactor = person.TwoFactorEnabled,
                Code = await db.TherapistProfiles.Where(p => p.ProgrammeId == programme && p.PersonId == id)
                    .Select(p => p.Code).SingleOrDefaultAsync(cancellationToken),
                Roles = roles,
                RolesToGive = [.. Enum.GetValues<Role>().Except(held)],
                Cohorts = cohorts,
                Consultants = consultants,
                ConsultantsToChoose = [.. choices.Select(c => (c.Id, c.DisplayName))],
                MayChangeAccount = id != user.Id && await db.IsAllTheirsAsync(user, person, cancellationToken),
            };
        }
    }
}
