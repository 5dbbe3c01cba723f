using TrainingLMS.Congruence.Dyads;
using TrainingLMS.Congruence.Growth;
using TrainingLMS.Congruence.Individual;
using TrainingLMS.Congruence.Lagged;
using TrainingLMS.Congruence.ResponseSurfaces;
using TrainingLMS.Congruence.TruthAndBias;

namespace TrainingLMS.Congruence.Studies;

/// <summary>What is chosen before a study is analysed.</summary>
public sealed record StudyChoices
{
    public RatingScale Scale { get; init; } = RatingScale.OneToSeven;

    /// <summary>For numerical congruence.</summary>
    public Centring Centring { get; init; } = Centring.PooledMean;

    public WellBeingAsked Asked { get; init; } = WellBeingAsked.NotStated;

    /// <summary>For verdicts about surfaces; null where nobody set one.</summary>
    public SmallestOfInterest? Smallest { get; init; }

    /// <summary>What therapists may see of their patients' ratings; personal figures stay behind it.</summary>
    public Disclosure Disclosure { get; init; } = Disclosure.Sealed;
}

/// <summary>A truth-and-bias model for all therapists, and the same by arm.</summary>
public sealed record TruthAndBiasPair(
    TruthForm Form,
    bool Trend,
    Reported<TruthAndBiasEstimates> Pooled,
    Reported<TruthAndBiasEstimates> ByArm);

/// <summary>Growth in one rater's ratings for all therapists, and the same by arm.</summary>
public sealed record GrowthPair(Rater Rater, Reported<GrowthFit> Pooled, Reported<GrowthFit> ByArm);

/// <summary>
/// Every model of the study on one set of ratings. A figure of the network stays behind the floors of five therapists
/// and ten patients, one of an arm behind the same floors in both arms, one of a person behind the seal.
/// </summary>
public sealed record StudyAnalysis
{
    public required Descriptives Descriptives { get; init; }

    public required Reported<StudyArms> Arms { get; init; }

    public required Reported<VarianceShares> PatientVariance { get; init; }

    public required Reported<VarianceShares> TherapistVariance { get; init; }

    /// <summary>Form A and form B, each without and with the shared trend.</summary>
    public required IReadOnlyList<TruthAndBiasPair> TruthAndBias { get; init; }

    public required Reported<PooledWithinCorrelation> WithinCorrelation { get; init; }

    public required IReadOnlyList<GrowthPair> Growth { get; init; }

    /// <summary>Whether the arms differ more in therapists' than in patients' growth.</summary>
    public required Reported<GrowthComparison> GrowthComparison { get; init; }

    public required Reported<LaggedCongruence> Lagged { get; init; }

    /// <summary>What may be told to each therapist, in ordinal order of their codes; never a rank.</summary>
    public required IReadOnlyList<TherapistCongruence> Individuals { get; init; }

    /// <summary>Analyses everything that the ratings allow; what they do not allow is withheld with its reason.</summary>
    /// <param name="ratings">The ratings.</param>
    /// <param name="arms">Two arms, or why there are none.</param>
    /// <param name="choices">What was chosen beforehand.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    public static StudyAnalysis Of(
        IEnumerable<RatedSession> ratings,
        Reported<StudyArms> arms,
        StudyChoices? choices = null,
        Action<double>? progress = null)
    {
        choices ??= new StudyChoices();
        IReadOnlyList<RatedSession> sessions = [.. ratings];
        var closed = NetworkFloor.Of(sessions);
        var done = 0;

        return new StudyAnalysis
        {
            Descriptives = Descriptives.Of(sessions, arms, choices.Scale),
            Arms = arms,
            PatientVariance = Group(() => VarianceShares.Of(sessions, Rater.Patient)),
            TherapistVariance = Group(() => VarianceShares.Of(sessions, Rater.Therapist)),
            TruthAndBias =
            [
                TruthAndBias(TruthForm.A, false), TruthAndBias(TruthForm.A, true),
                TruthAndBias(TruthForm.B, false), TruthAndBias(TruthForm.B, true),
            ],
            WithinCorrelation = Group(() => PooledWithinCorrelation.Of(sessions)),
            Growth = [GrowthOf(Rater.Therapist), GrowthOf(Rater.Patient)],
            GrowthComparison = Group(() => arms.Then(two => Congruence.Growth.GrowthComparison.Fit(sessions, two))),
            Lagged = Group(() => LaggedModel.Fit(sessions, choices.Centring, arms, choices.Asked, choices.Smallest)),
            Individuals = Personal(sessions, choices),
        };

        Reported<T> Group<T>(Func<Reported<T>> figure)
        {
            const int Figures = 17;
            var found = closed is null ? figure() : Reported.Withhold<T>(closed);
            progress?.Invoke(Math.Min(1, ++done / (double)Figures));

            return found;
        }

        TruthAndBiasPair TruthAndBias(TruthForm form, bool trend)
        {
            var specification = new TruthAndBiasSpecification { Form = form, Trend = trend };

            return new TruthAndBiasPair(
                form,
                trend,
                Group(() => TruthAndBiasStudy.Fit(sessions, specification)),
                Group(() => arms.Then(two => TruthAndBiasStudy.Fit(sessions, specification with { Arms = two }))));
        }

        GrowthPair GrowthOf(Rater rater) => new(
            rater,
            Group(() => GrowthModel.Fit(sessions, rater)),
            Group(() => arms.Then(two => GrowthModel.Fit(sessions, rater, two))));
    }

    private static IReadOnlyList<TherapistCongruence> Personal(
        IReadOnlyList<RatedSession> sessions, StudyChoices choices)
    {
        var analysis = CongruenceAnalysis.Of(sessions, choices.Scale);

        return [.. analysis.Therapists.Select(therapist => analysis.For(therapist, choices.Disclosure))];
    }
}
