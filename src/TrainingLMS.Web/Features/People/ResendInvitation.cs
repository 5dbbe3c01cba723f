using MediatR;
using TrainingLMS.Data;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.People;

/// <summary>The invitation again, with a new link.</summary>
public static class ResendInvitation
{
    public sealed record Command : ICommand<Guid>
    {
        public Guid ProgrammeId { get; init; }

        public Guid PersonId { get; init; }
    }

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => [PeopleRules.Administrator<Command>(c => c.ProgrammeId)];
    }

    public sealed class Handler(AppDbContext db, Invitations invitations) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var person = await db.PersonInAsync(request.ProgrammeId, request.PersonId, cancellationToken);
            await invitations.SendAsync(person, request.ProgrammeId, cancellationToken);
            return person.Id;
        }
    }
}
