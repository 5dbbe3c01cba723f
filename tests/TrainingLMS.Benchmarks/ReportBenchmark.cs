using System.Diagnostics;
using System.Globalization;
using System.Text;
using TrainingLMS.Congruence.Simulation;
using TrainingLMS.Reports.Documents;
using TrainingLMS.Reports.Feedback;

namespace TrainingLMS.Benchmarks;

/// <summary>A report by itself, a whole file by the verb, and headless Chromium printing the twin as the peer.</summary>
internal static class ReportBenchmark
{
    private const int Pairs = 18;
    private const string Chromium = "/usr/bin/chromium";

    private static readonly InstrumentFacts _alliance = new("Session check", "1.0", 1, 7, Validated: false, Licence: "CC0 1.0");
    private static readonly InstrumentFacts _wellBeing = new("Week check", "1.0", 0, 100, Validated: false, Licence: "CC0 1.0");

    public static IEnumerable<string> Run()
    {
        var study = StudySimulator.Simulate(StudySimulator.DemoSeed, StudySimulator.DemoParameters);
        var sessions = study.Sessions.Select(s => new ReportSession(
            s.Therapist, s.Dyad, s.Session, s.TherapistAlliance, s.PatientAlliance, s.WellBeing) { Released = true }).ToList();
        var options = new ReportOptions
        {
            Variant = ReportVariant.Feedback,
            Date = new DateOnly(2026, 6, 30),
            Language = "en",
            SessionsPlanned = 6,
            Alliance = _alliance,
            Wellbeing = _wellBeing,
        };

        var fit = Stopwatch.StartNew();
        var builder = FeedbackReportBuilder.For(sessions, options);
        yield return $"fitting the network of {sessions.Count} sessions, cold {fit.Elapsed.TotalMilliseconds:0} ms; "
            + $"warm {Figures.Of(10, () => FeedbackReportBuilder.For(sessions, options))}";

        var therapist = study.Sessions.GroupBy(s => s.Therapist, StringComparer.Ordinal)
            .OrderBy(g => Math.Abs(g.Count(s => s.IsPaired) - Pairs)).First();
        yield return $"one report from {therapist.Count(s => s.IsPaired)} pairs, record and PDF: "
            + Figures.Of(50, () => FeedbackReportDocument.Render(builder.Build(therapist.Key)));

        yield return "the peer, headless Chromium printing the twin: " + Peer(builder.Build(therapist.Key));
    }

    public static async Task<string> RunFileAsync()
    {
        var folder = Directory.CreateTempSubdirectory("traininglms-bench-").FullName;
        try
        {
            var file = Path.Combine(folder, "ratings.csv");
            await File.WriteAllTextAsync(file, Csv());
            var runs = new List<(TimeSpan Time, long PeakBytes, int ExitCode)>();
            for (var i = 0; i < 5; i++)
            {
                runs.Add(await WebProgram.RunAsync(
                    folder, "report", "--ratings", file, "--out", Path.Combine(folder, $"out{i}"), "--policy", "feedback"));
            }

            var codes = string.Join(",", runs.Select(r => r.ExitCode).Distinct());
            return $"{new Figures(runs.Select(r => r.Time.TotalMilliseconds))}, "
                + $"at most {runs.Max(r => r.PeakBytes) / 1_000_000} MB, exit code {codes}";
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Csv()
    {
        var text = new StringBuilder("therapist_id,patient_id,session,therapist_alliance,patient_alliance,wellbeing\n");
        foreach (var s in StudySimulator.Simulate(StudySimulator.DemoSeed, StudySimulator.DemoParameters).Sessions)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{s.Therapist},{s.Dyad},{s.Session},{s.TherapistAlliance},{s.PatientAlliance},{s.WellBeing}\n");
        }

        return text.ToString();
    }

    private static string Peer(FeedbackReport report)
    {
        if (!File.Exists(Chromium))
            return "not measured, Chromium is not installed";

        var folder = Directory.CreateTempSubdirectory("traininglms-bench-").FullName;
        try
        {
            var page = Path.Combine(folder, "twin.html");
            File.WriteAllText(page, FeedbackReportHtml.Document(report));
            return Figures.Of(5, Print) + ", each a start of its own";

            void Print()
            {
                using var process = Process.Start(new ProcessStartInfo(Chromium,
                [
                    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
                    $"--user-data-dir={folder}/profile", $"--print-to-pdf={folder}/twin.pdf", page,
                ])
                { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
                process.StandardError.ReadToEnd();
                process.WaitForExit();
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
