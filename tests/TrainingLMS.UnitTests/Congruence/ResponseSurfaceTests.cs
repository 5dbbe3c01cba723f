using CsCheck;
using TrainingLMS.Congruence;
using TrainingLMS.Congruence.ResponseSurfaces;

namespace TrainingLMS.UnitTests.Congruence;

public sealed class ResponseSurfaceTests
{
    // lmer(W1 ~ Xw+Yw+X2+XY+Y2+Xm+Ym+timec+Ww+(1|therapist)+(1|patient), arm 1); a1 to a5 as L %*% b in R.
    private static readonly double[] _b = [.46938088, 1.98890638, -3.19556020, -.82485078, -4.46861341];

    // Clear of the degenerate cases, each of which has a test of its own.
    private static readonly Gen<double[]> _curved = Gen.Int[-200, 200].Array[5]
        .Select(b => b.Select(v => v / 100.0).ToArray())
        .Where(b => Math.Abs(b[3]) > .2 && Math.Abs(4 * b[2] * b[4] - b[3] * b[3]) > .2
            && Math.Abs(b[2] - b[4]) > .05);

    [Fact]
    public void The_five_parameters_are_sums_of_coefficients()
    {
        var surface = Certain(_b);

        Near.Absolute(2.4582873, surface.A1.Value, 1e-7);
        Near.Absolute(-8.4890244, surface.A2.Value, 1e-7);
        Near.Absolute(-1.5195255, surface.A3.Value, 1e-7);
        Near.Absolute(-6.8393228, surface.A4.Value, 1e-7);
        Near.Absolute(1.2730532, surface.A5.Value, 1e-7);
        Assert.Equal(SurfaceShape.Dome, surface.Shape);
    }

    [Fact]
    public void Axes_and_stationary_point_agree_with_r()
    {
        // fit.out's own surface of arm 1: b as printed, V from vcov; est p11, p10, X0, Y0 and p21, p20.
        var surface = Certain([.3715345239, -.4599833714, .4080251514, 1.9273542373, -2.1795581114]);
        var point = surface.Stationary.Value();
        var axes = surface.Axes.Value();

        Near.Absolute(.3314977127, axes.P11.Value, 1e-9);
        Near.Absolute(-.1166752193, axes.P10.Value().Value, 1e-9);
        Near.Absolute(-3.016612066, axes.P21.Value, 1e-8);
        Near.Absolute(-.4541639766, axes.P20.Value().Value, 1e-9);
        Near.Absolute(-.1007997884, point.X0.Value, 1e-9);
        Near.Absolute(-.1500901186, point.Y0.Value, 1e-9);
        Assert.Equal(SurfaceShape.Saddle, surface.Shape);
    }

    [Fact]
    public void Standard_errors_are_those_of_the_delta_method() => _curved.Sample(
        b =>
        {
            // Against central differences of each formula, with b1 to b5 independent and of unit variance.
            var surface = Certain(b);

            Same(v => Certain(v).A4.Value, surface.A4);
            Same(v => Certain(v).Eigenvalues.Value().L1.Value, surface.Eigenvalues.Value().L1);
            Same(v => Certain(v).Axes.Value().P11.Value, surface.Axes.Value().P11);
            Same(v => Certain(v).Axes.Value().P20.Value().Value, surface.Axes.Value().P20.Value());
            Same(v => Certain(v).Axes.Value().Curvature1.Value, surface.Axes.Value().Curvature1);
            Same(v => Certain(v).Axes.Value().LateralShift.Value().Value, surface.Axes.Value().LateralShift.Value());
            Same(v => Certain(v).Stationary.Value().Y0.Value, surface.Stationary.Value().Y0);

            void Same(Func<double[], double> figure, Estimate estimate)
            {
                var sum = 0.0;
                var roughness = 0.0;

                for (var i = 0; i < 5; i++)
                {
                    var (wide, narrow) = (Slope(figure, b, i, 1e-5), Slope(figure, b, i, 5e-6));
                    sum += narrow * narrow;
                    roughness += Math.Abs(wide - narrow) * Math.Abs(narrow);
                }

                var expected = Math.Sqrt(sum);
                Near.Absolute(expected, estimate.StandardError, 1e-5 * expected + 10 * roughness / expected + 1e-8);
            }
        },
        iter: 200);

    [Fact]
    public void Axes_are_perpendicular_and_meet_in_the_stationary_point() => _curved.Sample(
        b =>
        {
            var surface = Certain(b);
            var (axes, point) = (surface.Axes.Value(), surface.Stationary.Value());
            var size = 1 + Math.Abs(axes.P10.Value().Value) + Math.Abs(point.Y0.Value);

            Near.Absolute(-1, axes.P11.Value * axes.P21.Value, 1e-9);
            Near.Absolute(point.Y0.Value, axes.P10.Value().Value + axes.P11.Value * point.X0.Value, 1e-8 * size);
            Assert.True(
                surface.Eigenvalues.Value().L1.Value >= surface.Eigenvalues.Value().L2.Value);
        },
        iter: 200);

    // The rule of moved centres: b1' = b1 + 2 b3 cx + b4 cy, b2' = b2 + 2 b5 cy + b4 cx, the rest unchanged.
    [Fact]
    public void Another_centre_moves_points_and_keeps_shape() =>
        Gen.Select(_curved, Gen.Double[-3, 3], Gen.Double[-3, 3]).Sample(
            (b, cx, cy) =>
            {
                var before = Certain(b);
                var after = Certain(
                    [b[0] + 2 * b[2] * cx + b[3] * cy, b[1] + 2 * b[4] * cy + b[3] * cx, b[2], b[3], b[4]]);
                var (p, q) = (before.Stationary.Value(), after.Stationary.Value());
                var size = 1 + Math.Abs(p.X0.Value) + Math.Abs(p.Y0.Value);

                Near.Absolute(before.A2.Value, after.A2.Value, 1e-12);
                Near.Absolute(before.A4.Value, after.A4.Value, 1e-12);
                Near.Absolute(before.A5.Value, after.A5.Value, 1e-12);
                Near.Absolute(before.Axes.Value().P11.Value, after.Axes.Value().P11.Value, 1e-9);
                Near.Absolute(p.X0.Value, q.X0.Value + cx, 1e-7 * size);
                Near.Absolute(p.Y0.Value, q.Y0.Value + cy, 1e-7 * size);
                Assert.Equal(before.Shape, after.Shape);
            },
            iter: 200);

    [Fact]
    public void Without_a_product_term_the_axes_are_the_raters_own()
    {
        var surface = Certain([1, 1, -1, 0, -2]);

        Assert.Equal(SuppressionRule.ParallelAxes, surface.Axes.Reason().Rule);
        Near.Absolute(.5, surface.Stationary.Value().X0.Value, 1e-12);
        Near.Absolute(-1, surface.Eigenvalues.Value().L1.Value, 1e-12);
    }

    [Fact]
    public void A_perfect_ridge_has_no_stationary_point_but_a_direction()
    {
        // -(X - Y)²: highest wherever both agree.
        var surface = Certain([0, 0, -1, 2, -1]);

        Assert.Equal(SurfaceShape.Ridge, surface.Shape);
        Assert.Equal(SuppressionRule.FlatRidge, surface.Stationary.Reason().Rule);
        Assert.Equal(SuppressionRule.FlatRidge, surface.Axes.Value().P10.Reason().Rule);
        Near.Absolute(1, surface.Axes.Value().P11.Value, 1e-12);
        Near.Absolute(0, surface.Eigenvalues.Value().L1.Value, 1e-12);
        Near.Absolute(-4, surface.A4.Value, 1e-12);
        Assert.Equal(SurfaceShape.Trough, Certain([0, 0, 1, -2, 1]).Shape);
    }

    [Fact]
    public void A_plane_and_a_round_bowl_have_no_direction()
    {
        var plane = Certain([1, 2, 0, 0, 0]);
        var bowl = Certain([1, 2, 1, 0, 1]);

        Assert.Equal(SurfaceShape.Plane, plane.Shape);
        Assert.Equal(SuppressionRule.NoDirection, plane.Axes.Reason().Rule);
        Assert.Equal(SuppressionRule.FlatRidge, plane.Stationary.Reason().Rule);
        Assert.Equal(SurfaceShape.Bowl, bowl.Shape);
        Assert.Equal(SuppressionRule.NoDirection, bowl.Eigenvalues.Reason().Rule);
        Assert.True(bowl.Stationary.IsShown);
    }

    [Fact]
    public void Coefficients_that_are_no_surface_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Surface([1, 2, 3], Diagonal(1)));
        Assert.Throws<ArgumentException>(() => Surface([1, 2, 3, double.NaN, 5], Diagonal(1)));
        var lopsided = Diagonal(1);
        lopsided[0, 1] = .5;
        Assert.Throws<ArgumentException>(() => Surface(_b, lopsided));
    }

    [Fact]
    public void Curvature_is_tested_jointly_with_the_covariance_of_its_terms()
    {
        // erfc(sqrt(x / 2)) + sqrt(2 x / pi) exp(-x / 2) with x = (.5² + .3² + .8²) / .25: chi-square's tail on 3
        var test = ResponseSurface.From(
            [9, 9, .5, -.3, .8], Diagonal(.25), double.PositiveInfinity, DegreesOfFreedomMethod.Normal).Quadratic.Value();

        Near.Absolute((.25 + .09 + .64) / .25 / 3, test.F, 1e-12);
        Near.Absolute(.2702332710, test.PValue, 1e-9);
        Assert.Equal(
            RefusalReason.RankDeficient, Surface(_b, new double[5, 5]).Quadratic.Reason().Refusal!.Reason);
    }

    [Theory]
    [InlineData(-.5, 2, BroadCongruence.NotSupported)]
    [InlineData(.5, 1, BroadCongruence.Compatible)]
    public void With_a_negative_product_a_falling_line_of_incongruence_is_no_congruence(
        double product, double both, BroadCongruence expected)
    {
        // b3 = b5, so a5 = 0; a3 = 0; a4 = 2 b3 - b4 far below 0 in both.
        var square = -both - 5;
        var verdict = CongruenceVerdict.Of(Surface([0, 0, square, product, square], Diagonal(.01)));

        Assert.Equal(ConditionState.Supported, verdict.LessWhenApart);
        Assert.Equal(product > 0, verdict.ProductPositive);
        Assert.Equal(expected, verdict.Broad);
    }

    [Theory]
    [InlineData(0, 0, -4, null, BroadCongruence.Compatible)]
    [InlineData(0, 0, -4, 1.0, BroadCongruence.Supported)]
    [InlineData(0, 0, -4, .1, BroadCongruence.Compatible)]
    [InlineData(2, 0, -4, null, BroadCongruence.NotSupported)]
    [InlineData(0, 2, -4, null, BroadCongruence.NotSupported)]
    [InlineData(0, 0, -.1, null, BroadCongruence.NotSupported)]
    [InlineData(0, 0, 4, null, BroadCongruence.NotSupported)]
    public void All_conditions_together_make_a_congruence_effect(
        double a3, double a5, double a4, double? smallest, BroadCongruence expected)
    {
        // a2 = 0, so b4 = -a4 / 2 and b3 + b5 = a4 / 2; SE of a3 and a5 is .14.
        double[] b = [a3 / 2, -a3 / 2, a4 / 4 + a5 / 2, -a4 / 2, a4 / 4 - a5 / 2];
        var interest = smallest is { } s ? new SmallestOfInterest(s, s) : null;

        Assert.Equal(expected, CongruenceVerdict.Of(Surface(b, Diagonal(.01)), interest).Broad);
    }

    [Fact]
    public void Words_keep_a_slope_a_congruence_effect_and_an_asymmetry_apart()
    {
        Assert.Equal(
            ["broad congruence effect compatible", "better when both rate high (a1)"],
            Said([1, 1, -1, 2, -1]));
        Assert.Equal(
            ["broad congruence effect not supported", "better when both rate high (a1)", "asymmetry (a3)"],
            Said([3, 1, -1, 2, -1]));
        Assert.Equal(["broad congruence effect not supported"], Said([0, 0, 1, -2, 1]));

        static IReadOnlyList<string> Said(double[] b) =>
            CongruenceVerdict.Of(Surface(b, Diagonal(.01))).Sentences;
    }

    [Fact]
    public void Strictly_the_level_does_not_matter_either()
    {
        Assert.True(CongruenceVerdict.Of(Surface([0, 0, -1, 2, -1], Diagonal(.01))).StrictNotContradicted);
        Assert.False(CongruenceVerdict.Of(Surface([1, 1, -1, 2, -1], Diagonal(.01))).StrictNotContradicted);
    }

    private static ResponseSurface Certain(double[] b) => Surface(b, Diagonal(1));

    private static ResponseSurface Surface(double[] b, double[,] covariance) =>
        ResponseSurface.From(b, covariance, 50, DegreesOfFreedomMethod.Residual);

    private static double[,] Diagonal(double variance)
    {
        var v = new double[5, 5];

        for (var i = 0; i < 5; i++)
            v[i, i] = variance;

        return v;
    }

    private static double Slope(Func<double[], double> figure, double[] b, int i, double h)
    {
        double[] up = [.. b];
        double[] down = [.. b];
        up[i] += h;
        down[i] -= h;

        return (figure(up) - figure(down)) / (2 * h);
    }
}
