using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Learning;
using TrainingLMS.Web.Infrastructure.Learning;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Learning;

/// <summary>The author lets others read what stands in a block. Wider is possible, narrower is not: somebody may have read it.</summary>
public static class ShareWriting
{
    public sealed record Command(Guid EnrolmentId, string ModuleId, string BlockId, Audience Audience) : ICommand<Audience>, IInModule;

    public sealed class Access(OwnEnrolments enrolments) : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants => LearningRights.OwnModule<Command>(enrolments);
    }

    public sealed class Handler(AppDbContext db, LearningDesk desk, TimeProvider clock) : IRequestHandler<Command, Audience>
    {
        public async Task<Audience> Handle(Command request, CancellationToken cancellationToken)
        {
            var (path, _, block) = await desk.OpenBlockAsync(request.EnrolmentId, request.ModuleId, request.BlockId, cancellationToken);
            if (block.Block.Kind is not (BlockKind.Reflection or BlockKind.Practice) || block.Answered.Count == 0)
                throw new RuleBrokenException("There is nothing to share here yet. Write something first.");

            var sharing = await db.Sharings.SingleOrDefaultAsync(
                s => s.EnrolmentId == request.EnrolmentId && s.ModuleId == request.ModuleId && s.BlockId == request.BlockId, cancellationToken);
            if (request.Audience <= (sharing?.Audience ?? Audience.Self))
                throw new RuleBrokenException("It is shared as widely already. What was shared cannot be taken back: somebody may have read it.");

            if (sharing is null)
            {
                db.Add(sharing = new Sharing
                {
                    ProgrammeId = path.ProgrammeId,
                    EnrolmentId = path.EnrolmentId,
                    PersonId = path.PersonId,
                    ModuleId = request.ModuleId,
                    BlockId = request.BlockId,
                    Audience = request.Audience,
                    At = clock.GetUtcNow(),
                });
            }

            (sharing.Audience, sharing.At) = (request.Audience, clock.GetUtcNow());
            return sharing.Audience;
        }
    }
}
