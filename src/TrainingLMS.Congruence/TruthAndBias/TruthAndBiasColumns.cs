using TrainingLMS.Congruence.MixedModels;

namespace TrainingLMS.Congruence.TruthAndBias;

/// <summary>J, Tw, Tb and the trend, centred as the model asks: one m_T for all, dyad means from paired rows only.</summary>
internal sealed class TruthAndBiasColumns
{
    private readonly Column _outcome;
    private readonly Column _between;
    private readonly Column _intercept;

    private TruthAndBiasColumns(IReadOnlyList<PairedRating> rows)
    {
        Centre = rows.Average(r => r.Truth);
        var session = rows.Average(r => r.Session);
        var mean = rows.GroupBy(r => r.Dyad, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Average(r => r.Truth), StringComparer.Ordinal);
        _outcome = Make("judgement", r => r.Judgement - Centre);
        _between = Make(TruthAndBiasModel.Between, r => mean[r.Dyad] - Centre);
        _intercept = Column.Intercept(rows.Count);
        Within = Make(TruthAndBiasModel.Within, r => r.Truth - mean[r.Dyad]);
        Trend = Make(TruthAndBiasModel.Trend, r => r.Session - session);
        Therapist = new GroupingFactor(TruthAndBiasModel.Therapist, [.. rows.Select(r => r.Therapist)]);
        Dyad = new GroupingFactor(TruthAndBiasModel.Dyad, [.. rows.Select(r => r.Dyad)]);

        Column Make(string name, Func<PairedRating, double> value) => new(name, [.. rows.Select(value)]);
    }

    public double Centre { get; }

    public Column Within { get; }

    public Column Trend { get; }

    public GroupingFactor Therapist { get; }

    public GroupingFactor Dyad { get; }

    public static TruthAndBiasColumns From(IReadOnlyList<PairedRating> rows) => new(rows);

    public ModelFrame Frame(IReadOnlyList<RandomTerm> random, params IReadOnlyList<Column> more) =>
        new(_outcome, [_intercept, Within, _between, .. more], random);

    public IReadOnlyList<RandomTerm> RandomFor(RandomPart part) => part switch
    {
        RandomPart.Intercepts => [new(Dyad, [_intercept]), new(Therapist, [_intercept])],
        RandomPart.UncorrelatedTracking =>
            [new(Dyad, [_intercept, Within], Correlated: false), new(Therapist, [_intercept])],
        RandomPart.CorrelatedTracking => [new(Dyad, [_intercept, Within]), new(Therapist, [_intercept])],
    };
}
