using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.ResponseSurfaces;
using TrainingLMS.Congruence.Studies;

namespace TrainingLMS.Congruence.Lagged;

/// <summary>Fits lagged congruence: two codings, three versions each, for all therapists and by arm.</summary>
public static class LaggedModel
{
    /// <summary>
    /// Withheld as a whole where the ratings hold no well-being, or no two consecutive sessions with what is needed;
    /// single versions are withheld for themselves.
    /// </summary>
    /// <param name="sessions">The ratings.</param>
    /// <param name="centring">For the numerical coding.</param>
    /// <param name="arms">Two arms, or why there are none.</param>
    /// <param name="asked">When well-being was asked, as far as is known.</param>
    /// <param name="smallest">For verdicts; null where nobody set one.</param>
    public static Reported<LaggedCongruence> Fit(
        IEnumerable<RatedSession> sessions,
        Centring centring,
        Reported<StudyArms> arms,
        WellBeingAsked asked = WellBeingAsked.NotStated,
        SmallestOfInterest? smallest = null)
    {
        var all = sessions as IReadOnlyList<RatedSession> ?? [.. sessions];

        if (RatingChecks.Broken(all) is { } refusal)
            return Reported.Refuse<LaggedCongruence>(refusal);

        if (!all.Any(s => s.WellBeing is not null))
            return Reported.Withhold<LaggedCongruence>(SuppressionRule.NoWellBeing, 0, 1);

        var lagged = LaggedSession.From(all);

        if (lagged.Count == 0)
            return Reported.Refuse<LaggedCongruence>(new Refusal(RefusalReason.TooFewRows, "wellbeingNext", 0, 8));

        var rows = LaggedSession.Rows(lagged);

        return Reported.Show(new LaggedCongruence
        {
            Rows = rows.Count,
            Dyads = rows.Dyad.Levels.Count,
            Therapists = rows.Therapist.Levels.Count,
            Asked = asked,
            Numerical = Surfaces(
                CongruenceCoding.Numerical,
                centring.Of(lagged.Select(r => r.Patient), lagged.Select(r => r.TherapistRating))),
            Relative = Surfaces(CongruenceCoding.Relative, 0),
        });

        LaggedSurfaces Surfaces(CongruenceCoding coding, double centre)
        {
            var versions = Enum.GetValues<LaggedVersion>()
                .Select(version => new LaggedFit(
                    version,
                    Model(version, null).Fit(),
                    arms.Then(two => Model(version, two).Fit())))
                .ToList();

            return new LaggedSurfaces
            {
                Coding = coding,
                Versions = versions,
                Agreement = Agreement(versions.Select(v => v.Pooled.Select(f => f.Surface.A))),
                Reference = ByArm(f => f.Reference.A),
                Compared = ByArm(f => f.Compared.A),
                Difference = ByArm(f => f.Differences, areDifferences: true),
            };

            SurfaceModel<LaggedSession> Model(LaggedVersion version, StudyArms? two) =>
                LaggedModel.Model(rows, coding, centre, version, two, smallest);

            Reported<IReadOnlyList<LaggedAgreement>> ByArm(
                Func<SurfaceByArm, IReadOnlyList<NamedEstimate>> figures, bool areDifferences = false) =>
                arms.Then(two => rows.ArmGate(two) is { } closed
                    ? Reported.Withhold<IReadOnlyList<LaggedAgreement>>(closed)
                    : Reported.Show(Agreement(versions.Select(v => v.ByArm.Select(f => figures(f.Arms!))), areDifferences)));
        }
    }

    internal static SurfaceModel<LaggedSession> Model(
        StudyRows<LaggedSession> rows,
        CongruenceCoding coding,
        double centre,
        LaggedVersion version,
        StudyArms? arms,
        SmallestOfInterest? smallest = null)
    {
        var relative = coding == CongruenceCoding.Relative;
        var dyad = new RandomTerm(rows.Dyad, [rows.Intercept]);
        var therapist = new RandomTerm(rows.Therapist, [rows.Intercept]);
        Column[] means = relative
            ? [rows.DyadMean("meanX", r => r.Patient), rows.DyadMean("meanY", r => r.TherapistRating)]
            : [];

        return new SurfaceModel<LaggedSession>(rows)
        {
            X = relative
                ? rows.WithinDyad(SurfaceTerms.X, r => r.Patient)
                : rows.Column(SurfaceTerms.X, r => r.Patient - centre),
            Y = relative
                ? rows.WithinDyad(SurfaceTerms.Y, r => r.TherapistRating)
                : rows.Column(SurfaceTerms.Y, r => r.TherapistRating - centre),
            Centre = centre,
            Outcome = rows.Column("wellbeingNext", r => r.Next),
            Covariates =
            [
                .. means,
                rows.Column("time", r => r.Session - 1),
                .. version switch
                {
                    LaggedVersion.WithoutPrevious => Array.Empty<Column>(),
                    LaggedVersion.PreviousRaw => [rows.Column("wellbeing", r => r.WellBeing)],
                    LaggedVersion.PreviousWithinDyad => [rows.WithinDyad("wellbeingWithin", r => r.WellBeing)],
                },
            ],
            Random = version == LaggedVersion.PreviousRaw ? [therapist] : [dyad, therapist],
            Residual = version == LaggedVersion.WithoutPrevious ? rows.Autocorrelation(r => r.Session) : null,
            Arms = arms,
            Smallest = smallest,
        };
    }

    private static IReadOnlyList<LaggedAgreement> Agreement(
        IEnumerable<Reported<IReadOnlyList<NamedEstimate>>> versions, bool areDifferences = false)
    {
        var shown = versions.OfType<Reported<IReadOnlyList<NamedEstimate>>.Shown>().Select(v => v.Value).ToList();

        return
        [
            .. new[] { "a1", "a4" }.Select(parameter => LaggedAgreement.Of(
                parameter, [.. shown.Select(a => a.Single(e => e.Name == parameter).Estimate)], areDifferences)),
        ];
    }
}
