using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.Studies;

namespace TrainingLMS.Congruence.ResponseSurfaces;

/// <summary>Everything a multilevel surface is made of, whatever the rows are.</summary>
internal sealed class SurfaceModel<T>(StudyRows<T> rows)
{
    private const string Arm = StudyRows<T>.ArmName;

    public required Column X { get; init; }

    public required Column Y { get; init; }

    public required double Centre { get; init; }

    public required Column Outcome { get; init; }

    public required IReadOnlyList<RandomTerm> Random { get; init; }

    public IReadOnlyList<Column> Covariates { get; init; } = [];

    public Autocorrelation? Residual { get; init; }

    public StudyArms? Arms { get; init; }

    public SmallestOfInterest? Smallest { get; init; }

    public Reported<MultilevelSurface> Fit()
    {
        if (Arms is not null && rows.ArmGate(Arms) is { } closed)
            return Reported.Withhold<MultilevelSurface>(closed);

        var frame = Frame();

        return Fitting.Converged(frame).Select(fit =>
        {
            var surface = Surface(fit, 0);
            var coverage = SurfaceCoverage.From(Raw(X), Raw(Y));

            return new MultilevelSurface
            {
                Model = FittedModel.From(fit, frame, rows),
                Centre = Centre,
                Surface = surface,
                Coverage = coverage,
                StationaryInside = surface.Stationary.Then(point =>
                    coverage.Contains(new RatedPoint(point.X0.Value + Centre, point.Y0.Value + Centre))
                        ? Reported.Show(point)
                        : Reported.Withhold<StationaryPoint>(SuppressionRule.OutsideData, 0, 1)),
                Verdict = Verdict(surface, Arms is null
                    ? rows.Dyad.Levels.Count
                    : Math.Min(rows.DyadsIn(Arms, Arms.Reference), rows.DyadsIn(Arms, Arms.Compared))),
                Arms = Arms is null ? null : ByArm(fit, Arms),
            };
        });
    }

    private ModelFrame Frame()
    {
        var terms = SurfaceTerms.From(X, Y).Columns;
        var arm = Arms is null ? null : rows.Arm(Arms);

        return new ModelFrame(
            Outcome,
            [
                rows.Intercept,
                .. terms,
                .. arm is null ? [] : terms.Select(arm.Times).Prepend(arm),
                .. Covariates,
            ],
            Random) { Residual = Residual };
    }

    private static ResponseSurface Surface(Fit fit, double arm) => ResponseSurface.Of(
        fit,
        [.. SurfaceTerms.Names.Select(name => arm == 0
            ? [(name, 1.0)]
            : (IReadOnlyList<(string, double)>)[(name, 1.0), ($"{Arm}:{name}", arm)])]);

    private SurfaceByArm ByArm(Fit fit, StudyArms arms)
    {
        var differences = ResponseSurface.Of(
            fit, [.. SurfaceTerms.Names.Select(name => (IReadOnlyList<(string, double)>)[($"{Arm}:{name}", 1.0)])]);
        var (reference, compared) = (Surface(fit, -.5), Surface(fit, .5));

        return new SurfaceByArm(
            reference,
            compared,
            differences.A,
            JointTest.Of(
                weights => fit.Contrast([.. SurfaceTerms.Names.Select((name, i) => ($"{Arm}:{name}", weights[i]))]),
                [.. Enumerable.Range(0, 5).Select(i => Enumerable.Range(0, 5).Select(j => i == j ? 1.0 : 0).ToArray())]),
            Verdict(reference, rows.DyadsIn(arms, arms.Reference)),
            Verdict(compared, rows.DyadsIn(arms, arms.Compared)));
    }

    private Reported<CongruenceVerdict> Verdict(ResponseSurface surface, int dyads) =>
        dyads < SmallNumbers.DyadsForSurfaceVerdict
            ? Reported.Withhold<CongruenceVerdict>(
                SuppressionRule.SurfaceDyads, dyads, SmallNumbers.DyadsForSurfaceVerdict)
            : Reported.Show(CongruenceVerdict.Of(surface, Smallest));

    private List<double> Raw(Column column) => [.. column.Values.Select(v => v + Centre)];
}
