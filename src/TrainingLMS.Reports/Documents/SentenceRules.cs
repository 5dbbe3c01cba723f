using TrainingLMS.Congruence;

namespace TrainingLMS.Reports.Documents;

/// <summary>When a sentence is said: the first row of its table whose condition holds.</summary>
public sealed record SentenceRule<T>(string Key, Func<T, bool> When);

/// <summary>
/// Which sentence is said when: the tables behind every page, read from the top. The words themselves are in
/// content/reports; what a sentence may not say has already been withheld in the record.
/// </summary>
public static class SentenceRules
{
    /// <summary>Closer than this, two ratings are called about the same; half of the smallest distance that has a
    /// name.</summary>
    public const double SameWithin = 0.125;

    /// <summary>A slope that would print as 0.0.</summary>
    public const double FlatWithin = 0.05;

    /// <summary>From here on paired sessions give a first picture; below, chance has the first word.</summary>
    public const int PairsForPicture = 12;

    /// <summary>A gap this large below the patients' ratings is worth a suggestion of its own.</summary>
    public const double LargeGap = 0.75;

    /// <summary>From here on a gap is larger than the half point that is common.</summary>
    public const double UnusualGap = 1.0;

    /// <summary>Below this share of own ratings of the sessions held the first thing to try is to rate.</summary>
    public const double RatedShare = 0.7;

    public static readonly IReadOnlyList<SentenceRule<FeedbackReport>> Level =
    [
        new("level.none", r => !r.Figures.OwnMean.IsShown && r.Counts.TherapistRated == 0),
        new("level.late", r => !r.Figures.OwnMean.IsShown),
        new("level.own", r => r.Variant == ReportVariant.Sealed),
        new("level.waiting", r => !r.Figures.PatientMean.IsShown),
        new("level.ceiling", r => r.Cases.Any(c => c.ShowsPatient) && r.Cases.Where(c => c.ShowsPatient)
            .All(c => c.NearTheTop)),
        new("level.pair", _ => true),
    ];

    public static readonly IReadOnlyList<SentenceRule<FeedbackReport>> Direction =
    [
        new("direction.same", r => IsSame(r.Figures.GapThesePatients)),
        new("direction.much-lower", r => r.Figures.GapThesePatients.Value <= -UnusualGap),
        new("direction.lower", r => r.Figures.GapThesePatients.Value < 0),
        new("direction.higher", r => r.Figures.GapThesePatients.Value > 0),
        new("direction.network.same", r => IsSame(r.Figures.GapNetwork)),
        new("direction.network.lower", r => r.Figures.GapNetwork.Value < 0),
        new("direction.network.higher", r => r.Figures.GapNetwork.Value > 0),
        new("direction.waiting", _ => true),
    ];

    public static readonly IReadOnlyList<SentenceRule<FeedbackReport>> CoMovement =
    [
        new("comove.own", r => r.Figures.TrackingOwn.Value >= FlatWithin),
        new("comove.network-flat", r => Math.Abs(r.Figures.TrackingNetwork.Value ?? 1) < FlatWithin),
        new("comove.network-trend", r => r.Figures.TrackingNetwork.Value > 0
            && r.Figures.TrackingNetworkBeyondTrend.Value >= FlatWithin
            && Tenths(r.Figures.TrackingNetworkBeyondTrend) != Tenths(r.Figures.TrackingNetwork)),
        new("comove.network", r => r.Figures.TrackingNetwork.Value > 0),
        new("comove.network-down", r => r.Figures.TrackingNetwork.Value < 0),
        new("comove.waiting", _ => true),
    ];

    public static readonly IReadOnlyList<SentenceRule<FeedbackReport>> Try =
    [
        new("try.rate", r => r.Counts.SessionsHeld > 0
            && r.Counts.TherapistRated < RatedShare * r.Counts.SessionsHeld),
        new("try.sealed", r => r.Variant == ReportVariant.Sealed),
        new("try.dip", r => r.Cases.Any(c => c.Dips.Count > 0)),
        new("try.higher", r => r.Counts.PairedShown >= PairsForPicture && r.Figures.GapThesePatients is { Value: >= SameWithin, Low80: > 0 } or { Value: >= LargeGap }),
        new("try.lower", r => r.Counts.PairedShown >= PairsForPicture
            && r.Figures.GapThesePatients.Value <= -LargeGap),
        new("try.pair", r => !r.Figures.GapThesePatients.IsShown),
        new("try.ask", _ => true),
    ];

    public static readonly IReadOnlyList<SentenceRule<FeedbackReport>> Sure =
    [
        new("sure.awaiting", r => r.Awaiting),
        new("sure.sealed", r => r.Variant == ReportVariant.Sealed),
        new("sure.none", r => r.Counts.PairedShown == 0),
        new("sure.few", r => r.Counts.PairedShown < PairsForPicture),
        new("sure.some", _ => true),
    ];

    public static readonly IReadOnlyList<SentenceRule<FeedbackReport>> SureOfGap =
    [
        new("", r => !r.Figures.GapThesePatients.IsShown),
        new("sure.gap-plain", r => r.Figures.GapThesePatients.Low95 is null),
        new("sure.gap", _ => true),
    ];

    /// <summary>In general, or why not; in the sealed report, what the network's values are.</summary>
    public static readonly IReadOnlyList<SentenceRule<FeedbackReport>> SureInGeneral =
    [
        new("sure.network", r => r.Variant == ReportVariant.Sealed && r.Figures.GapNetwork.IsShown),
        new("sure.network-none", r => r.Variant == ReportVariant.Sealed),
        new("sure.general", r => r.Figures.GapInGeneral.IsShown),
        new("sure.general-withheld", r => r.Figures.GapNetwork.IsShown),
        new("sure.general-nothing", _ => true),
    ];

    public static readonly IReadOnlyList<SentenceRule<CaseFacts>> OwnCase =
    [
        new("case.own-none", c => c.Sessions.All(s => s.Therapist is null && !s.TherapistLate)),
        new("case.own-one", c => c.Sessions.Count(s => s.Therapist is not null) <= 1),
        new("case.own", _ => true),
    ];

    public static readonly IReadOnlyList<SentenceRule<CaseFacts>> Case =
    [
        new("case.sealed-here", c => !c.ShowsPatient && c.MeanGap.Withheld?.Rule == SuppressionRule.SealedPatients),
        new("case.waiting", c => !c.ShowsPatient),
        new("case.dip-silent", c => c.Dips.Count > 0 && c.Dips[^1].Silent),
        new("case.dip", c => c.Dips.Count > 0),
        new("case.top", c => c.NearTheTop),
        new("case.picture", c => !c.MeanGap.IsShown),
        new("case.gap-same", c => IsSame(c.MeanGap)),
        new("case.gap-lower", c => c.MeanGap.Value < 0),
        new("case.gap-higher", _ => true),
    ];

    public static readonly IReadOnlyList<SentenceRule<FeedbackReport>> Together =
    [
        new("together.waiting", r => r.Counts.PairedShown < SmallNumbers.PairsForMeanGap),
        new("together.low", r => r.Fields is { } f && f.BothLow > f.BothHigh),
        new("together.sentence", _ => true),
    ];

    public static string Choose<T>(IReadOnlyList<SentenceRule<T>> rules, T about) => rules.First(r => r.When(about))
        .Key;

    private static double? Tenths(Figure figure) =>
        figure.Value is { } value ? Math.Round(value, 1, MidpointRounding.AwayFromZero) : null;

    private static bool IsSame(Figure gap) => gap.Value is { } value && Math.Abs(value) < SameWithin;
}
