using System.Collections.Concurrent;
using TrainingLMS.Reports.Documents;
using TrainingLMS.Reports.Feedback;

namespace TrainingLMS.UnitTests.Reports;

/// <summary>An invented network, the same every time: therapists T01…, cases P001…, six sessions, some ratings
/// missing.</summary>
internal static class SampleNetwork
{
    private static readonly ConcurrentDictionary<(ReportVariant, string),
        Lazy<FeedbackReportBuilder>> _builders = new();

    public static readonly InstrumentFacts SessionCheck =
        new("Session check", "1.0", 1, 7, Validated: false, "public domain (CC0 1.0)");

    public static readonly InstrumentFacts WeekCheck =
        new("Week check", "1.0", 0, 100, Validated: false, "public domain (CC0 1.0)");

    public static ReportOptions Options(ReportVariant variant, string language = "en") => new()
    {
        Variant = variant,
        Language = language,
        Date = new DateOnly(2026, 5, 4),
        CutOff = new DateOnly(2026, 4, 30),
        Programme = "Community network, spring course",
        Alliance = SessionCheck,
        Wellbeing = WeekCheck,
    };

    /// <summary>The reports of the whole invented network, fitted once for all tests.</summary>
    public static FeedbackReportBuilder Builder(ReportVariant variant, string language) =>
        _builders.GetOrAdd(
            (variant, language), _ => new(() => FeedbackReportBuilder.For(Sessions(), Options(variant, language))))
            .Value;

    public static List<ReportSession> Sessions(int therapists = 12, int patients = 3, int seed = 7)
    {
        var random = new Random(seed);
        var sessions = new List<ReportSession>();
        for (var t = 1; t <= therapists; t++)
        {
            var bias = -0.5 + 0.35 * Normal(random);
            for (var p = 1; p <= patients; p++)
            {
                var level = 5.5 + 0.7 * Normal(random);
                var own = 0.45 * Normal(random);
                var wellbeing = 46 + 14 * Normal(random);
                for (var s = 1; s <= 6; s++)
                {
                    var change = 0.42 * Normal(random);
                    sessions.Add(new ReportSession(
                        $"T{t:00}", $"P{(t - 1) * patients + p:000}", s,
                        Missing(random) ? null
                            : Score(5.5 + 0.4 * (level - 5.5) + bias + own + 0.35 * change + 0.38 * Normal(random)),
                        Missing(random) ? null : Score(level + change),
                        Missing(random) ? null
                            : Math.Round(Math.Clamp(wellbeing + 1.2 * s + 7 * Normal(random), 0, 100)))
                    {
                        Released = true,
                        Date = new DateOnly(2026, 1, 5).AddDays(7 * s + p),
                    });
                }
            }
        }

        return sessions;
    }

    // Item means of six items.
    private static double Score(double value) => Math.Round(Math.Clamp(value, 1, 7) * 6) / 6;

    private static bool Missing(Random random) => random.NextDouble() < 0.07;

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
