using TrainingLMS.Congruence.Optimisation;

namespace TrainingLMS.UnitTests.Congruence;

public sealed class OptimisationTests
{
    private delegate Minimum Minimiser(SmoothObjective objective, IReadOnlyList<double> start);

    [Theory]
    [InlineData("quasi-Newton")]
    [InlineData("quadratic trust region")]
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
            [-1.2, 1]);

        Assert.Equal(StopReason.SmallStep, found.Stopped);
        Near.Absolute(1, found.Point[0], 1e-3);
        Near.Absolute(1, found.Point[1], 2e-3);
    }

    [Theory]
    [InlineData("quasi-Newton")]
    [InlineData("quadratic trust region")]
    public void They_leave_a_saddle_at_zero(string name)
    {
        // Even in x, as a criterion is in its thetas: flat at zero, lowest at one.
        var found = Of(name)(
            (x, g) =>
            {
                g[0] = 4 * x[0] * (x[0] * x[0] - 1);
                g[1] = 2 * x[1];

                return Math.Pow(x[0] * x[0] - 1, 2) + x[1] * x[1];
            },
            [0, .5]);

        Near.Absolute(1, Math.Abs(found.Point[0]), 1e-4);
    }

    [Fact]
    public void They_say_when_they_ran_out_of_evaluations()
    {
        // Downhill for ever.
        var byGradient = QuasiNewton.Minimise(
            (x, g) =>
            {
                g[0] = -1;

                return -x[0];
            },
            [1]);
        var byValues = QuadraticTrustRegion.Minimise(x => -x[0], [1]);

        Assert.Equal((StopReason.EvaluationLimit, StopReason.EvaluationLimit), (byGradient.Stopped, byValues.Stopped));
        Assert.True(byGradient.Value < -1e6 && byValues.Value < -1e6);
    }

    private static Minimiser Of(string name) => name switch
    {
        "quasi-Newton" => (objective, start) => QuasiNewton.Minimise(objective, start),
        _ => (objective, start) => QuadraticTrustRegion.Minimise(x => objective(x, new double[x.Length]), start),
    };
}
