namespace TrainingLMS.Domain.Learning;

public enum StepState
{
    Finished,
    Started,
    Open,
    Locked,
}

/// <param name="Step">As the cohort's path has it.</param>
/// <param name="Title">What the step is called.</param>
/// <param name="State">Whether it can be gone into.</param>
/// <param name="FinishedAt">When it was finished.</param>
/// <param name="WaitsFor">The step that has to be finished first; null where only the day is missing.</param>
/// <param name="OpensOn">The day it waits for; null where it waits for none.</param>
public sealed record StepProgress(
    PathStep Step, string Title, StepState State, DateTimeOffset? FinishedAt, StepOnPath? WaitsFor, DateOnly? OpensOn);

/// <summary>What is known of a step apart from its place.</summary>
/// <param name="Step">As the cohort's path has it.</param>
/// <param name="Title">What the step is called.</param>
/// <param name="Started">Something was done in it.</param>
/// <param name="FinishedAt">When it was finished.</param>
public sealed record StepOnPath(PathStep Step, string Title, bool Started, DateTimeOffset? FinishedAt);

/// <summary>
/// The path of a cohort as one therapist has walked it: finished, started, open, or locked and why. Asked in the same
/// way by the page that draws it and by the server that opens a step.
/// </summary>
public static class PathProgress
{
    /// <param name="steps">The cohort's steps, in any order.</param>
    /// <param name="today">In the programme's zone.</param>
    public static IReadOnlyList<StepProgress> Of(IReadOnlyCollection<StepOnPath> steps, DateOnly today)
    {
        var byPosition = steps.ToDictionary(s => s.Step.Position);

        return [.. steps.OrderBy(s => s.Step.Position).Select(Progress)];

        StepProgress Progress(StepOnPath s)
        {
            var waitsFor = s.Step.After is { } after && byPosition.TryGetValue(after, out var before)
                && before.FinishedAt is null ? before : null;
            var opensOn = s.Step.OpensOn is { } day && day > today ? s.Step.OpensOn : null;
            var state = s.FinishedAt is not null ? StepState.Finished
                : waitsFor is not null || opensOn is not null ? StepState.Locked
                : s.Started ? StepState.Started
                : StepState.Open;
            return new StepProgress(s.Step, s.Title, state, s.FinishedAt, waitsFor, opensOn);
        }
    }
}
