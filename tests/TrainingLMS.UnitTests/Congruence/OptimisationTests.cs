using TrainingLMS.Congruence.Optimisation;

namespace TrainingLMS.UnitTests.Congruence;

public sealed class OptimisationTests
{
    private delegate Minimum Minimiser(
        SmoothObjective objective, IReadOnlyList<double> start, IReadOnlyList<double> lower);

    [Theory]
    [InlineData("quasi-Newton")]
    [InlineData("Nelder-Mead")]
    public void They_walk_down_rosenbrocks_valley(string name)
    {
        var found = Of(name)(
            (x, g) =>
            {
                var bend = x[1] - x[0] * x[0];
                g[0] = -400 * x[0] * bend - 2 * (1 - x[0]);
                g[1] = 200 * bend;

                return 100 * bend * bend + Math.Pow(1 - x[0], 2);
            },
            [-1.2, 1],
            [double.NegativeInfinity, double.NegativeInfinity]);

        Assert.Equal(StopReason.SmallStep, found.Stopped);
        Near.Absolute(1, found.Point[0], 1e-3);
        Near.Absolute(1, found.Point[1], 2e-3);
    }

    [Theory]
    [InlineData("quasi-Newton")]
    [InlineData("Nelder-Mead")]
    public void They_stop_at_the_bound_where_the_minimum_lies_beyond_it(string name)
    {
        var found = Of(name)(
            (x, g) =>
            {
                g[0] = 2 * (x[0] + 1) + .5 * x[1];
                g[1] = 2 * (x[1] - 2) + .5 * x[0];

                return Math.Pow(x[0] + 1, 2) + Math.Pow(x[1] - 2, 2) + .5 * x[0] * x[1];
            },
            [1, 1],
            [0, double.NegativeInfinity]);

        Assert.True(found.Point[0] >= 0);
        Near.Absolute(0, found.Point[0], 1e-5);
        Near.Absolute(2, found.Point[1], 1e-4);
    }

    [Theory]
    [InlineData("quasi-Newton")]
    [InlineData("Nelder-Mead")]
    public void They_leave_a_saddle_on_the_bound(string name)
    {
        // Even in x, as a criterion is in its thetas: flat at zero, lowest at one.
        var found = Of(name)(
            (x, g) =>
            {
                g[0] = 4 * x[0] * (x[0] * x[0] - 1);
                g[1] = 2 * x[1];

                return Math.Pow(x[0] * x[0] - 1, 2) + x[1] * x[1];
            },
            [0, .5],
            [0, 0]);

        Near.Absolute(1, found.Point[0], 1e-4);
    }

    [Fact]
    public void They_say_when_they_ran_out_of_evaluations()
    {
        // Downhill for ever: evenly for the one that models slopes, ever more gently for the one that stretches.
        var region = QuasiNewton.Minimise(
            (x, g) =>
            {
                g[0] = -1;

                return -x[0];
            },
            [1],
            [double.NegativeInfinity]);
        var simplex = NelderMead.Minimise(x => -Math.Log(1 + Math.Abs(x[0])), [1], [double.NegativeInfinity]);

        Assert.Equal((StopReason.EvaluationLimit, StopReason.EvaluationLimit), (region.Stopped, simplex.Stopped));
        Assert.True(region.Value < -1e6 && simplex.Value < -10);
    }

    private static Minimiser Of(string name) => name switch
    {
        "quasi-Newton" => QuasiNewton.Minimise,
        _ => (objective, start, lower) =>
            NelderMead.Minimise(x => objective(x, new double[x.Length]), start, lower),
    };
}
