namespace TrainingLMS.Congruence.Dyads;

/// <summary>One case's figures, each behind its gate: first the seal, then the number of sessions, then the rest.</summary>
internal sealed class DyadIndices
{
    private readonly RatingScale _scale;
    private readonly bool _sealed;
    private readonly IReadOnlyList<PairedRating> _pairs;
    private readonly double[] _patient;
    private readonly double[] _therapist;

    private DyadIndices(IReadOnlyList<RatedSession> sessions, Disclosure disclosure, RatingScale scale)
    {
        _scale = scale;
        _pairs = PairedRating.From(sessions.Where(disclosure.Reveals).OrderBy(s => s.Session));
        _sealed = _pairs.Count == 0 && sessions.Any(s => s.IsPaired);
        _patient = [.. _pairs.Select(p => p.Truth)];
        _therapist = [.. _pairs.Select(p => p.Judgement)];
    }

    public static DyadCongruence From(IReadOnlyList<RatedSession> sessions, Disclosure disclosure, RatingScale scale)
    {
        var indices = new DyadIndices(sessions, disclosure, scale);

        return new DyadCongruence
        {
            Dyad = sessions[0].Dyad,
            Sessions = sessions.Count,
            PairedSessions = sessions.Count(s => s.IsPaired),
            OwnLine =
            [
                .. sessions.Where(s => s.TherapistAlliance is not null)
                    .OrderBy(s => s.Session)
                    .Select(s => new OwnRating(s.Session, s.TherapistAlliance!.Value)),
            ],
            Lines = indices.With(SmallNumbers.PairsForLines, () => indices._pairs),
            MeanGap = indices.Simple(AgreementIndices.MeanGap),
            MeanAbsoluteGap = indices.Simple(AgreementIndices.MeanAbsoluteGap),
            WithinOneStep = indices.With(SmallNumbers.PairsForMeanGap, indices.WithinOneStep),
            MovedTogether = indices.MovedTogether(),
            SpreadOfGap = indices.With(
                SmallNumbers.PairsForCorrelation,
                () => AgreementIndices.SpreadOfGap(indices._patient, indices._therapist)),
            LimitsOfAgreement = indices.With(
                SmallNumbers.PairsForCorrelation,
                () => AgreementIndices.LimitsOfAgreement(indices._patient, indices._therapist)),
            WithinCorrelation = indices.WithinCorrelation(),
            Agreement = indices.With(SmallNumbers.PairsForAgreement, indices.Agreement),
            AtTheTop = indices.With(SmallNumbers.PairsForMeanGap, indices.AtTheTop),
            Constant = indices.With(SmallNumbers.PairsForMeanGap, indices.Constant),
        };
    }

    private Reported<T> With<T>(int needed, Func<T> value)
    {
        if (_sealed)
            return Reported.Withhold<T>(SuppressionRule.SealedPatients, 1, SmallNumbers.PatientsForSealedAggregate);

        return _pairs.Count < needed
            ? Reported.Withhold<T>(SuppressionRule.PairedSessions, _pairs.Count, needed)
            : Reported.Show(value());
    }

    private Reported<T> Gate<T>(int needed, Func<Reported<T>> value) =>
        With(needed, () => true).Match(_ => value(), Reported.Withhold<T>);

    private Reported<double> Simple(Func<IReadOnlyList<double>, IReadOnlyList<double>, double> index) =>
        With(SmallNumbers.PairsForMeanGap, () => index(_patient, _therapist));

    // Item means are fractions like 5/3: a distance of one step must not be lost to rounding.
    private CountOf WithinOneStep() =>
        new(_pairs.Count(p => Math.Abs(p.Gap) <= _scale.Step + 1e-9), _pairs.Count);

    // Only from one session to the very next: across a missed session nobody knows what moved when. Where neither
    // moved there was nothing to follow.
    private Reported<CountOf> MovedTogether() => Gate(SmallNumbers.PairsForMeanGap, () =>
    {
        var changes = _pairs.Zip(_pairs.Skip(1))
            .Where(x => x.Second.Session == x.First.Session + 1)
            .Select(x => (
                Patient: Math.Sign(x.Second.Truth - x.First.Truth),
                Therapist: Math.Sign(x.Second.Judgement - x.First.Judgement)))
            .Where(change => change.Patient != 0 || change.Therapist != 0)
            .ToList();

        return changes.Count == 0
            ? Reported.Withhold<CountOf>(SuppressionRule.NoChange, 0, 1)
            : Reported.Show(new CountOf(changes.Count(c => c.Patient == c.Therapist), changes.Count));
    });

    private Reported<Correlation> WithinCorrelation() => Gate(SmallNumbers.PairsForCorrelation, () =>
    {
        var top = _patient.Concat(_therapist).Average(v => v >= _scale.TopStep ? 1.0 : 0);

        if (top > SmallNumbers.CeilingShare)
            return Reported.Withhold<Correlation>(SuppressionRule.Ceiling, top, SmallNumbers.CeilingShare);

        return AgreementIndices.Pearson(_patient, _therapist) is { } r
            ? Reported.Show(new Correlation(r, AgreementIndices.FisherInterval(r, _pairs.Count), _pairs.Count))
            : Reported.Withhold<Correlation>(SuppressionRule.ConstantRater, 0, 1);
    });

    private AgreementCoefficients Agreement() => new(
        AgreementIndices.Concordance(_patient, _therapist),
        AgreementIndices.IntraclassAgreement(_patient, _therapist),
        AgreementIndices.IntraclassConsistency(_patient, _therapist));

    private TopShare AtTheTop() => new(
        _patient.Average(v => v >= _scale.TopStep ? 1.0 : 0), _therapist.Average(v => v >= _scale.TopStep ? 1.0 : 0));

    private ConstantRater Constant() =>
        (AgreementIndices.IsConstant(_therapist), AgreementIndices.IsConstant(_patient)) switch
        {
            (true, true) => ConstantRater.Both,
            (true, false) => ConstantRater.Therapist,
            (false, true) => ConstantRater.Patient,
            (false, false) => ConstantRater.Neither,
        };
}
