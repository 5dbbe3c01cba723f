using System.Diagnostics;

namespace TrainingLMS.Benchmarks;

/// <summary>Times of one thing, in milliseconds.</summary>
internal sealed class Figures(IEnumerable<double> milliseconds)
{
    private readonly double[] _sorted = [.. milliseconds.Order()];

    public double Median => At(.5);

    public double P95 => At(.95);

    public override string ToString() => $"median {Median:0.0} ms, p95 {P95:0.0} ms of {_sorted.Length}";

    /// <summary>Runs something a few times to warm up and then <paramref name="times"/> times with the watch on.</summary>
    public static Figures Of(int times, Action run)
    {
        for (var i = 0; i < 5; i++)
            run();

        return new Figures(Enumerable.Range(0, times).Select(_ =>
        {
            var watch = Stopwatch.StartNew();
            run();
            return watch.Elapsed.TotalMilliseconds;
        }).ToList());
    }

    private double At(double share) => _sorted[Math.Min(_sorted.Length - 1, (int)Math.Ceiling(share * _sorted.Length) - 1)];
}
