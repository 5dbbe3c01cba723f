using MediatR;
using TrainingLMS.Web.Infrastructure.Learning;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Learning;

/// <summary>A therapist in the middle of a module goes on in its newest version; what is finished stays finished.</summary>
public static class MoveOn
{
    public sealed record Command(Guid EnrolmentId, string ModuleId) : ICommand<int>, IInModule;

    public sealed class Access(OwnEnrolments enrolments) : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => LearningRights.OwnModule<Command>(enrolments);
    }

    public sealed class Handler(LearningDesk desk) : IRequestHandler<Command, int>
    {
        public async Task<int> Handle(Command request, CancellationToken cancellationToken)
        {
            var path = await desk.PathAsync(request.EnrolmentId, cancellationToken);
            var module = path.Modules[request.ModuleId];
            if (module.MayMove)
                desk.RecordMove(path, module);

            return module.Newest.Version;
        }
    }
}
