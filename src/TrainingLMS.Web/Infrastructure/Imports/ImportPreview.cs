using TrainingLMS.Web.Infrastructure.RatingsFiles;

namespace TrainingLMS.Web.Infrastructure.Imports;

/// <summary>What taking in a file would do. Counts and places only: it is shown to people who may not see a rating.</summary>
public sealed record ImportPreview
{
    /// <summary>Sessions that would be taken in.</summary>
    public required int New { get; init; }

    /// <summary>Sessions that hold a rating already and stay as they are.</summary>
    public required int AlreadyHere { get; init; }

    public required int BadRows { get; init; }

    public required int NewTherapists { get; init; }

    public required int NewCases { get; init; }

    /// <summary>Therapists whose arm would be sealed.</summary>
    public required int NewArms { get; init; }

    public required IReadOnlyList<Remark> Warnings { get; init; }

    /// <summary>The first problems, of the file and against what is here.</summary>
    public required IReadOnlyList<CellProblem> Problems { get; init; }

    public required int ProblemCount { get; init; }

    public bool CanImport => ProblemCount == 0 && New > 0;

    /// <summary>"38 new, 2 already here, 1 bad row".</summary>
    public Remark Summary => new(
        BadRows == 1 ? "{0} new, {1} already here, {2} bad row" : "{0} new, {1} already here, {2} bad rows", New, AlreadyHere, BadRows);
}
