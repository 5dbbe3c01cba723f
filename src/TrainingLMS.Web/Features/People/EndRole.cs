using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.People;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.People;

/// <summary>Takes a role away, today. What the person did under it stays.</summary>
public static class EndRole
{
    public sealed record Command : ICommand<Guid>
    {
        public Guid ProgrammeId { get; init; }

        public Guid MembershipId { get; init; }
    }

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => [PeopleRules.Administrator<Command>(c => c.ProgrammeId)];
    }

    public sealed class Handler(AppDbContext db, TimeProvider clock) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var open = db.Memberships.Where(m => m.ProgrammeId == request.ProgrammeId && m.To == null);
            var membership = await open.SingleOrDefaultAsync(m => m.Id == request.MembershipId, cancellationToken)
                ?? throw new NotFoundException();
            if (membership.Role == Role.ProgrammeAdministrator
                && await open.CountAsync(m => m.Role == Role.ProgrammeAdministrator, cancellationToken) == 1)
                throw new RuleBrokenException("A programme keeps at least one administrator. Name another one first.");

            var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
            membership.End(today);
            if (membership.Role == Role.Therapist)
            {
                foreach (var enrolment in await db.Enrolments.Where(e => e.ProgrammeId == request.ProgrammeId
                    && e.PersonId == membership.PersonId && e.To == null).ToListAsync(cancellationToken))
                    enrolment.End(today);
            }

            foreach (var link in await db.ConsultantsOf.Where(c => c.ProgrammeId == request.ProgrammeId && c.To == null
                && (membership.Role == Role.Therapist ? c.TherapistId : c.ConsultantId) == membership.PersonId
                && (membership.Role == Role.Therapist || membership.Role == Role.Consultant)).ToListAsync(cancellationToken))
                link.End(today);

            return membership.PersonId;
        }
    }
}
