using TrainingLMS.Congruence.Dyads;
using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.TruthAndBias;

namespace TrainingLMS.Congruence.Individual;

/// <summary>
/// A network's ratings, fitted once; then one question, what may be told to this therapist under this disclosure.
/// Two gates stand before every figure about a person and both must open: confidentiality first, then statistics.
/// </summary>
public sealed class CongruenceAnalysis
{
    private readonly RatingScale _scale;
    private readonly ILookup<string, RatedSession> _sessions;

    private CongruenceAnalysis(IReadOnlyList<RatedSession> sessions, RatingScale scale)
    {
        _scale = scale;
        _sessions = sessions.ToLookup(s => s.Therapist, StringComparer.Ordinal);
        Therapists = [.. _sessions.Select(g => g.Key).Order(StringComparer.Ordinal)];
        Model = TruthAndBiasModel.Fit(sessions);
        Network = NetworkOf(sessions, Model);
    }

    /// <summary>Codes of the therapists in the data, in ordinal order.</summary>
    public IReadOnlyList<string> Therapists { get; }

    /// <summary>The fitted model, before any floor: for the study's analysts, never for a report.</summary>
    public Reported<TruthAndBiasFit> Model { get; }

    /// <summary>What may be told to anyone about the network.</summary>
    public NetworkValues Network { get; }

    public static CongruenceAnalysis Of(IEnumerable<RatedSession> sessions, RatingScale? scale = null) =>
        new([.. sessions], scale ?? RatingScale.OneToSeven);

    /// <summary>Everything that may be told to one therapist; one without ratings gets the network's values alone.</summary>
    public TherapistCongruence For(string therapist, Disclosure disclosure)
    {
        var cases = ByCase(_sessions[therapist]);

        return new TherapistCongruence
        {
            Therapist = therapist,
            Counts = Count(cases),
            ThesePatients = ThesePatients(cases, disclosure),
            InGeneral = InGeneral(therapist, cases, disclosure),
            Tracking = Tracking(therapist, cases, disclosure),
            Network = Network,
            Dyads = CasesOf(_sessions[therapist], disclosure, _scale),
        };
    }

    /// <summary>What may be told about single cases, which needs no network: one entry a case, by code.</summary>
    public static IReadOnlyList<DyadCongruence> CasesOf(
        IEnumerable<RatedSession> sessions, Disclosure disclosure, RatingScale? scale = null) =>
        ByCase(sessions).ConvertAll(c => DyadIndices.From(c, disclosure, scale ?? RatingScale.OneToSeven));

    private static List<List<RatedSession>> ByCase(IEnumerable<RatedSession> sessions) =>
        sessions.GroupBy(s => s.Dyad, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => g.ToList())
            .ToList();

    private static NetworkValues NetworkOf(IReadOnlyList<RatedSession> sessions, Reported<TruthAndBiasFit> model)
    {
        var pairs = PairedRating.From(sessions);
        var therapists = pairs.Select(p => p.Therapist).Distinct(StringComparer.Ordinal).Count();
        var patients = pairs.Select(p => p.Dyad).Distinct(StringComparer.Ordinal).Count();

        return new NetworkValues
        {
            Therapists = therapists,
            Patients = patients,
            PairedSessions = pairs.Count,
            Gap = Value(fit => Reported.Show(fit.DirectionalBias)),
            Tracking = Value(fit => Reported.Show(fit.Tracking)),
            TrackingBeyondTrend = Value(fit => fit.TrackingBeyondTrend),
            BetweenDyads = Value(fit => Reported.Show(fit.BetweenDyads)),
        };

        Reported<Estimate> Value(Func<TruthAndBiasFit, Reported<Estimate>> value)
        {
            if (therapists < SmallNumbers.TherapistsForNetwork)
            {
                return Reported.Withhold<Estimate>(
                    SuppressionRule.NetworkTherapists, therapists, SmallNumbers.TherapistsForNetwork);
            }

            return patients < SmallNumbers.PatientsForNetwork
                ? Reported.Withhold<Estimate>(
                    SuppressionRule.NetworkPatients, patients, SmallNumbers.PatientsForNetwork)
                : model.Match(value, Reported.Withhold<Estimate>);
        }
    }

    private static RatingCounts Count(List<List<RatedSession>> cases) => new(
        cases.Count,
        cases.Sum(c => c.Count),
        cases.Sum(c => c.Count(s => s.TherapistAlliance is not null)),
        cases.Sum(c => c.Count(s => s.PatientAlliance is not null)),
        cases.Sum(c => c.Count(s => s.IsPaired)),
        cases.Count(c => c.Count(s => s.IsPaired) >= SmallNumbers.PairsForMeanGap),
        cases.Count(c => c.Count(s => s.IsPaired) >= SmallNumbers.PairsForGeneralPatient));

    // Where anything is revealed only that is described; an aggregate of what is sealed needs the floor of patients.
    private Reported<TheseCases> ThesePatients(List<List<RatedSession>> cases, Disclosure disclosure)
    {
        var revealed = Described(cases.ConvertAll(c => PairedRating.From(c.Where(disclosure.Reveals))));
        var everything = Described(cases.ConvertAll(PairedRating.From));

        if (revealed.Count == 0 && cases.Exists(c => IsSealed(c, disclosure)))
        {
            return everything.Count < SmallNumbers.PatientsForSealedAggregate
                ? Reported.Withhold<TheseCases>(
                    SuppressionRule.SealedPatients, everything.Count, SmallNumbers.PatientsForSealedAggregate)
                : Reported.Show(Describe(everything));
        }

        return revealed.Count == 0
            ? Reported.Withhold<TheseCases>(
                SuppressionRule.PairedSessions,
                cases.Select(c => c.Count(s => s.IsPaired)).DefaultIfEmpty().Max(),
                SmallNumbers.PairsForMeanGap)
            : Reported.Show(Describe(revealed));

        static List<IReadOnlyList<PairedRating>> Described(List<IReadOnlyList<PairedRating>> dyads) =>
            dyads.FindAll(pairs => pairs.Count >= SmallNumbers.PairsForMeanGap);
    }

    private TheseCases Describe(List<IReadOnlyList<PairedRating>> dyads)
    {
        var gaps = dyads.SelectMany(pairs => pairs).Select(p => p.Gap).ToList();
        var error = Network.Gap.Match(_ => Model, Reported.Withhold<TruthAndBiasFit>)
            .Select(fit => Math.Sqrt(fit.Model.ResidualVariance / gaps.Count));

        return new TheseCases(gaps.Average(), error, dyads.Count, gaps.Count);
    }

    private Reported<GeneralTendency> InGeneral(
        string therapist, List<List<RatedSession>> cases, Disclosure disclosure) => Gate(
            cases,
            disclosure,
            SmallNumbers.PatientsForGeneral,
            fit => Tendency(fit.Model, therapist, Column.InterceptName));

    private Reported<GeneralTendency> Tracking(
        string therapist, List<List<RatedSession>> cases, Disclosure disclosure) => Gate(
            cases,
            disclosure,
            SmallNumbers.PatientsForTracking,
            fit => fit.TherapistTracking is { } tracking
                ? Tendency(tracking, therapist, TruthAndBiasModel.Within)
                : TooLittle(0));

    private Reported<GeneralTendency> Gate(
        List<List<RatedSession>> cases,
        Disclosure disclosure,
        int needed,
        Func<TruthAndBiasFit, Reported<GeneralTendency>> tendency)
    {
        if (Confidential(cases, disclosure) is { } closed)
            return Reported.Withhold<GeneralTendency>(closed);

        var enough = cases.Count(c => c.Count(s => s.IsPaired) >= SmallNumbers.PairsForGeneralPatient);

        // A network too small for its own value would give that value away through a shrunken one.
        return enough < needed
            ? Reported.Withhold<GeneralTendency>(SuppressionRule.Patients, enough, needed)
            : Network.Gap.Match(
                _ => Model.Match(tendency, Reported.Withhold<GeneralTendency>),
                Reported.Withhold<GeneralTendency>);
    }

    private static Reported<GeneralTendency> Tendency(Fit fit, string therapist, string column)
    {
        var effect = fit.Effects(TruthAndBiasModel.Therapist).SingleOrDefault(e =>
            string.Equals(e.Level, therapist, StringComparison.Ordinal)
            && string.Equals(e.Column, column, StringComparison.Ordinal));
        var spread = fit.Components.Sd(TruthAndBiasModel.Therapist, column);

        if (effect is null || spread <= 0)
            return TooLittle(0);

        var lambda = Math.Clamp(1 - Math.Pow(effect.ConditionalSd / spread, 2), 0, 1);

        if (lambda < SmallNumbers.LeastLambda)
            return TooLittle(lambda);

        var prediction = fit.Predict([(column, 1)], TruthAndBiasModel.Therapist, therapist, column);
        var groups = fit.Effects(TruthAndBiasModel.Therapist)
            .Select(e => e.Level).Distinct(StringComparer.Ordinal).Count();

        return Reported.Show(new GeneralTendency(
            new Estimate(prediction.Value, prediction.StandardError, groups - 1, DegreesOfFreedomMethod.Groups), lambda));
    }

    private static Reported<GeneralTendency> TooLittle(double lambda) =>
        Reported.Withhold<GeneralTendency>(SuppressionRule.OwnInformation, lambda, SmallNumbers.LeastLambda);

    // Figures from the model hold all of a therapist's patients. While any is sealed, those sealed must be numerous
    // enough (and rated often enough) that knowing the revealed ones does not give the others away.
    private static Suppression? Confidential(List<List<RatedSession>> cases, Disclosure disclosure)
    {
        var hidden = cases.FindAll(c => IsSealed(c, disclosure));
        var solid = hidden.Count(c => c.Count(s => s.IsPaired) >= SmallNumbers.PairsForGeneralPatient);

        return hidden.Count == 0 || solid >= SmallNumbers.PatientsForSealedAggregate
            ? null
            : new Suppression(SuppressionRule.SealedPatients, solid, SmallNumbers.PatientsForSealedAggregate);
    }

    private static bool IsSealed(List<RatedSession> sessions, Disclosure disclosure) =>
        sessions.Exists(s => s.IsPaired && !disclosure.Reveals(s));
}
