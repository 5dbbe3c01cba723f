using MediatR;
using TrainingLMS.Data;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Installation;

/// <summary>Takes the installation out of somebody else's hands. Nobody ends it for themselves, so one always remains.</summary>
public static class EndAdministrator
{
    public sealed record Command(Guid PersonId) : ICommand<Guid>;

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => InstallationRules.Administrator<Command>();
    }

    public sealed class Handler(AppDbContext db, AccountActs acts, CurrentUser user) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var person = await db.SomebodyElseAsync(user, request.PersonId, cancellationToken);
            person.IsInstallationAdministrator = false;
            acts.Note("InstallationAdministratorEnded", person.Id);
            return person.Id;
        }
    }
}
