using System.Diagnostics;
using System.Reflection;
using TrainingLMS.Web;

namespace TrainingLMS.Benchmarks;

/// <summary>The program as it is started from the command line, with its time and its largest memory.</summary>
internal static class WebProgram
{
    private static readonly TimeSpan _glance = TimeSpan.FromMilliseconds(10);

    public static Process Start(string folder, params string[] arguments)
    {
        var file = Assembly.GetAssembly(typeof(WebSetup))!.Location;
        var start = new ProcessStartInfo("dotnet", [file, .. arguments])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<(TimeSpan Time, long PeakBytes, int ExitCode)> RunAsync(string folder, params string[] arguments)
    {
        var watch = Stopwatch.StartNew();
        using var process = Start(folder, arguments);
        var peak = 0L;
        while (!process.HasExited)
        {
            process.Refresh();
            try
            {
                peak = Math.Max(peak, process.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                break; // it ended between the question and the look
            }

            await Task.Delay(_glance);
        }

        await process.WaitForExitAsync();
        return (watch.Elapsed, peak, process.ExitCode);
    }
}
