using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using TrainingLMS.Congruence.MixedModels;

namespace TrainingLMS.Benchmarks;

/// <summary>One fit by REML, from columns in memory to estimates: crossing the data, and finding θ from one start.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class MixedModelBenchmark
{
    private ModelFrame _frame = null!;

    [Params(1, 10, 100, 1000)]
    public int Times { get; set; }

    [Params(StudyFrames.GrowthModel, StudyFrames.TruthAndBias)]
    public string Model { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _frame = new StudyFrames(Times).Frame(Model);

    [Benchmark]
    public Fit Reml() => LinearMixedModel.From(_frame).Fit(verdict: false);
}

/// <summary>
/// The fits beside lme4's on the same data, in the same run and on the same machine, as one table.
/// </summary>
internal static class MixedModelComparison
{
    public static async Task RunAsync()
    {
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(11))
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(new ConsoleLogger())
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "traininglms-benchmarks"));
        var summary = BenchmarkRunner.Run<MixedModelBenchmark>(config);
        var folder = Directory.CreateTempSubdirectory("traininglms-bench-").FullName;

        try
        {
            Console.WriteLine();
            Console.WriteLine("| rows | model | here, median | lme4 | ratio | allocated | peak memory | log-likelihood, here minus lme4 |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|");

            foreach (var report in summary.Reports)
            {
                var times = (int)report.BenchmarkCase.Parameters["Times"];
                var model = (string)report.BenchmarkCase.Parameters["Model"];
                var here = report.ResultStatistics!.Median / 1e6;
                var allocated = (report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0) / 1e6;
                var once = await OnceAsync(times, model);
                var peer = await PeerAsync(folder, times, model);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {702 * times} | {model} | {here:0.0} ms | {peer?.Milliseconds.ToString("0", CultureInfo.InvariantCulture) ?? "R with lme4 is not installed"} ms | {peer?.Milliseconds / here:0} × | {allocated:0.0} MB | {once.PeakBytes / 1e6:0} MB | {once.LogLikelihood - peer?.LogLikelihood:0.0e+0} |"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>One fit in a process of its own, for its peak memory.</summary>
    public static void Once(int times, string model)
    {
        var fit = LinearMixedModel.From(new StudyFrames(times).Frame(model)).Fit(verdict: false);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{process.PeakWorkingSet64} {fit.LogLikelihood:R}"));
    }

    private static async Task<(long PeakBytes, double LogLikelihood)> OnceAsync(int times, string model)
    {
        var words = await RunAsync(
            Environment.ProcessPath!, Assembly(), "once", times.ToString(CultureInfo.InvariantCulture), model);

        return (long.Parse(words![0], CultureInfo.InvariantCulture), double.Parse(words[1], CultureInfo.InvariantCulture));
    }

    private static async Task<(double Milliseconds, double LogLikelihood)?> PeerAsync(string folder, int times, string model)
    {
        var file = Path.Combine(folder, $"{times}.csv");

        if (!File.Exists(file))
            await new StudyFrames(times).WriteAsync(file);

        var script = Path.Combine(AppContext.BaseDirectory, "lme4.R");
        var words = await RunAsync("Rscript", script, file, StudyFrames.Formula(model), times < 100 ? "5" : "1");

        return words is null
            ? null
            : (double.Parse(words[0], CultureInfo.InvariantCulture), double.Parse(words[1], CultureInfo.InvariantCulture));
    }

    private static string Assembly() => typeof(MixedModelComparison).Assembly.Location;

    // The last line's words; null where the program is not there or fails.
    private static async Task<string[]?> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var isDotnet = Path.GetFileNameWithoutExtension(program) == "dotnet";

        foreach (var argument in program == "Rscript" || isDotnet ? arguments : arguments[1..])
            start.ArgumentList.Add(argument);

        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();

            if (process.ExitCode == 0)
                return output.Trim().Split('\n')[^1].Split(' ');

            Console.Error.WriteLine(await errors);

            return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
