using System.Diagnostics;

namespace TrainingLMS.Benchmarks;

/// <summary>From the start of the program to its first page, on a demonstration that exists already.</summary>
internal static class StartBenchmark
{
    private const string Url = "http://127.0.0.1:5097";
    private const int Times = 5;

    public static async Task<string> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("traininglms-bench-").FullName;
        try
        {
            var (seeding, _, _) = await WebProgram.RunAsync(folder, "demo", "--prepare");
            var starts = new List<double>();
            for (var i = 0; i < Times; i++)
                starts.Add((await FirstPageAsync(folder)).TotalMilliseconds);

            return $"making the demonstration {seeding.TotalSeconds:0.0} s; start to first page {new Figures(starts)}";
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<TimeSpan> FirstPageAsync(string folder)
    {
        using var client = new HttpClient();
        var watch = Stopwatch.StartNew();
        using var process = WebProgram.Start(folder, "demo", "--urls", Url);
        try
        {
            while (true)
            {
                try
                {
                    using var answer = await client.GetAsync(Url + "/account/sign-in");
                    answer.EnsureSuccessStatusCode();
                    return watch.Elapsed;
                }
                catch (HttpRequestException e) when (e.StatusCode is null && !process.HasExited)
                {
                    await Task.Delay(10);
                }
            }
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }
}
