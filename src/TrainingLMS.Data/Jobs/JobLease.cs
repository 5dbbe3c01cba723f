using TrainingLMS.Domain.Common;

namespace TrainingLMS.Data.Jobs;

/// <summary>Which node may run a job until when; taken before the work, so any number of nodes is safe.</summary>
public sealed class JobLease
{
    [Holds(Privacy.Technical)]
    public required string Name { get; init; }

    [Holds(Privacy.Technical)]
    public required string Owner { get; set; }

    [Holds(Privacy.Technical)]
    public required DateTimeOffset Until { get; set; }
}
