using TrainingLMS.Domain.Common;

namespace TrainingLMS.Domain.Learning;

/// <summary>
/// A module as it was published, one row a version and language. It belongs to the installation, not to a programme,
/// and is never changed: what a therapist has finished refers to it.
/// </summary>
public sealed class ModuleVersion : Entity
{
    public const int LongestModuleId = 64;

    /// <summary><see cref="ModuleContent.Id"/>.</summary>
    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required string ModuleId { get; init; }

    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required int Version { get; init; }

    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required string Language { get; init; }

    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required string Title { get; init; }

    /// <summary>Minutes for all blocks.</summary>
    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required int Minutes { get; init; }

    /// <summary>What progress needs to know, as JSON; small, so that a list of modules does not read their texts.</summary>
    [Holds(Privacy.Organisational)]
    public required string Outline { get; init; }

    /// <summary><see cref="ModuleContent"/> as JSON.</summary>
    [Holds(Privacy.Organisational)]
    public required string Content { get; init; }

    /// <summary><see cref="ModulePools"/> as JSON.</summary>
    [Holds(Privacy.Organisational)]
    public required string Pools { get; init; }

    /// <summary>SHA-256 of content and pools, in hexadecimal.</summary>
    [Holds(Privacy.Technical)]
    public required string Hash { get; init; }

    [Holds(Privacy.Technical)]
    public required DateTimeOffset PublishedAt { get; init; }
}
