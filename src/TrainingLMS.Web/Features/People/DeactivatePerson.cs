using MediatR;
using TrainingLMS.Data;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.People;

/// <summary>Closes an account, or opens it again. All sessions end; nothing that the person did is lost.</summary>
public static class DeactivatePerson
{
    public sealed record Command : ICommand<Guid>
    {
        public Guid ProgrammeId { get; init; }

        public Guid PersonId { get; init; }

        public bool Active { get; init; }
    }

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => [PeopleRules.Administrator<Command>(c => c.ProgrammeId)];
    }

    public sealed class Handler(
        AppDbContext db, StaffSessions sessions, AccountActs acts, CurrentUser user, TimeProvider clock)
        : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var person = await db.AccountOfAsync(user, request.ProgrammeId, request.PersonId, cancellationToken);
            person.DeactivatedAt = request.Active ? null : person.DeactivatedAt ?? clock.GetUtcNow();
            acts.Note(request.Active ? "Reactivated" : "Deactivated", person.Id);
            await sessions.EndAllAsync(person.Id, except: null, cancellationToken);
            return person.Id;
        }
    }
}
