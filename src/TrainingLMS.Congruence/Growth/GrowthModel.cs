using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.Studies;

namespace TrainingLMS.Congruence.Growth;

/// <summary>Fits the growth of one rater's ratings and climbs down its ladder until a rung holds.</summary>
public static class GrowthModel
{
    public const string Time = "time";

    private const string Arm = StudyRows<RatedAlliance>.ArmName;
    private const string ArmByTime = $"{Arm}:{Time}";

    private static readonly GrowthPart[] _ladder =
        [GrowthPart.TherapistTime, GrowthPart.CorrelatedTime, GrowthPart.UncorrelatedTime, GrowthPart.Intercepts];

    /// <summary>
    /// Fits every session this rater rated. Withheld where an arm is too small to be told, where the data refuse the
    /// plainest model, or where the optimisers disagree on every rung.
    /// </summary>
    /// <param name="sessions">The ratings.</param>
    /// <param name="rater">Whose.</param>
    /// <param name="arms">Null for all therapists as one.</param>
    /// <param name="richest">Where the ladder starts.</param>
    public static Reported<GrowthFit> Fit(
        IEnumerable<RatedSession> sessions,
        Rater rater,
        StudyArms? arms = null,
        GrowthPart richest = GrowthPart.TherapistTime)
    {
        var all = sessions as IReadOnlyList<RatedSession> ?? [.. sessions];

        if (RatingChecks.Broken(all) is { } refusal)
            return Reported.Refuse<GrowthFit>(refusal);

        var ratings = RatedAlliance.From(all, rater);
        var rows = RatedAlliance.Rows(ratings);

        if (arms is not null && rows.ArmGate(arms) is { } closed)
            return Reported.Withhold<GrowthFit>(closed);

        var time = rows.Column(Time, r => r.Time);

        return Ladder.Descend(
                [.. _ladder.SkipWhile(part => part != richest)],
                part => Frame(rows, time, arms, RandomFor(rows, time, part)))
            .Select(rung => new GrowthFit
            {
                Rater = rater,
                Model = FittedModel.From(rung.Fit, rung.Frame, rows),
                Part = rung.Part,
                Ladder = rung.Steps,
                Start = rung.Fit[Column.InterceptName],
                Growth = rung.Fit[Time],
                Arms = arms is null ? null : ByArm(ratings, rows, arms, rung),
            });
    }

    private static ArmGrowth ByArm(
        IReadOnlyList<RatedAlliance> ratings, StudyRows<RatedAlliance> rows, StudyArms arms, Rung<GrowthPart> rung)
    {
        var growth = ArmContrast.Of(rung.Fit, Time, ArmByTime);
        var logarithm = rows.Column(Time, r => Math.Log(r.Session));
        var time = rows.Column(Time, r => r.Time);
        var byTime = Frame(rows, time, arms, rung.Frame.Random);

        return new ArmGrowth
        {
            Start = ArmContrast.Of(rung.Fit, Column.InterceptName, Arm),
            Growth = growth,
            EffectSize = EffectSize(ratings, growth.Difference.Value),
            LogarithmicTime = Difference(Frame(rows, logarithm, arms, RandomFor(rows, logarithm, rung.Part))),
            AutocorrelatedResiduals = Difference(
                Frame(rows, time, arms, RandomFor(rows, time, GrowthPart.Intercepts)) with
                {
                    Residual = rows.Autocorrelation(r => r.Session),
                }),
            SessionAsFactor = Difference(byTime with
            {
                Fixed = [.. byTime.Fixed.Where(c => c.Name != Time), .. SessionMeans(ratings, rows)],
            }),
        };

        static Reported<Estimate> Difference(ModelFrame frame) =>
            Fitting.Converged(frame).Select(fit => fit[ArmByTime]);
    }

    private static ModelFrame Frame(
        StudyRows<RatedAlliance> rows, Column time, StudyArms? arms, IReadOnlyList<RandomTerm> random)
    {
        var arm = arms is null ? null : rows.Arm(arms);

        return new ModelFrame(
            rows.Column("alliance", r => r.Rating),
            [rows.Intercept, time, .. arm is null ? Array.Empty<Column>() : [arm, arm.Times(time)]],
            random);
    }

    private static IReadOnlyList<RandomTerm> RandomFor(
        StudyRows<RatedAlliance> rows, Column time, GrowthPart part) => part switch
        {
            GrowthPart.Intercepts => [new(rows.Dyad, [rows.Intercept]), new(rows.Therapist, [rows.Intercept])],
            GrowthPart.UncorrelatedTime =>
                [new(rows.Dyad, [rows.Intercept, time], Correlated: false), new(rows.Therapist, [rows.Intercept])],
            GrowthPart.CorrelatedTime =>
                [new(rows.Dyad, [rows.Intercept, time]), new(rows.Therapist, [rows.Intercept])],
            GrowthPart.TherapistTime =>
                [.. RandomFor(rows, time, GrowthPart.CorrelatedTime), new(rows.Therapist, [time])],
        };

    // One column for each session but the first; a session that one arm alone has is still estimable.
    private static IEnumerable<Column> SessionMeans(
        IReadOnlyList<RatedAlliance> ratings, StudyRows<RatedAlliance> rows) =>
        ratings.Select(r => r.Session).Distinct().Order().Skip(1)
            .Select(session => rows.Column($"session{session}", r => r.Session == session ? 1 : 0));

    private static Reported<double> EffectSize(IReadOnlyList<RatedAlliance> ratings, double difference)
    {
        var first = ratings.Min(r => r.Session);
        var baseline = ratings.Where(r => r.Session == first).Select(r => r.Rating).ToList();
        var mean = baseline.Average();
        var squares = baseline.Sum(v => (v - mean) * (v - mean));

        return squares > 0
            ? Reported.Show(
                difference * (ratings.Max(r => r.Session) - first) / Math.Sqrt(squares / (baseline.Count - 1)))
            : Reported.Withhold<double>(SuppressionRule.ConstantRater, 0, 1);
    }
}
