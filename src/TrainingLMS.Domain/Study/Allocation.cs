using TrainingLMS.Domain.Common;

namespace TrainingLMS.Domain.Study;

/// <summary>The arm of a therapist, sealed: encrypted here and nowhere else in clear.</summary>
public sealed class Allocation : ProgrammeEntity
{
    [Holds(Privacy.Personal, Export.Pseudonymous)]
    public required Guid TherapistId { get; init; }

    /// <summary>The arm's name, encrypted with a key that is kept outside the database.</summary>
    [Holds(Privacy.Sealed, Export.Pseudonymous)]
    public required byte[] EncryptedArm { get; init; }

    [Holds(Privacy.Technical, Export.None)]
    public required DateTimeOffset AllocatedAt { get; init; }
}
