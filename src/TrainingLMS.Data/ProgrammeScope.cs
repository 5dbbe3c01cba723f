namespace TrainingLMS.Data;

/// <summary>
/// Which programmes' rows a unit of work can see. Starts with none, so whoever forgets to say sees nothing.
/// </summary>
public sealed class ProgrammeScope
{
    private readonly HashSet<Guid> _programmes = [];

    /// <summary>Sees every programme: for jobs and verbs of the command line, never for a request.</summary>
    public static ProgrammeScope Everything => new() { SeesEverything = true };

    public bool SeesEverything { get; private init; }

    public IReadOnlyCollection<Guid> Programmes => _programmes;

    public bool Contains(Guid programme) => SeesEverything || _programmes.Contains(programme);

    public void Include(params IEnumerable<Guid> programmes) => _programmes.UnionWith(programmes);
}
