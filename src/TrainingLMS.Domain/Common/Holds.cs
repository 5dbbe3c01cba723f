namespace TrainingLMS.Domain.Common;

/// <summary>What a column says about people; decides who may read it, how long it stays and how it is erased.</summary>
public enum Privacy
{
    /// <summary>Ids, instants of the machine, states: nothing about a person by itself.</summary>
    Technical,

    /// <summary>About the organisation or the programme, known to everyone in it.</summary>
    Organisational,

    /// <summary>About a member of staff.</summary>
    Personal,

    /// <summary>About a patient's care, under a code.</summary>
    Clinical,

    /// <summary>A rating or an arm: nobody sees it before the policy allows.</summary>
    Sealed,

    /// <summary>Keys, hashes, tokens: never shown, never exported.</summary>
    Secret,
}

/// <summary>Whether a column may leave the system, and in which kind of file.</summary>
public enum Export
{
    None,
    Pseudonymous,
    Identifying,
}

/// <summary>Declares the privacy and export class of a column. A column without it fails a test.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HoldsAttribute(Privacy privacy, Export export = Export.None) : Attribute
{
    public Privacy Privacy { get; } = privacy;

    public Export Export { get; } = export;
}
