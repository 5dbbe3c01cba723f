using TrainingLMS.Congruence.Optimisation;

namespace TrainingLMS.UnitTests.Congruence;

public sealed class OptimisationTests
{
    public static TheoryData<string, Minimiser> Both => new()
    {
        { "quadratic trust region", QuadraticTrustRegion.Minimise },
        { "Nelder-Mead", NelderMead.Minimise },
    };

    [Theory]
    [MemberData(nameof(Both))]
    public void They_walk_down_rosenbrocks_valley(string name, Minimiser minimise)
    {
        var found = minimise(
            x => 100 * Math.Pow(x[1] - x[0] * x[0], 2) + Math.Pow(1 - x[0], 2),
            [-1.2, 1],
            [double.NegativeInfinity, double.NegativeInfinity]);

        Assert.True(found.Stopped == StopReason.SmallStep, name);
        Near.Absolute(1, found.Point[0], 1e-3);
        Near.Absolute(1, found.Point[1], 2e-3);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void They_stop_at_the_bound_where_the_minimum_lies_beyond_it(string name, Minimiser minimise)
    {
        var found = minimise(
            x => Math.Pow(x[0] + 1, 2) + Math.Pow(x[1] - 2, 2) + .5 * x[0] * x[1], [1, 1], [0, double.NegativeInfinity]);

        Assert.True(found.Point[0] >= 0, name);
        Near.Absolute(0, found.Point[0], 1e-5);
        Near.Absolute(2, found.Point[1], 1e-4);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void They_leave_a_saddle_on_the_bound(string name, Minimiser minimise)
    {
        // Even in x, as a criterion is in its thetas: flat at zero, lowest at one.
        var found = minimise(x => Math.Pow(x[0] * x[0] - 1, 2) + x[1] * x[1], [0, .5], [0, 0]);

        Assert.True(Math.Abs(found.Point[0] - 1) < 1e-4, $"{name}: {found.Point[0]}");
    }

    [Fact]
    public void They_say_when_they_ran_out_of_evaluations()
    {
        // Downhill for ever: evenly for the one that models slopes, ever more gently for the one that stretches.
        var region = QuadraticTrustRegion.Minimise(x => -x[0], [1], [double.NegativeInfinity]);
        var simplex = NelderMead.Minimise(x => -Math.Log(1 + Math.Abs(x[0])), [1], [double.NegativeInfinity]);

        Assert.Equal((StopReason.EvaluationLimit, StopReason.EvaluationLimit), (region.Stopped, simplex.Stopped));
        Assert.True(region.Value < -1e6 && simplex.Value < -10);
    }
}
