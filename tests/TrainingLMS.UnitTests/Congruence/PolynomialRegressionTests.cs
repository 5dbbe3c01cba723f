using CsCheck;
using TrainingLMS.Congruence;
using TrainingLMS.Congruence.ResponseSurfaces;
using TrainingLMS.Congruence.Simulation;

namespace TrainingLMS.UnitTests.Congruence;

public sealed class PolynomialRegressionTests
{
    private static readonly (double[] X, double[] Y, double[] Z) _made = Made(60);

    [Fact]
    public void An_exact_surface_with_noise_is_found_again_with_n_minus_six_degrees_of_freedom()
    {
        var fit = PolynomialRegression.Fit(_made.X, _made.Y, _made.Z, Centring.At(5)).Value();

        Assert.Equal(60, fit.Rows);
        Assert.Equal((54.0, DegreesOfFreedomMethod.Residual), (fit.Surface.A1.DegreesOfFreedom, fit.Surface.A1.Method));
        Near.Absolute(-4, fit.Surface.A4.Value, 4 * fit.Surface.A4.StandardError);
        Near.Absolute(.1, fit.ResidualSd, .03);
        Assert.Equal(SurfaceShape.Dome, fit.Surface.Shape);
    }

    [Fact]
    public void The_normal_equations_hold()
    {
        // Residuals of least squares are orthogonal to every column.
        var fit = PolynomialRegression.Fit(_made.X, _made.Y, _made.Z, Centring.At(5)).Value();
        double[] b = [fit.Intercept.Value, .. fit.Surface.B.Select(e => e.Value)];
        var sums = new double[6];

        for (var i = 0; i < _made.Z.Length; i++)
        {
            var (x, y) = (_made.X[i] - 5, _made.Y[i] - 5);
            double[] row = [1, x, y, x * x, x * y, y * y];
            var residual = _made.Z[i] - row.Zip(b, (r, c) => r * c).Sum();

            for (var j = 0; j < 6; j++)
                sums[j] += residual * row[j];
        }

        Assert.All(sums, s => Near.Absolute(0, s, 1e-9));
    }

    [Fact]
    public void The_common_centre_moves_slopes_and_leaves_curvature_and_places() => Gen.Double[-20, 20].Sample(
        centre =>
        {
            var (a, b) = (At(5), At(centre));
            var (p, q) = (a.Surface.Stationary.Value(), b.Surface.Stationary.Value());

            Near.Absolute(a.Surface.A2.Value, b.Surface.A2.Value, 1e-7);
            Near.Absolute(a.Surface.A4.Value, b.Surface.A4.Value, 1e-7);
            Near.Relative(a.Surface.A4.StandardError, b.Surface.A4.StandardError, 1e-6);
            Near.Absolute(a.Surface.A5.Value, b.Surface.A5.Value, 1e-7);
            Near.Absolute(p.X0.Value + 5, q.X0.Value + centre, 1e-6);
            Near.Absolute(p.Y0.Value + 5, q.Y0.Value + centre, 1e-6);
            Near.Relative(a.ResidualSd, b.ResidualSd, 1e-8);
        },
        iter: 30);

    [Fact]
    public void A_longer_scale_shrinks_slopes_once_and_curvatures_twice() => Gen.Double[.1, 10].Sample(
        scale =>
        {
            var longer = PolynomialRegression.Fit(
                [.. _made.X.Select(v => v * scale)], [.. _made.Y.Select(v => v * scale)], _made.Z, Centring.At(5 * scale))
                .Value().Surface;

            Near.Relative(At(5).Surface.A1.Value, longer.A1.Value * scale, 1e-8);
            Near.Relative(At(5).Surface.A4.Value, longer.A4.Value * scale * scale, 1e-8);
            Near.Relative(At(5).Surface.Axes.Value().P11.Value, longer.Axes.Value().P11.Value, 1e-8);
        },
        iter: 30);

    [Fact]
    public void The_order_of_the_rows_changes_nothing() => Gen.Shuffle(Enumerable.Range(0, 60).ToArray()).Sample(
        order =>
        {
            var shuffled = PolynomialRegression.Fit(
                [.. order.Select(i => _made.X[i])], [.. order.Select(i => _made.Y[i])], [.. order.Select(i => _made.Z[i])],
                Centring.At(5)).Value().Surface;

            Near.Relative(At(5).Surface.A4.Value, shuffled.A4.Value, 1e-9);
            Near.Relative(At(5).Surface.A4.StandardError, shuffled.A4.StandardError, 1e-9);
        },
        iter: 20);

    [Fact]
    public void What_cannot_be_fitted_is_refused_by_name()
    {
        var (x, y, z) = _made;

        Refused(RefusalReason.TooFewRows, x[..6], y[..6], z[..6]);
        Refused(RefusalReason.UnequalLengths, x[..9], y, z);
        Refused(RefusalReason.ConstantOutcome, x, y, [.. z.Select(_ => 3.0)]);
        Refused(RefusalReason.RankDeficient, x, [.. y.Select(_ => 5.0)], z);
        Refused(RefusalReason.RankDeficient, x, x, z);
        Refused(RefusalReason.NotANumber, x, [double.NaN, .. y[1..]], z);
        Refused(RefusalReason.NotANumber, x, y, [double.PositiveInfinity, .. z[1..]]);

        static void Refused(RefusalReason reason, double[] x, double[] y, double[] z) =>
            Assert.Equal(
                reason, PolynomialRegression.Fit(x, y, z, Centring.PooledMean).Reason().Refusal!.Reason);
    }

    [Fact]
    public void The_pooled_mean_is_half_of_both_means()
    {
        var fit = PolynomialRegression.Fit(_made.X, _made.Y, _made.Z, Centring.PooledMean).Value();

        Near.Absolute((_made.X.Average() + _made.Y.Average()) / 2, fit.Centre, 1e-12);
        Near.Absolute(
            4, PolynomialRegression.Fit(_made.X, _made.Y, _made.Z, Centring.MidpointOf(RatingScale.OneToSeven)).Value().Centre, 0);
    }

    private static PolynomialFit At(double centre) =>
        PolynomialRegression.Fit(_made.X, _made.Y, _made.Z, Centring.At(centre)).Value();

    // Z = 2 + X - (X - Y)² - .1 (X + Y)², with ratings about 5.
    private static (double[] X, double[] Y, double[] Z) Made(int rows)
    {
        var random = new RandomSource(11);
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => random.Normal(5, 1))];
        double[] y = [.. x.Select(v => 2 + .6 * v + random.Normal(0, .7))];
        double[] z = [.. x.Zip(y, (a, b) =>
            2 + (a - 5) - (a - b) * (a - b) - .1 * Math.Pow(a + b - 10, 2) + random.Normal(0, .1))];

        return (x, y, z);
    }
}
