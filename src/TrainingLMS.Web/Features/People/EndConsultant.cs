using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.People;

/// <summary>A consultant meets a therapist no longer, from today on.</summary>
public static class EndConsultant
{
    public sealed record Command : ICommand<Guid>
    {
        public Guid ProgrammeId { get; init; }

        public Guid LinkId { get; init; }
    }

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => [PeopleRules.Administrator<Command>(c => c.ProgrammeId)];
    }

    public sealed class Handler(AppDbContext db, TimeProvider clock) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var link = await db.ConsultantsOf.SingleOrDefaultAsync(
                c => c.ProgrammeId == request.ProgrammeId && c.Id == request.LinkId && c.To == null, cancellationToken)
                ?? throw new NotFoundException();
            link.End(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
            return link.TherapistId;
        }
    }
}
