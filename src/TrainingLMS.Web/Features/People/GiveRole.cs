using FluentValidation;
using MediatR;
using TrainingLMS.Data;
using TrainingLMS.Domain.People;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.People;

/// <summary>One role more for somebody who is in the programme.</summary>
public static class GiveRole
{
    public sealed record Command : ICommand<Guid>
    {
        public Guid ProgrammeId { get; init; }

        public Guid PersonId { get; init; }

        public Role? Role { get; init; }
    }

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => [PeopleRules.Administrator<Command>(c => c.ProgrammeId)];
    }

    public sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Role).NotNull().WithMessage("Choose a role.");
    }

    public sealed class Handler(AppDbContext db, Invitations invitations) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var person = await db.PersonInAsync(request.ProgrammeId, request.PersonId, cancellationToken);
            await invitations.GiveAsync(
                request.ProgrammeId, person.Id, [request.Role!.Value], therapistCode: null, cancellationToken);
            return person.Id;
        }
    }
}
