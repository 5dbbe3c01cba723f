using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.Studies;

namespace TrainingLMS.Congruence.TruthAndBias;

/// <summary>J, Tw, Tb and the trend, centred as the model asks: one m_T for all, dyad means from paired rows only.</summary>
internal sealed class TruthAndBiasColumns
{
    private readonly Column _judgement;
    private readonly Column _gap;
    private readonly Column _between;

    private TruthAndBiasColumns(IReadOnlyList<PairedRating> pairs)
    {
        Rows = new StudyRows<PairedRating>(pairs, r => r.Therapist, r => r.Dyad);
        Centre = pairs.Average(r => r.Truth);
        var session = pairs.Average(r => r.Session);
        var mean = Rows.DyadMean(r => r.Truth);
        _judgement = Rows.Column("judgement", r => r.Judgement - Centre);
        _gap = Rows.Column("gap", r => r.Judgement - mean(r));
        _between = Rows.Column(TruthAndBiasModel.Between, r => mean(r) - Centre);
        Within = Rows.Column(TruthAndBiasModel.Within, r => r.Truth - mean(r));
        Trend = Rows.Column(TruthAndBiasModel.Trend, r => r.Session - session);
    }

    public double Centre { get; }

    public StudyRows<PairedRating> Rows { get; }

    private Column Within { get; }

    private Column Trend { get; }

    public static TruthAndBiasColumns From(IReadOnlyList<PairedRating> pairs) => new(pairs);

    public ModelFrame Frame(RandomPart part, TruthForm form = TruthForm.A, bool trend = false, StudyArms? arms = null)
    {
        Column[] between = form == TruthForm.A ? [_between] : [];
        Column[] shared = trend ? [Trend] : [];
        Column[] effects = [Within, .. between, .. shared];
        var arm = arms is null ? null : Rows.Arm(arms);

        return new ModelFrame(
            form == TruthForm.A ? _judgement : _gap,
            [Rows.Intercept, .. effects, .. arm is null ? [] : effects.Select(arm.Times).Prepend(arm)],
            RandomFor(part));
    }

    private IReadOnlyList<RandomTerm> RandomFor(RandomPart part) => part switch
    {
        RandomPart.Intercepts => [new(Rows.Dyad, [Rows.Intercept]), new(Rows.Therapist, [Rows.Intercept])],
        RandomPart.UncorrelatedTracking =>
            [new(Rows.Dyad, [Rows.Intercept, Within], Correlated: false), new(Rows.Therapist, [Rows.Intercept])],
        RandomPart.CorrelatedTracking =>
            [new(Rows.Dyad, [Rows.Intercept, Within]), new(Rows.Therapist, [Rows.Intercept])],
        RandomPart.TherapistTracking =>
        [
            .. RandomFor(RandomPart.UncorrelatedTracking),
            new(Rows.Therapist, [Within]),
        ],
    };
}
