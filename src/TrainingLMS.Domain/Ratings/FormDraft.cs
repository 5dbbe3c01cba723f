using TrainingLMS.Domain.Common;

namespace TrainingLMS.Domain.Ratings;

/// <summary>
/// Answers given and not yet sent, so that another device can go on with the rest. Nobody is ever shown them; they are
/// gone once the form is sent, declined or over.
/// </summary>
public sealed class FormDraft : ProgrammeEntity
{
    [Holds(Privacy.Technical)]
    public required Guid SessionId { get; init; }

    [Holds(Privacy.Clinical)]
    public required Occasion Occasion { get; init; }

    /// <summary>Answers by question, encrypted.</summary>
    [Holds(Privacy.Secret)]
    public required byte[] Encrypted { get; set; }

    [Holds(Privacy.Technical)]
    public required DateTimeOffset UpdatedAt { get; set; }
}
