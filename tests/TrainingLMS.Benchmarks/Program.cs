using System.Diagnostics;
using System.Globalization;
using TrainingLMS.Benchmarks;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Testing;

// How quick it is, on the machine it runs on: dotnet run -c Release --project tests/TrainingLMS.Benchmarks
// Tests never assert a time; this prints one.
await using var app = new AppFixture();
var browser = app.Stranger();

await Measure.AsyncOf("a small page", 500, () => browser.GetAsync("/no/such/page"));
await Measure.AsyncOf("one row saved, one writer", 500, () => app.SaveAsync(Organisation()));
await Measure.AsyncOf(
    "one row saved by each of 16 writers at once", 50,
    () => Task.WhenAll(Enumerable.Range(0, 16).Select(_ => app.SaveAsync(Organisation()))));
await Measure.AsyncOf(
    "6 000 rows saved together", 5, () => app.SaveAsync([.. Enumerable.Range(0, 6000).Select(_ => Organisation())]));

static object Organisation() => new Organisation { Name = "Practice Research Network" };

namespace TrainingLMS.Benchmarks
{
    internal static class Measure
    {
        /// <summary>Runs it a tenth as often to warm up, then prints the median and the 95th percentile.</summary>
        public static async Task AsyncOf(string what, int times, Func<Task> run)
        {
            for (var i = 0; i < 1 + times / 10; i++)
                await run();

            var taken = new double[times];
            for (var i = 0; i < times; i++)
            {
                var started = Stopwatch.GetTimestamp();
                await run();
                taken[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }

            Array.Sort(taken);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: median {taken[times / 2]:0.00} ms, 95 % within {taken[(int)(times * .95)]:0.00} ms (n = {times})"));
        }
    }
}
