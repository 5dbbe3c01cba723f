using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.People;

/// <summary>Takes a therapist out of a cohort, today.</summary>
public static class EndEnrolment
{
    public sealed record Command : ICommand<Guid>
    {
        public Guid ProgrammeId { get; init; }

        public Guid EnrolmentId { get; init; }
    }

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => [PeopleRules.Administrator<Command>(c => c.ProgrammeId)];
    }

    public sealed class Handler(AppDbContext db, TimeProvider clock) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var enrolment = await db.Enrolments.SingleOrDefaultAsync(
                e => e.ProgrammeId == request.ProgrammeId && e.Id == request.EnrolmentId && e.To == null, cancellationToken)
                ?? throw new NotFoundException();
            enrolment.End(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
            return enrolment.CohortId;
        }
    }
}
