using MediatR;
using TrainingLMS.Domain.Learning;
using TrainingLMS.Web.Infrastructure.Learning;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Learning;

/// <summary>The blocks that are open to the therapist as one document, to print or to keep.</summary>
public static class PrintModule
{
    public sealed record Query(Guid EnrolmentId, string ModuleId) : IQuery<Page>, IInModule;

    /// <param name="Path">Whose.</param>
    /// <param name="Content">The module.</param>
    /// <param name="Blocks">Up to the one that comes next.</param>
    public sealed record Page(LearnerPath Path, ModuleContent Content, IReadOnlyList<Block> Blocks);

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
            var content = await desk.ContentAsync(progress, cancellationToken);
            var isLocked = path.StepOf(request.ModuleId)!.State == StepState.Locked;

            return new Page(path, content,
                [.. content.Blocks.Zip(progress.Blocks).Where(b => !isLocked && b.Second.State != BlockState.Locked).Select(b => b.First)]);
        }
    }
}
