using TrainingLMS.Congruence.MixedModels;

namespace TrainingLMS.Congruence.ResponseSurfaces;

/// <summary>The five columns of a surface, squares and product made after centring.</summary>
internal sealed class SurfaceTerms
{
    public const string X = "X";
    public const string Y = "Y";

    private SurfaceTerms(IReadOnlyList<Column> columns) => Columns = columns;

    public static IReadOnlyList<string> Names { get; } = [X, Y, "X2", "XY", "Y2"];

    public IReadOnlyList<Column> Columns { get; }

    /// <param name="x">The patient's ratings, centred.</param>
    /// <param name="y">The therapist's, centred on the same number (or each on its own dyad mean).</param>
    public static SurfaceTerms From(Column x, Column y) => new(
    [
        x,
        y,
        x.Times(x) with { Name = Names[2] },
        x.Times(y) with { Name = Names[3] },
        y.Times(y) with { Name = Names[4] },
    ]);
}
