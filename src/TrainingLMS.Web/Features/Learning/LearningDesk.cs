using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Learning;
using TrainingLMS.Web.Infrastructure.Learning;

namespace TrainingLMS.Web.Features.Learning;

/// <summary>What every page and act in a module begins with: the path, the module's place on it, and the version read.</summary>
public sealed class LearningDesk(AppDbContext db, LearningRecord record, TimeProvider clock)
{
    public async Task<LearnerPath> PathAsync(Guid enrolmentId, CancellationToken cancellationToken) =>
        (await record.OfAsync(db.Enrolments.Where(e => e.Id == enrolmentId), cancellationToken)).Single();

    public async Task<ModuleContent> ContentAsync(ModuleProgress progress, CancellationToken cancellationToken) =>
        ModuleContent.FromJson(await db.ModuleVersions
            .Where(v => v.ModuleId == progress.Outline.Id && v.Version == progress.Outline.Version)
            .Select(v => v.Content).SingleAsync(cancellationToken));

    /// <summary>A block to act in: its module's step is open and the block's turn has come.</summary>
    /// <exception cref="RuleBrokenException">Something else comes first, or the block is not in this version.</exception>
    public async Task<(LearnerPath Path, ModuleProgress Module, BlockProgress Block)> OpenBlockAsync(
        Guid enrolmentId, string moduleId, string blockId, CancellationToken cancellationToken)
    {
        var path = await PathAsync(enrolmentId, cancellationToken);
        var module = path.Modules[moduleId];
        if (path.StepOf(moduleId)!.State == StepState.Locked)
            throw new RuleBrokenException("This module is still locked. Nothing was recorded.");

        var block = module.Blocks.FirstOrDefault(b => b.Block.Id == blockId)
            ?? throw new RuleBrokenException("This block is not part of the version you are reading. Nothing was recorded.");

        return block.State == BlockState.Locked
            ? throw new RuleBrokenException("This block is locked until you finish \u201c{0}\u201d. Nothing was recorded.", module.Next!.Block.Title)
            : (path, module, block);
    }

    public void Record(LearnerPath path, ModuleProgress module, LearningEventKind kind, string blockId, int part = 0) =>
        Add(path, module.Outline, kind, blockId, part);

    public void RecordMove(LearnerPath path, ModuleProgress module) => Add(path, module.Newest, LearningEventKind.Moved, "", 0);

    // The same twice, from two devices at once, is settled by the index: the second is told that it is recorded already.
    private void Add(LearnerPath path, ModuleOutline outline, LearningEventKind kind, string blockId, int part) =>
        db.Add(new LearningEvent
        {
            ProgrammeId = path.ProgrammeId,
            EnrolmentId = path.EnrolmentId,
            PersonId = path.PersonId,
            ModuleId = outline.Id,
            Version = outline.Version,
            Kind = kind,
            BlockId = blockId,
            Part = part,
            At = clock.GetUtcNow(),
        });
}
