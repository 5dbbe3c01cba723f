using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.People;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.People;

/// <summary>Says which consultant meets a therapist.</summary>
public static class AssignConsultant
{
    public sealed record Command : ICommand<Guid>
    {
        public Guid ProgrammeId { get; init; }

        public Guid PersonId { get; init; }

        public Guid? ConsultantId { get; init; }
    }

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => [PeopleRules.Administrator<Command>(c => c.ProgrammeId)];
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.ConsultantId).NotNull().WithMessage("Choose a consultant.");
    }

    public sealed class Handler(AppDbContext db, TimeProvider clock) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var roles = await db.Memberships
                .Where(m => m.ProgrammeId == request.ProgrammeId && m.To == null)
                .Where(m => (m.PersonId == request.PersonId && m.Role == Role.Therapist)
                    || (m.PersonId == request.ConsultantId && m.Role == Role.Consultant))
                .Select(m => m.Role).Distinct().CountAsync(cancellationToken);
            if (roles != 2 || request.PersonId == request.ConsultantId)
                throw new RuleBrokenException("Choose a therapist and a consultant of this programme.");

            db.ConsultantsOf.Add(new ConsultantOf
            {
                ProgrammeId = request.ProgrammeId,
                TherapistId = request.PersonId,
                ConsultantId = request.ConsultantId!.Value,
                From = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime),
            });
            return request.PersonId;
        }
    }
}
