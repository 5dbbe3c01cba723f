using TrainingLMS.Domain.Common;

namespace TrainingLMS.Domain.Instruments;

/// <summary>A rating form by its lasting name, such as "session-check".</summary>
public sealed class Instrument : Entity
{
    /// <summary>Unique key, lower case: the name of its file.</summary>
    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required string Key { get; init; }

    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required string Name { get; set; }
}

/// <summary>One unchangeable version of a form: items, scale, pairing, scoring and licence, as its file says.</summary>
public sealed class InstrumentVersion : Entity
{
    [Holds(Privacy.Technical)]
    public required Guid InstrumentId { get; init; }

    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required string Version { get; init; }

    /// <summary>The definition as JSON, as it was when it was published.</summary>
    [Holds(Privacy.Organisational)]
    public required string Definition { get; init; }

    /// <summary>SHA-256 of <see cref="Definition"/>, hexadecimal.</summary>
    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required string Hash { get; init; }

    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required string LicenceHolder { get; init; }

    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required string LicenceTerms { get; init; }

    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public bool Validated { get; init; }

    [Holds(Privacy.Technical)]
    public required DateTimeOffset PublishedAt { get; init; }
}

public enum Measure
{
    Alliance,
    WellBeing,
}

/// <summary>Which version of which form a programme asks, of whom, when.</summary>
public sealed class ProgrammeInstrument : ProgrammeEntity
{
    [Holds(Privacy.Technical)]
    public required Guid InstrumentVersionId { get; init; }

    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required Measure Measure { get; init; }

    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required Ratings.Rater Rater { get; init; }

    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required Ratings.Perspective Perspective { get; init; }

    [Holds(Privacy.Organisational, Export.Pseudonymous)]
    public required Ratings.Occasion Occasion { get; init; }
}
