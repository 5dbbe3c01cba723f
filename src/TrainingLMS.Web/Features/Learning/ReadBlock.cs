using MediatR;
using TrainingLMS.Data.Learning;
using TrainingLMS.Domain.Learning;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Learning;
using TrainingLMS.Web.Pipeline;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;

namespace TrainingLMS.Web.Features.Learning;

/// <summary>One block to read or to work in. Reading changes nothing; a locked one says what comes first.</summary>
public static class ReadBlock
{
    public sealed record Query(Guid EnrolmentId, string ModuleId, string BlockId) : IQuery<Page>, IInModule;

    /// <param name="Block">Null where it is locked.</param>
    /// <param name="Written">The therapist's own words, by part and try.</param>
    /// <param name="Audience">Who may read them.</param>
    public sealed record Page(
        LearnerPath Path, StepProgress Step, ModuleProgress Progress, BlockProgress State, ModuleContent Content, Block? Block,
        IReadOnlyDictionary<(int Part, int Try), (string Text, DateTimeOffset SavedAt)> Written, Audience Audience)
    {
        public int Number => Progress.Blocks.TakeWhile(b => b.Block.Id != State.Block.Id).Count() + 1;

        public BlockProgress? After => Progress.Blocks.SkipWhile(b => b.Block.Id != State.Block.Id).Skip(1).FirstOrDefault();

        public string Address => $"~/learning/{Path.EnrolmentId}/{Progress.Outline.Id}";
    }

    public sealed class Access(OwnEnrolments enrolments) : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants => LearningRights.OwnModule<Query>(enrolments);
    }

    public sealed class Handler(AppDbContext db, LearningDesk desk, WritingVault vault) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var path = await desk.PathAsync(request.EnrolmentId, cancellationToken);
            var step = path.StepOf(request.ModuleId)!;
            var progress = path.Modules[request.ModuleId];
            var state = progress.Blocks.FirstOrDefault(b => b.Block.Id == request.BlockId) ?? throw new NotFoundException();
            var content = await desk.ContentAsync(progress, cancellationToken);
            var isLocked = step.State == StepState.Locked || state.State == BlockState.Locked;
            var block = isLocked ? null : content.Find(request.BlockId);
            var shared = await db.Sharings
                .Where(s => s.EnrolmentId == request.EnrolmentId && s.ModuleId == request.ModuleId && s.BlockId == request.BlockId)
                .Select(s => (Audience?)s.Audience).SingleOrDefaultAsync(cancellationToken);

            return new Page(
                path, step, progress, state, content, block,
                await vault.OpenAsync(request.EnrolmentId, request.ModuleId, request.BlockId, cancellationToken),
                shared ?? block?.Audience ?? Audience.Self);
        }
    }
}
