namespace TrainingLMS.Domain.Common;

/// <summary>A row with an identity of its own, made in code so that it is known before it is saved.</summary>
public abstract class Entity
{
    [Holds(Privacy.Technical)]
    public Guid Id { get; init; } = Guid.CreateVersion7();
}

/// <summary>A row of one programme; a global query filter keeps programmes apart.</summary>
public abstract class ProgrammeEntity : Entity
{
    [Holds(Privacy.Technical)]
    public required Guid ProgrammeId { get; init; }
}
