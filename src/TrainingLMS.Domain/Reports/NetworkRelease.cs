using TrainingLMS.Domain.Common;

namespace TrainingLMS.Domain.Reports;

/// <summary>
/// What reports of one cut-off told about the programme's network, and who stood behind it: kept so that the values of
/// two cut-offs are never so close that one taken off the other shows what a few people said.
/// </summary>
public sealed class NetworkRelease : ProgrammeEntity
{
    [Holds(Privacy.Organisational)]
    public required DateOnly CutOff { get; init; }

    /// <summary>The cut-off the values were made for: an earlier told one where too little lay between.</summary>
    [Holds(Privacy.Organisational)]
    public required DateOnly MadeFor { get; init; }

    [Holds(Privacy.Technical)]
    public required DateTimeOffset ReleasedAt { get; init; }

    /// <summary>The values as JSON, as every report of this cut-off tells them.</summary>
    [Holds(Privacy.Organisational)]
    public required string Values { get; init; }

    /// <summary>Codes of therapists and cases with the numbers of their paired sessions; no rating.</summary>
    [Holds(Privacy.Clinical)]
    public required string Population { get; init; }
}
