using TrainingLMS.Domain.Common;

namespace TrainingLMS.Domain.Ratings;

/// <summary>A sheet that is typed in a second time, to see how often typing goes wrong. Holds no answer.</summary>
public sealed class PaperCheck : ProgrammeEntity
{
    [Holds(Privacy.Technical, Export.Pseudonymous)]
    public required Guid AdministrationId { get; init; }

    [Holds(Privacy.Technical)]
    public required DateTimeOffset AskedAt { get; init; }

    [Holds(Privacy.Technical)]
    public DateTimeOffset? DoneAt { get; private set; }

    [Holds(Privacy.Personal)]
    public Guid? DoneById { get; private set; }

    /// <summary>How many questions the two entries differed in, at first sight.</summary>
    [Holds(Privacy.Clinical, Export.Pseudonymous)]
    public int? Differences { get; private set; }

    public void Found(int differences) => Differences ??= differences;

    public void Finish(Guid by, DateTimeOffset now) => (DoneAt, DoneById) = (now, by);
}
