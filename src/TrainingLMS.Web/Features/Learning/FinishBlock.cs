using MediatR;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Learning;
using TrainingLMS.Web.Infrastructure.Learning;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Learning;

/// <summary>Done was pressed. Pressing it twice, or in a block that is finished, changes nothing.</summary>
public static class FinishBlock
{
    public sealed record Command(Guid EnrolmentId, string ModuleId, string BlockId) : ICommand<string?>, IInModule;

    public sealed class Access(OwnEnrolments enrolments) : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => LearningRights.OwnModule<Command>(enrolments);
    }

    public sealed class Handler(LearningDesk desk) : IRequestHandler<Command, string?>
    {
        /// <returns>The block that comes next; null after the last.</returns>
        public async Task<string?> Handle(Command request, CancellationToken cancellationToken)
        {
            var (path, module, block) = await desk.OpenBlockAsync(request.EnrolmentId, request.ModuleId, request.BlockId, cancellationToken);
            if (block.State != BlockState.Finished)
            {
                if (block.Missing > 0)
                {
                    throw new RuleBrokenException(block.Block.Kind == BlockKind.Practice
                        ? "Not finished yet: {0} moments are still to be answered." : "Not finished yet: write something first.", block.Missing);
                }

                desk.Record(path, module, LearningEventKind.Finished, request.BlockId);
            }

            return module.Blocks.SkipWhile(b => b.Block.Id != request.BlockId).Skip(1).FirstOrDefault()?.Block.Id;
        }
    }
}
