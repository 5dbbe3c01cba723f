using MediatR;
using TrainingLMS.Domain.Learning;
using TrainingLMS.Web.Infrastructure.Learning;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Learning;

/// <summary>What a module is for, its blocks, and where the therapist is in it.</summary>
public static class ReadModule
{
    public sealed record Query(Guid EnrolmentId, string ModuleId) : IQuery<Page>, IInModule;

    public sealed record Page(LearnerPath Path, StepProgress Step, ModuleProgress Progress, ModuleContent Content);

    public sealed class Access(OwnEnrolments enrolments) : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants => LearningRights.OwnModule<Query>(enrolments);
    }

    public sealed class Handler(LearningDesk desk) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var path = await desk.PathAsync(request.EnrolmentId, cancellationToken);
            var progress = path.Modules[request.ModuleId];

            return new Page(path, path.StepOf(request.ModuleId)!, progress, await desk.ContentAsync(progress, cancellationToken));
        }
    }
}
