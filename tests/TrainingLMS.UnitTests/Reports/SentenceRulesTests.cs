using TrainingLMS.Congruence;
using TrainingLMS.Reports.Documents;

namespace TrainingLMS.UnitTests.Reports;

public sealed class SentenceRulesTests
{
    private static readonly Figure _none = Figure.Hidden(SuppressionRule.PairedSessions, 1, 3);

    // What each row needs to be the first that holds, from a report that has everything.
    private static readonly Dictionary<string, Func<FeedbackReport,
        FeedbackReport>> _reports = new(StringComparer.Ordinal)
        {
            ["level.none"] = r => Figures(r, f => f with { OwnMean = _none }) with
            {
                Counts = r.Counts with { TherapistRated = 0 },
            },
            ["level.late"] = r => Figures(r, f => f with { OwnMean = _none }),
            ["level.own"] = Sealed,
            ["level.waiting"] = r => Figures(r, f => f with { PatientMean = _none }),
            ["level.ceiling"] = r => r with { Cases = [Case() with { NearTheTop = true }] },
            ["level.pair"] = r => r,
            ["direction.same"] = r => Gap(r, -0.12),
            ["direction.much-lower"] = r => Gap(r, -1),
            ["direction.lower"] = r => Gap(r, -0.13),
            ["direction.higher"] = r => Gap(r, 0.13),
            ["direction.network.same"] = r => Network(Gap(r, null), 0.1),
            ["direction.network.lower"] = r => Network(Gap(r, null), -0.5),
            ["direction.network.higher"] = r => Network(Gap(r, null), 0.5),
            ["direction.waiting"] = r => Network(Gap(r, null), null),
            ["comove.own"] = r => Figures(r, f => f with { TrackingOwn = Figure.Shown(0.3) }),
            ["comove.network-flat"] = r => Slope(r, 0.04),
            ["comove.network-trend"] = r => Slope(r, 0.4),
            ["comove.network"] = r => Figures(r, f => f with { TrackingNetworkBeyondTrend = _none }),
            ["comove.network-down"] = r => Slope(r, -0.4),
            ["comove.waiting"] = r => Slope(r, null),
            ["try.rate"] = r => r with { Counts = r.Counts with { TherapistRated = 12 } },
            ["try.sealed"] = Sealed,
            ["try.dip"] = r => r with { Cases = [Case() with { Dips = [new(4, true)] }] },
            ["try.higher"] = r => Figures(r, f => f with { GapThesePatients = Figure.Shown(0.2) with { Low80 = 0.1 } }),
            ["try.lower"] = r => Gap(r, -0.8),
            ["try.pair"] = r => Gap(r, null),
            ["try.ask"] = r => Gap(r, -0.5),
            ["sure.awaiting"] = r => Sealed(r) with { Awaiting = true },
            ["sure.sealed"] = Sealed,
            ["sure.none"] = r => r with { Counts = r.Counts with { PairedShown = 0 } },
            ["sure.few"] = r => r with { Counts = r.Counts with { PairedShown = 11 } },
            ["sure.some"] = r => r with { Counts = r.Counts with { PairedShown = 12 } },
            [""] = r => Gap(r, null),
            ["sure.gap-plain"] = r => Figures(r, f => f with { GapThesePatients = Figure.Shown(-0.5) }),
            ["sure.gap"] = r => r,
            ["sure.network"] = Sealed,
            ["sure.network-none"] = r => Network(Sealed(r), null),
            ["sure.general"] = r => Figures(r, f => f with { GapInGeneral = Figure.Shown(-0.4) with { Lambda = 0.55 } }),
            ["sure.general-withheld"] = r => r,
            ["sure.general-nothing"] = r => Network(r, null),
            ["together.waiting"] = r => r with { Counts = r.Counts with { PairedShown = 2 } },
            ["together.low"] = r => r with { Fields = new(4, 2, 3, 1, 1) },
            ["together.sentence"] = r => r,
        };

    private static readonly Dictionary<string, Func<CaseFacts, CaseFacts>> _cases = new(StringComparer.Ordinal)
    {
        ["case.sealed-here"] = c =>
            c with { ShowsPatient = false, MeanGap = Figure.Hidden(SuppressionRule.SealedPatients, 1, 5) },
        ["case.waiting"] = c => c with { ShowsPatient = false, MeanGap = _none },
        ["case.dip-silent"] = c => c with { Dips = [new(3, false), new(5, true)] },
        ["case.dip"] = c => c with { Dips = [new(3, true), new(5, false)] },
        ["case.top"] = c => c with { NearTheTop = true },
        ["case.picture"] = c => c with { MeanGap = _none },
        ["case.gap-same"] = c => c with { MeanGap = Figure.Shown(0.1) },
        ["case.gap-lower"] = c => c,
        ["case.gap-higher"] = c => c with { MeanGap = Figure.Shown(0.5) },
        ["case.own-none"] = c => c with { Sessions = [new(1, null, null, null)] },
        ["case.own-one"] = c => c with { Sessions = [new(1, 5, null, null)] },
        ["case.own"] = c => c,
    };

    public static TheoryData<string, string> ReportRows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var (name, table) in Tables())
            {
                foreach (var rule in table)
                    rows.Add(name, rule.Key);
            }

            return rows;
        }
    }

    public static TheoryData<string> CaseRows =>
        [.. SentenceRules.Case.Concat(SentenceRules.OwnCase).Select(r => r.Key)];

    [Theory]
    [MemberData(nameof(ReportRows))]
    public void Each_row_about_a_report_is_reached(string table, string key) =>
        Assert.Equal(key, SentenceRules.Choose(Tables()[table], _reports[key](Report())));

    [Theory]
    [MemberData(nameof(CaseRows))]
    public void Each_row_about_a_case_is_reached(string key) =>
        Assert.Equal(
            key, SentenceRules.Choose(
            key.StartsWith("case.own", StringComparison.Ordinal) ? SentenceRules.OwnCase : SentenceRules.Case,
            _cases[key](Case())));

    [Fact]
    public void Nobody_is_told_to_rate_a_session_that_was_not_held()
    {
        var report = Report() with { Counts = Report().Counts with { TherapistRated = 7, SessionsHeld = 7 } };

        Assert.NotEqual("try.rate", SentenceRules.Choose(SentenceRules.Try, report));
        Assert.Equal((0, 11), (report.Counts.TherapistMissing, report.Counts.NotHeld));
    }

    [Theory]
    [InlineData(11, "try.ask")]
    [InlineData(12, "try.lower")]
    public void A_large_gap_leads_to_a_suggestion_only_from_a_first_picture_on(int pairs, string expected)
    {
        var report = Gap(Report(), -0.9);

        Assert.Equal(
            expected,
            SentenceRules.Choose(
                SentenceRules.Try, report with { Counts = report.Counts with { PairedShown = pairs } }));
    }

    [Fact]
    public void A_trend_that_changes_nothing_in_tenths_is_not_spoken_of() =>
        Assert.Equal(
            "comove.network",
            SentenceRules.Choose(
                SentenceRules.CoMovement,
                Figures(Report(), f => f with { TrackingNetworkBeyondTrend = Figure.Shown(0.36) })));

    private static Dictionary<string, IReadOnlyList<SentenceRule<FeedbackReport>>> Tables() =>
        new(StringComparer.Ordinal)
        {
            ["level"] = SentenceRules.Level,
            ["direction"] = SentenceRules.Direction,
            ["comove"] = SentenceRules.CoMovement,
            ["try"] = SentenceRules.Try,
            ["sure"] = SentenceRules.Sure,
            ["sure of the gap"] = SentenceRules.SureOfGap,
            ["sure in general"] = SentenceRules.SureInGeneral,
            ["together"] = SentenceRules.Together,
        };

    private static CaseFacts Case() => new()
    {
        Code = "P1",
        SessionsPlanned = 6,
        PairedSessions = 6,
        ShowsPatient = true,
        Sessions = [new(1, 5, 6, 50), new(2, 5, 6, 50)],
        MeanGap = Figure.Shown(-0.5),
    };

    private static FeedbackReport Report() => new()
    {
        Language = "en",
        Variant = ReportVariant.Feedback,
        TherapistId = "T1",
        Date = new DateOnly(2026, 5, 4),
        Counts = new(3, 18, 18, 18, 18, 18, 0, 0, 12, 36, 200),
        Alliance = SampleNetwork.SessionCheck,
        Wellbeing = SampleNetwork.WeekCheck,
        Cases = [Case()],
        Figures = new()
        {
            OwnMean = Figure.Shown(5),
            OwnMeanPaired = Figure.Shown(5),
            PatientMean = Figure.Shown(5.5),
            GapThesePatients = Figure.Shown(-0.5) with { Low95 = -0.7, High95 = -0.3 },
            GapInGeneral = _none,
            GapNetwork = Figure.Shown(-0.5),
            TrackingOwn = _none,
            TrackingNetwork = Figure.Shown(0.4),
            TrackingNetworkBeyondTrend = Figure.Shown(0.3),
        },
        Fields = new(4, 18, 0, 0, 0),
        Readiness = Readiness.Yes,
        Model = new("engine", null, null, []),
        DataHash = "0123456789abcdef",
    };

    private static FeedbackReport Figures(FeedbackReport report, Func<ReportFigures, ReportFigures> change) =>
        report with { Figures = change(report.Figures) };

    private static FeedbackReport Sealed(FeedbackReport report) =>
        Gap(report, null) with { Variant = ReportVariant.Sealed };

    private static FeedbackReport Gap(FeedbackReport report, double? value) =>
        Figures(report, f => f with { GapThesePatients = value is { } v ? Figure.Shown(v) : _none });

    private static FeedbackReport Network(FeedbackReport report, double? value) =>
        Figures(report, f => f with { GapNetwork = value is { } v ? Figure.Shown(v) : _none });

    private static FeedbackReport Slope(FeedbackReport report, double? value) =>
        Figures(report, f => f with { TrackingNetwork = value is { } v ? Figure.Shown(v) : _none });
}
