namespace TrainingLMS.Domain.Learning;

public enum BlockState
{
    Finished,

    /// <summary>The first that is not finished.</summary>
    Open,

    /// <summary>Another one comes first.</summary>
    Locked,
}

/// <param name="Block">What it is.</param>
/// <param name="State">Whether it can be opened.</param>
/// <param name="FinishedAt">The first time, whatever happened later.</param>
/// <param name="Answered">Parts answered so far, from 1.</param>
public sealed record BlockProgress(
    OutlineBlock Block, BlockState State, DateTimeOffset? FinishedAt, IReadOnlySet<int> Answered)
{
    /// <summary>Parts still to be answered before Done counts.</summary>
    public int Missing => Math.Max(0, CompletionRule.Asks(Block.Kind, Block.Parts) - Answered.Count);
}

/// <summary>
/// How far a therapist is in one module, made from what was recorded and from nothing else: the same events give the
/// same progress in any order of arrival, twice recorded or once.
/// </summary>
public sealed record ModuleProgress
{
    private ModuleProgress(ModuleOutline outline, ModuleOutline newest, IReadOnlyList<BlockProgress> blocks)
    {
        Outline = outline;
        Newest = newest;
        Blocks = blocks;
    }

    /// <summary>The version that this therapist reads.</summary>
    public ModuleOutline Outline { get; }

    public ModuleOutline Newest { get; }

    public IReadOnlyList<BlockProgress> Blocks { get; }

    public DateTimeOffset? StartedAt { get; private init; }

    public DateTimeOffset? LastAt { get; private init; }

    public DateTimeOffset? QuizPassedAt { get; private init; }

    /// <summary>Where the therapist left off; what Continue leads to. Null once every block is finished.</summary>
    public BlockProgress? Next { get; private init; }

    public int FinishedBlocks => Blocks.Count(b => b.State == BlockState.Finished);

    public int MinutesLeft => Blocks.Where(b => b.State != BlockState.Finished).Sum(b => b.Block.Minutes);

    public bool AllBlocksFinished => Next is null;

    /// <summary>Every block finished and the quiz passed; the instant of the last of them.</summary>
    public DateTimeOffset? FinishedAt =>
        AllBlocksFinished && QuizPassedAt is { } passed
            ? Blocks.Select(b => b.FinishedAt!.Value).Append(passed).Max()
            : null;

    /// <summary>In the middle of a version that a newer one has followed: to stay or to move is the therapist's choice.</summary>
    public bool MayMove => StartedAt is not null && FinishedAt is null && Outline.Version < Newest.Version;

    /// <param name="versions">All published outlines of the module, at least one.</param>
    /// <param name="events">What one enrolment has of this module, in any order.</param>
    public static ModuleProgress Of(IReadOnlyCollection<ModuleOutline> versions, IEnumerable<LearningEvent> events)
    {
        var happened = events.OrderBy(e => e.At).ThenBy(e => e.Kind).ToList();
        var newest = versions.MaxBy(v => v.Version)!;
        var outline = happened is [] ? newest : Chosen(versions, happened, newest);

        var finished = happened.Where(e => e.Kind == LearningEventKind.Finished)
            .GroupBy(e => e.BlockId, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Min(e => e.At), StringComparer.Ordinal);
        var answered = happened.Where(e => e.Kind == LearningEventKind.Answered)
            .ToLookup(e => e.BlockId, e => e.Part, StringComparer.Ordinal);

        var blocks = new List<BlockProgress>();
        BlockProgress? next = null;
        foreach (var block in outline.Blocks)
        {
            DateTimeOffset? at = finished.TryGetValue(block.Id, out var when) ? when : null;
            var state = at is not null ? BlockState.Finished : next is null ? BlockState.Open : BlockState.Locked;
            var progress = new BlockProgress(block, state, at, answered[block.Id].ToHashSet());
            blocks.Add(progress);
            if (state == BlockState.Open)
                next = progress;
        }

        return new ModuleProgress(outline, newest, blocks)
        {
            Next = next,
            StartedAt = happened is [] ? null : happened[0].At,
            LastAt = happened is [] ? null : happened[^1].At,
            QuizPassedAt = happened.FirstOrDefault(e => e.Kind == LearningEventKind.QuizPassed)?.At,
        };
    }

    /// <summary>The version of the first thing done, unless the therapist has moved on since.</summary>
    private static ModuleOutline Chosen(
        IReadOnlyCollection<ModuleOutline> versions, List<LearningEvent> happened, ModuleOutline newest)
    {
        var moved = happened.Where(e => e.Kind == LearningEventKind.Moved).Select(e => e.Version).DefaultIfEmpty(0).Max();
        var wanted = Math.Max(moved, happened[0].Version);
        return versions.FirstOrDefault(v => v.Version == wanted) ?? newest;
    }
}
