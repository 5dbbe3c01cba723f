using System.Diagnostics;
using TrainingLMS.Web;

namespace TrainingLMS.IntegrationTests.Commands;

/// <summary>The program on a disk that is really full: a file system of a few kilobytes, mounted for it alone.</summary>
public sealed class FullDiskTests : IDisposable
{
    // Mounts, runs the program on it, and lists what the program leaves there; nothing of it reaches this process's disks.
    private const string Script =
        """
        mount -t tmpfs -o size="$2" none "$1" || exit 99
        shift 2
        folder=$1
        shift
        "$@"
        code=$?
        echo "left: $(ls -A "$folder")"
        exit $code
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("traininglms-full-").FullName;

    private string Disk => Path.Combine(_folder, "disk");

    [Fact]
    public async Task A_disk_that_fills_up_while_reports_are_written_leaves_nothing_half_done()
    {
        var ratings = Path.Combine(_folder, "r.csv");
        await File.WriteAllTextAsync(ratings, ReportVerbTests.Study(), TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Disk);

        var (code, output, error) = await OnSmallDiskAsync(
            "200k", "report", "--ratings", ratings, "--out", Path.Combine(Disk, "out"), "--policy", "feedback");

        Assert.Equal(1, code);
        Assert.EndsWith("The disk is full: nothing was left half written. Make room and run it again.", error.Trim(), StringComparison.Ordinal);
        Assert.Equal("left:", output.Trim());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(int Code, string Out, string Error)> OnSmallDiskAsync(string size, params string[] arguments)
    {
        string[] program =
        [
            "unshare", "--user", "--map-root-user", "--mount", "sh", "-c", Script, "sh", Disk, size, Disk,
            Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            typeof(WebSetup).Assembly.Location, .. arguments,
        ];
        var start = new ProcessStartInfo(program[0], program[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (process.ExitCode == 99 || (await error).StartsWith("unshare:", StringComparison.Ordinal))
                Assert.Skip($"No small disk can be mounted here: {(await error).Trim()}");

            return (process.ExitCode, output, await error);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            Assert.Skip($"unshare of util-linux is not here: {e.Message}");
            throw;
        }
    }
}
