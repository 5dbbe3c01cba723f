using System.Security.Cryptography;
using System.Text;
using TrainingLMS.Congruence;
using TrainingLMS.Congruence.Dyads;
using TrainingLMS.Congruence.Individual;
using TrainingLMS.Congruence.TruthAndBias;
using TrainingLMS.Reports.Documents;

namespace TrainingLMS.Reports.Feedback;

/// <summary>
/// The reports of a network: its ratings are fitted once, then each therapist's record is made from that fit. Pure: the
/// same sessions and options give the same records.
/// </summary>
public sealed class FeedbackReportBuilder
{
    // Normal quantiles: the standard error of a description comes from the network's residual variance.
    private const double Z80 = 1.2815515655446004;
    private const double Z95 = 1.959963984540054;

    // Values of the network hold what is sealed: the fewer digits, the less two days' values tell about what came between.
    private const int Digits = 2;
    private const int SealedDigits = 1;

    private readonly ReportOptions _options;
    private readonly RatingScale _scale;
    private readonly Lazy<CongruenceAnalysis> _analysis;
    private readonly ILookup<string, ReportSession> _sessions;
    private readonly HashSet<(string Dyad, int Session)> _released;
    private readonly Reported<double> _spread;

    private FeedbackReportBuilder(IReadOnlyList<ReportSession> sessions, ReportOptions options)
    {
        Check(sessions, options);
        _options = options;
        var inTime = sessions.Where(s => options.CutOff is not { } cutOff || s.Date <= cutOff).ToList();
        _sessions = inTime.Select(s => s.InTime).ToLookup(s => s.Therapist, StringComparer.Ordinal);
        Therapists =
            [.. sessions.Select(s => s.Therapist).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

        var rated = _sessions.SelectMany(g => g).Select(Rated).ToList();
        // A patient's rating is shown only beside the therapist's own, whatever else has been released.
        _released = options.Variant == ReportVariant.Sealed
            ? []
            : [.. _sessions.SelectMany(g => g).Where(s => s.Released && s.TherapistAlliance is not null)
                .Select(s => (Dyad(s), s.Session))];
        _scale = new RatingScale(options.Alliance.Lowest, options.Alliance.Highest, options.AllianceStep);
        _analysis = new Lazy<CongruenceAnalysis>(() => CongruenceAnalysis.Of(rated, _scale));
        _spread = Dips.Spread(rated);
    }

    /// <summary>Codes of the therapists in the data, in ordinal order, those without a rating among them.</summary>
    public IReadOnlyList<string> Therapists { get; }

    /// <summary>Fits the network; the sessions are everybody's, released or not.</summary>
    /// <exception cref="ArgumentException">A cut-off without dates, a session number below 1, a rating off its
    /// scale.</exception>
    public static FeedbackReportBuilder For(IEnumerable<ReportSession> sessions, ReportOptions options)
    {
        var builder = new FeedbackReportBuilder([.. sessions], options);
        _ = builder._analysis.Value;
        return builder;
    }

    /// <summary>What one therapist's report would say about that therapist alone; nothing is fitted for it.</summary>
    public static OwnFacts OwnOf(
        string therapist, IEnumerable<ReportSession> sessions, ReportOptions options)
    {
        var builder = new FeedbackReportBuilder([.. sessions], options);
        var own = builder._sessions[therapist].ToList();
        var (variant, awaiting) = builder.VariantFor(own);
        var cases = builder.Cases(
            own, CongruenceAnalysis.CasesOf(own.Select(Rated), builder.DisclosureFor(variant), builder._scale), variant);

        return new OwnFacts(
            variant, awaiting, Counts(own, cases, network: null), cases, options.Alliance,
            options.Wellbeing, Wording.For(options.Language).Version);
    }

    public IEnumerable<FeedbackReport> BuildAll() => Therapists.Select(t => Build(t));

    /// <summary>One therapist's record; one without sessions gets an empty report that says so.</summary>
    /// <param name="therapist">Code of the therapist.</param>
    /// <param name="recipient">Whom it greets.</param>
    /// <param name="network">Values of the network that were told before, instead of this fit's.</param>
    public FeedbackReport Build(string therapist, ReportRecipient? recipient = null, NetworkFacts? network = null)
    {
        network ??= Network;
        var own = _sessions[therapist].ToList();
        var (variant, awaiting) = VariantFor(own);
        var figures = _analysis.Value.For(therapist, DisclosureFor(variant));
        var cases = Cases(own, figures.Dyads, variant);
        var shown = Shown(cases).ToList();
        var language = recipient?.Language ?? _options.Language;

        var report = new FeedbackReport
        {
            Language = language,
            Variant = variant,
            Awaiting = awaiting,
            Synthetic = _options.Synthetic,
            TherapistId = therapist,
            TherapistName = recipient?.Name,
            Programme = _options.Programme,
            Date = _options.Date,
            PeriodFrom = own.Min(s => s.Date),
            PeriodTo = own.Max(s => s.Date),
            CutOff = _options.CutOff,
            Counts = Counts(own, cases, network),
            Alliance = _options.Alliance,
            Wellbeing = _options.Wellbeing,
            Cases = cases,
            Figures = Figures(own, cases, figures, network, variant),
            Fields = variant == ReportVariant.Sealed ? null : Fields(shown),
            Readiness = Readiness.Yes,
            Links = _options.Links,
            Model = variant == ReportVariant.Sealed ? network.Model with { TruthMean = null } : network.Model,
            NetworkAsOf = network.AsOf,
            Wording = Wording.For(language).Version,
            DataHash = "",
        };
        report = report with { Readiness = ReadinessOf(report) };

        return report with
        {
            DataHash =
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FeedbackReportJson.Write(report))))
        };
    }

    /// <summary>Who stands behind the network's values.</summary>
    public NetworkPopulation Population => NetworkPopulation.Of(_sessions.SelectMany(g => g).Where(IsPaired));

    /// <summary>What may be told to anyone about the network at this cut-off.</summary>
    public NetworkFacts Network
    {
        get
        {
            var values = _analysis.Value.Network;
            return new NetworkFacts(
                values.Therapists, values.Patients, values.PairedSessions, Rounded(FigureOf(values.Gap, FigureOf), Digits),
                Rounded(FigureOf(values.Tracking, FigureOf), Digits),
                Rounded(FigureOf(values.TrackingBeyondTrend, FigureOf), Digits), Model());
        }
    }

    private (ReportVariant Variant, bool Awaiting) VariantFor(List<ReportSession> own)
    {
        // Where nothing at all is released yet, there is nothing to compare: the sealed shape, with its own reason.
        var awaiting = _options.Variant == ReportVariant.Feedback
            && own.Exists(IsPaired) && !own.Exists(s => IsPaired(s) && IsReleased(s));

        return (awaiting ? ReportVariant.Sealed : _options.Variant, awaiting);
    }

    private Disclosure DisclosureFor(ReportVariant variant) => variant == ReportVariant.Sealed
        ? Disclosure.Sealed
        : Disclosure.Where(s => _released.Contains((s.Dyad, s.Session)));

    private static ReportCounts Counts(List<ReportSession> own, List<CaseFacts> cases, NetworkFacts? network) => new(
        cases.Count, cases.Sum(c => c.SessionsPlanned), own.Count(s => s.RatedByTherapist),
        own.Count(s => s.RatedByPatient), own.Count(IsPaired), Shown(cases).Count(),
        own.Count(s => s.Late), own.Count(s => s.RatedAfterReveal && IsPaired(s)),
        network?.Therapists ?? 0, network?.Patients ?? 0, network?.PairedSessions ?? 0)
    {
        SessionsHeld = cases.Sum(c => c.SessionsHeld),
        TherapistLate = own.Count(s => s.TherapistLate),
    };

    private static IEnumerable<SessionFacts> Shown(List<CaseFacts> cases) =>
        cases.SelectMany(c => c.Sessions).Where(s => s is { Therapist: not null, Patient: not null });

    private static void Check(IReadOnlyList<ReportSession> sessions, ReportOptions options)
    {
        foreach (var s in sessions)
        {
            if (s.Session < 1)
                throw new ArgumentException(
                    $"{s.Case}, session {s.Session}: session numbers start at 1.", nameof(sessions));
            if (options.CutOff is not null && s.Date is null)
                throw new ArgumentException(
                    $"{s.Case}, session {s.Session}: a cut-off needs the session's date.", nameof(sessions));
            if (IsOff(s.TherapistAlliance, options.Alliance) || IsOff(s.PatientAlliance, options.Alliance)
                || IsOff(s.Wellbeing, options.Wellbeing))
                throw new ArgumentException(
                    $"{s.Case}, session {s.Session}: a rating is not on its scale.", nameof(sessions));
        }

        static bool IsOff(double? rating, InstrumentFacts form) => rating is { } value
            && !(value >= form.Lowest && value <= form.Highest);
    }

    private List<CaseFacts> Cases(List<ReportSession> own, IReadOnlyList<DyadCongruence> figures, ReportVariant variant)
    {
        var dyads = figures.ToDictionary(d => d.Dyad, StringComparer.Ordinal);

        return
        [
            .. own.GroupBy(s => s.Case, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => Case(g.Key, [.. g], dyads[Dyad(g.First())], variant)),
        ];
    }

    private CaseFacts Case(string code, List<ReportSession> own, DyadCongruence dyad, ReportVariant variant)
    {
        var showsPatient = variant == ReportVariant.Feedback && dyad.Lines.IsShown;
        var bySession = own.ToLookup(s => s.Session);
        var sessions = Enumerable.Range(1, _options.SessionsPlanned).Union(own.Select(s => s.Session)).Order()
            .Select(n => bySession[n].FirstOrDefault() is { } s
                ? new SessionFacts(
                    n, s.TherapistAlliance, showsPatient && IsReleased(s) ? s.PatientAlliance : null,
                    showsPatient && IsReleased(s) ? s.Wellbeing : null)
                {
                    Held = s.Held,
                    TherapistLate = s.TherapistLate,
                    PatientLate = s.PatientLate,
                }
                : new SessionFacts(n, null, null, null) { Held = false })
            .ToList();
        var paired = showsPatient ? sessions.Count(s => s is { Therapist: not null, Patient: not null })
            : own.Count(IsPaired);
        // Of six sessions or more: below, a count of changes is noise that looks like a number.
        var moved = showsPatient && paired >= SmallNumbers.PairsForCorrelation
            ? dyad.MovedTogether.Match(c => c, _ => null!) : null;

        return new CaseFacts
        {
            Code = code,
            SessionsPlanned = sessions.Count,
            PairedSessions = paired,
            ShowsPatient = showsPatient,
            Sessions = sessions,
            MeanGap = variant == ReportVariant.Sealed ? SealedFigure(0) : FigureOf(dyad.MeanGap, Figure.Shown),
            MovedTogether = moved?.Count,
            MovedOf = moved?.Of,
            NearTheTop = showsPatient && dyad.AtTheTop.Match(t => t.BothNearTheTop, _ => false),
            Dips = showsPatient ? [.. DipsOf(code, sessions)] : [],
        };
    }

    // The sessions hold no patient's value that is not released, so no dip is found from one.
    private IEnumerable<DipFacts> DipsOf(string code, List<SessionFacts> sessions) =>
        Dips.Find(sessions.Select(s => new RatedSession("", code, s.Session, s.Therapist, s.Patient)), _spread)
            .Select(dip => new DipFacts(dip.Session, dip.Silent));

    private static ReportFigures Figures(
        List<ReportSession> own, List<CaseFacts> cases, TherapistCongruence figures, NetworkFacts network,
        ReportVariant variant)
    {
        var ownRatings = own.Where(s => s.TherapistAlliance is not null).Select(s => s.TherapistAlliance!.Value)
            .ToList();
        // The level is told over exactly the sessions behind the difference, or the two would not add up.
        var compared = cases.Where(c => c.MeanGap.IsShown).SelectMany(c => c.Sessions)
            .Where(s => s is { Therapist: not null, Patient: not null }).ToList();
        var patients = cases.Count(c => c.Sessions.Any(s => s.Therapist is not null));
        var isSealed = variant == ReportVariant.Sealed;
        // The engine may describe five or more sealed patients together; a report with the pairs beside it does not.
        var these = isSealed || (figures.ThesePatients.IsShown && compared.Count == 0)
            ? SealedFigure(patients)
            : FigureOf(figures.ThesePatients, Describe);
        var digits = isSealed ? SealedDigits : Digits;

        return new ReportFigures
        {
            OwnMean = ownRatings.Count > 0 ? Figure.Shown(ownRatings.Average())
                : Figure.Hidden(SuppressionRule.PairedSessions, 0, 1),
            OwnMeanPaired = these.IsShown ? Figure.Shown(compared.Average(s => s.Therapist!.Value)) : these,
            PatientMean = these.IsShown ? Figure.Shown(compared.Average(s => s.Patient!.Value)) : these,
            GapThesePatients = these,
            GapInGeneral = isSealed ? SealedFigure(patients) : FigureOf(figures.InGeneral, Tendency),
            GapNetwork = Rounded(network.Gap, digits),
            TrackingOwn = isSealed ? SealedFigure(patients) : FigureOf(figures.Tracking, Tendency),
            TrackingNetwork = Rounded(network.Tracking, digits),
            TrackingNetworkBeyondTrend = Rounded(network.TrackingBeyondTrend, digits),
        };
    }

    private FieldCounts Fields(List<SessionFacts> pairs)
    {
        var split = _options.Alliance.Middle;

        return new FieldCounts(
            split, pairs.Count(p => p.Therapist >= split && p.Patient >= split),
                pairs.Count(p => p.Therapist < split && p.Patient < split),
            pairs.Count(p => p.Therapist >= split && p.Patient < split),
                pairs.Count(p => p.Therapist < split && p.Patient >= split));
    }

    private ModelFacts Model()
    {
        var engine = typeof(CongruenceAnalysis).Assembly.GetName();
        var name = $"{engine.Name} {engine.Version?.ToString(3)}";
        // What describes the network's model is told where the network's values are.
        var analysis = _analysis.Value;
        return analysis.Network.Gap.Match(
            gap => analysis.Model.Match(
                fit => new ModelFacts(
                    name, $"form A: J − mT ~ Tw + Tb + {RandomPartOf(fit.Part)}; REML; df {gap.Method}",
                    Math.Round(fit.Centre, 1),
                    fit.IsSingular ? ["singular"] : []),
                _ => new ModelFacts(name, null, null, [])),
            _ => new ModelFacts(name, null, null, []));
    }

    private static string RandomPartOf(RandomPart part) => part switch
    {
        RandomPart.Intercepts => "(1 | therapist) + (1 | dyad)",
        RandomPart.UncorrelatedTracking => "(1 | therapist) + (1 | dyad) + (0 + Tw | dyad)",
        RandomPart.CorrelatedTracking => "(1 | therapist) + (1 + Tw | dyad)",
        RandomPart.TherapistTracking => "(1 | therapist) + (1 | dyad) + (0 + Tw | dyad) + (0 + Tw | therapist)",
    };

    private static Readiness ReadinessOf(FeedbackReport report)
    {
        var figures = report.Figures;
        if (!figures.OwnMean.IsShown)
            return new(false, figures.OwnMean.Withheld);
        if (report.Variant == ReportVariant.Sealed || figures.PatientMean.IsShown || figures.GapNetwork.IsShown
            || figures.TrackingNetwork.IsShown)
            return Readiness.Yes;

        return new(false, figures.PatientMean.Withheld);
    }

    private static Figure Describe(TheseCases cases)
    {
        var figure = Figure.Shown(cases.MeanGap);

        return cases.StandardError.Match(
            se => figure with
            {
                Low80 = cases.MeanGap - Z80 * se,
                High80 = cases.MeanGap + Z80 * se,
                Low95 = cases.MeanGap - Z95 * se,
                High95 = cases.MeanGap + Z95 * se,
            },
            _ => figure);
    }

    private static Figure Tendency(GeneralTendency tendency) =>
        FigureOf(tendency.Estimate) with { Lambda = tendency.Lambda };

    private static Figure FigureOf(Estimate estimate) => Figure.Shown(estimate.Value) with
    {
        Low80 = estimate.Interval80.Lower,
        High80 = estimate.Interval80.Upper,
        Low95 = estimate.Interval95.Lower,
        High95 = estimate.Interval95.Upper,
    };

    private static Figure Rounded(Figure figure, int digits) => figure with
    {
        Value = Round(figure.Value, digits),
        Low80 = Round(figure.Low80, digits),
        High80 = Round(figure.High80, digits),
        Low95 = Round(figure.Low95, digits),
        High95 = Round(figure.High95, digits),
    };

    private static double? Round(double? value, int digits) => value is { } number ? Math.Round(number, digits) : null;

    private static Figure FigureOf<T>(Reported<T> reported, Func<T, Figure> shown) =>
        reported.Match(shown, Figure.Hidden);

    private static Figure SealedFigure(int patients) =>
        Figure.Hidden(SuppressionRule.SealedPatients, patients, SmallNumbers.PatientsForSealedAggregate);

    private bool IsReleased(ReportSession s) => _released.Contains((Dyad(s), s.Session));

    private static bool IsPaired(ReportSession s) => s is { TherapistAlliance: not null, PatientAlliance: not null };

    private static RatedSession Rated(ReportSession s) =>
        new(s.Therapist, Dyad(s), s.Session, s.TherapistAlliance, s.PatientAlliance, s.Wellbeing);

    // Two therapists may both have a case C-01.
    private static string Dyad(ReportSession s) => $"{s.Therapist}\u001f{s.Case}";
}
