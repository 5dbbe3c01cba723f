using CsCheck;
using MathNet.Numerics.LinearAlgebra;
using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.Simulation;

namespace TrainingLMS.UnitTests.Congruence;

public sealed class MixedModelPropertyTests
{
    private static readonly Fit _tiny = LinearMixedModel.From(new Frames(ReferenceData.Tiny).Intercepts).Fit(verdict: false);

    [Fact]
    public void The_order_of_the_rows_changes_nothing() => Gen.Shuffle(ReferenceData.Tiny.ToArray()).Sample(
        rows =>
        {
            var fit = LinearMixedModel.From(new Frames(rows).Intercepts).Fit(verdict: false);

            Near.Absolute(_tiny.Criterion, fit.Criterion, 1e-8);
            Near.Absolute(_tiny["Tb"].Value, fit["Tb"].Value, 1e-6);
            Near.Absolute(Mode(_tiny, "T5"), Mode(fit, "T5"), 1e-6);
        },
        iter: 20);

    [Fact]
    public void The_names_of_the_groups_change_nothing() => Gen.Shuffle(Enumerable.Range(1, 5).ToArray()).Sample(
        order =>
        {
            string Renamed(string therapist) => $"T{order[therapist[1] - '1']}";
            var rows = ReferenceData.Tiny.Select(s => s with { Therapist = Renamed(s.Therapist), Dyad = "D" + s.Dyad[1..] + s.Dyad[1..] });
            var frames = new Frames(rows);
            var fit = LinearMixedModel.From(frames.Intercepts).Fit(verdict: false);

            Near.Absolute(_tiny.Criterion, fit.Criterion, 1e-8);
            Near.Absolute(Mode(_tiny, "T2"), Mode(fit, Renamed("T2")), 1e-6);
        },
        iter: 20);

    [Fact]
    public void The_same_points_added_to_both_raters_change_nothing() => Gen.Double[-1000, 1000].Sample(
        shift =>
        {
            var rows = ReferenceData.Tiny.Select(s => s with
            {
                TherapistAlliance = s.TherapistAlliance + shift, PatientAlliance = s.PatientAlliance + shift,
            });
            var fit = LinearMixedModel.From(new Frames(rows).Intercepts).Fit(verdict: false);

            Near.Absolute(_tiny.Criterion, fit.Criterion, 1e-6);
            Near.Absolute(_tiny["(Intercept)"].Value, fit["(Intercept)"].Value, 1e-6);
            Near.Absolute(_tiny["Tw"].Value, fit["Tw"].Value, 1e-6);
        },
        iter: 20);

    [Fact]
    public void A_longer_scale_stretches_the_bias_and_leaves_tracking() => Gen.Double[.01, 100].Sample(
        scale =>
        {
            var rows = ReferenceData.Tiny.Select(s => s with
            {
                TherapistAlliance = s.TherapistAlliance * scale, PatientAlliance = s.PatientAlliance * scale,
            });
            var fit = LinearMixedModel.From(new Frames(rows).Intercepts).Fit(verdict: false);

            Near.Absolute(_tiny["(Intercept)"].Value, fit["(Intercept)"].Value / scale, 1e-6);
            Near.Absolute(_tiny["Tw"].Value, fit["Tw"].Value, 1e-6);
            Near.Relative(_tiny.Sigma, fit.Sigma / scale, 1e-5);
            Near.Relative(_tiny["Tb"].DegreesOfFreedom, fit["Tb"].DegreesOfFreedom, 1e-4);
        },
        iter: 20);

    [Fact]
    public void The_order_of_the_columns_and_of_the_terms_changes_nothing() =>
        Gen.Shuffle(new[] { 0, 1, 2 }).Sample(
            order =>
            {
                var frame = new Frames(ReferenceData.Tiny).Intercepts;
                var fit = LinearMixedModel.From(frame with
                {
                    Fixed = [.. order.Select(j => frame.Fixed[j])],
                    Random = [.. frame.Random.Reverse()],
                }).Fit(verdict: false);

                Near.Absolute(_tiny.Criterion, fit.Criterion, 1e-8);
                Near.Absolute(_tiny["Tb"].Value, fit["Tb"].Value, 1e-7);
                Near.Relative(_tiny["Tb"].StandardError, fit["Tb"].StandardError, 1e-7);
                Near.Relative(_tiny["Tb"].DegreesOfFreedom, fit["Tb"].DegreesOfFreedom, 1e-5);
            },
            iter: 6);

    [Fact]
    public void Balanced_groups_have_the_variances_of_the_analysis_of_variance() => Gen.ULong.Sample(
        seed =>
        {
            // One-way, a groups of m: E(MSB) = mτ² + σ², E(MSW) = σ²; ML divides the sum between groups by a, not a - 1.
            const int Groups = 12;
            const int Rows = 5;
            var random = new RandomSource(seed);
            double[] level = [.. Enumerable.Range(0, Groups).Select(_ => random.Normal(0, 2))];
            double[] y = [.. Enumerable.Range(0, Groups * Rows).Select(i => level[i / Rows] + random.Normal(3, 1))];
            var one = Column.Intercept(y.Length);
            var model = LinearMixedModel.From(new ModelFrame(
                new Column("y", y),
                [one],
                [new(new GroupingFactor("g", [.. y.Select((_, i) => $"g{i / Rows:00}")]), [one])]));
            double[] means = [.. Enumerable.Range(0, Groups).Select(g => y[(g * Rows)..((g + 1) * Rows)].Average())];
            var between = Rows * means.Sum(m => (m - y.Average()) * (m - y.Average()));
            var within = y.Select((v, i) => v - means[i / Rows]).Sum(e => e * e) / (Groups * (Rows - 1));
            var (reml, ml) = (model.Fit(verdict: false), model.Fit(LikelihoodMethod.Ml, verdict: false));

            Near.Relative(within, reml.ResidualVariance, 1e-6);
            Near.Relative((between / (Groups - 1) - within) / Rows, Math.Pow(reml.Components.Sd("g"), 2), 1e-6);
            Near.Relative((between / Groups - within) / Rows, Math.Pow(ml.Components.Sd("g"), 2), 1e-6);
            Near.Relative(Groups - 1, reml[Column.InterceptName].DegreesOfFreedom, 1e-5);
        },
        iter: 20);

    [Fact]
    public void Nested_and_crossed_groups_have_the_criterion_of_the_dense_covariance() =>
        Gen.Select(Gen.ULong, Gen.Double[0, 2], Gen.Double[-1, 1], Gen.Double[0, 2], Gen.Double[0, 2], Gen.Bool).Sample(
            (seed, t1, t2, t3, t4, nested) =>
            {
                var frame = Random(seed, nested);
                double[] theta = [t1, t2, t3, t4];

                foreach (var method in new[] { LikelihoodMethod.Reml, LikelihoodMethod.Ml })
                {
                    Near.Absolute(
                        Dense(frame, theta, method), LinearMixedModel.From(frame).Deviance(method).At(theta), 1e-7);
                }
            },
            iter: 40);

    [Fact]
    public void The_gradient_is_the_slope_of_the_criterion() =>
        Gen.Select(Gen.ULong, Gen.Double[0, 2], Gen.Double[-1, 1], Gen.Double[0, 2], Gen.Double[0, 2], Gen.Bool).Sample(
            (seed, t1, t2, t3, t4, nested) =>
            {
                var frame = Random(seed, nested);
                frame = frame with
                {
                    Residual = new Autocorrelation(
                        [.. Enumerable.Range(0, frame.Rows).Select(i => (double)i)], frame.Random[0].Factor, true),
                };

                // On the bound and next to it the sums are made another way.
                double[] point = [t1 < .3 ? 0 : t1, t2, t3 < .5 ? 1e-4 : t3, t4 < .3 ? 0 : t4, .3];

                foreach (var method in new[] { LikelihoodMethod.Reml, LikelihoodMethod.Ml })
                {
                    var deviance = LinearMixedModel.From(frame).Deviance(method);
                    var gradient = new double[5];
                    deviance.At(point, gradient);

                    for (var k = 0; k < point.Length; k++)
                    {
                        double At(double by) => deviance.At([.. point.Select((x, i) => i == k ? x + by : x)]);
                        Near.Absolute((At(1e-5) - At(-1e-5)) / 2e-5, gradient[k], 1e-4);
                    }
                }
            },
            iter: 40);

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e-3)]
    [InlineData(1e6)]
    public void The_unit_of_a_random_column_changes_nothing_but_its_own_numbers(double unit)
    {
        var frames = new Frames(ReferenceData.AllianceSim);
        Column Scaled(Column column) => new(column.Name, [.. column.Values.Select(v => v * unit)]);
        var slopes = frames.Slopes with
        {
            Outcome = new Column("Jc", [.. frames.Outcome.Values.Select(v => v / unit)]),
            Fixed = [frames.Intercept, Scaled(frames.Within), frames.Between],
            Random =
            [
                new(frames.Dyad, [frames.Intercept, Scaled(frames.Within)]), new(frames.Therapist, [frames.Intercept]),
            ],
        };
        var expected = LinearMixedModel.From(frames.Slopes).Fit();
        var fit = LinearMixedModel.From(slopes).Fit();

        Assert.Equal(Convergence.Converged, fit.Summary.Convergence);
        Near.Relative(expected["Tw"].Value, fit["Tw"].Value * unit * unit, 1e-6);
        Near.Relative(expected["Tw"].StandardError, fit["Tw"].StandardError * unit * unit, 1e-5);
        Near.Relative(expected["Tw"].DegreesOfFreedom, fit["Tw"].DegreesOfFreedom, 1e-4);
        Near.Relative(
            expected.Components.Sd("patient", "Tw"), fit.Components.Sd("patient", "Tw") * unit * unit, 1e-4);
    }

    [Fact]
    public void A_variance_that_the_data_cannot_tell_is_called_unstable()
    {
        // Every patient has a coefficient of their own, so nothing is left by which therapists could differ.
        var frames = new Frames(ReferenceData.Tiny);
        var dummies = frames.Dyad.Levels.Skip(1).Select((level, i) => new Column(
            level, [.. frames.Dyad.OfRow.Select(of => of == i + 1 ? 1.0 : 0)]));
        var fit = LinearMixedModel.From(new ModelFrame(
            frames.Outcome, [frames.Intercept, .. dummies], [new(frames.Therapist, [frames.Intercept])])).Fit();

        Assert.Equal(Convergence.Unstable, fit.Summary.Convergence);
    }

    [Fact]
    public void Very_many_rows_and_groups_are_shared_out_without_a_difference()
    {
        // The same rows thousands of times over, each copy with groups of its own: n times the log-likelihood at any θ.
        const int Copies = 6000;
        var frames = new Frames(ReferenceData.Tiny);
        var one = LinearMixedModel.From(frames.Intercepts);
        var many = LinearMixedModel.From(new ModelFrame(
            Copied(frames.Outcome),
            [Copied(frames.Intercept), Copied(frames.Within), Copied(frames.Between)],
            [
                new(Groups(frames.Dyad), [Copied(frames.Intercept)]),
                new(Groups(frames.Therapist), [Copied(frames.Intercept)]),
            ]));
        var (small, large) = (one.Deviance(LikelihoodMethod.Ml), many.Deviance(LikelihoodMethod.Ml));
        var (smallSlope, largeSlope) = (new double[2], new double[2]);

        Near.Relative(Copies * small.At([.8, .5], smallSlope), large.At([.8, .5], largeSlope), 1e-9);
        Near.Relative(Copies * smallSlope[0], largeSlope[0], 1e-7);
        Near.Relative(Copies * smallSlope[1], largeSlope[1], 1e-7);

        static Column Copied(Column column) =>
            new(column.Name, [.. Enumerable.Repeat(column.Values, Copies).SelectMany(values => values)]);

        static GroupingFactor Groups(GroupingFactor factor) => new(
            factor.Name,
            [.. Enumerable.Range(0, Copies).SelectMany(copy => factor.OfRow.Select(of => $"{copy}:{factor.Levels[of]}"))]);
    }

    [Fact]
    public void The_criterion_does_not_care_for_the_origin_of_a_column()
    {
        // Time in calendar years: the columns nearly collinear with the intercept, the outcome far from zero.
        var frames = new Frames(ReferenceData.AllianceSim);
        var far = frames.Slopes with
        {
            Outcome = new Column("Jc", [.. frames.Outcome.Values.Select(v => v + 1e6)]),
            Fixed = [.. frames.Slopes.Fixed, new Column("year", [.. frames.Time.Values.Select(v => 2e4 + v)])],
        };
        var near = frames.Slopes with { Fixed = [.. frames.Slopes.Fixed, frames.Time] };
        var expected = LinearMixedModel.From(near).Fit(verdict: false);
        var actual = LinearMixedModel.From(far).Fit(verdict: false);

        Near.Absolute(expected.Criterion, actual.Criterion, 1e-5);
        Near.Absolute(expected["timec"].Value, actual["year"].Value, 1e-6);
        Near.Relative(expected["Tw"].StandardError, actual["Tw"].StandardError, 1e-5);
    }

    private static double Mode(Fit fit, string level) => fit.Effects("therapist").Single(e => e.Level == level).Mode;

    // y ~ 1 + x + (1 + x | a) + (1 | b), b above a or across it
    private static ModelFrame Random(ulong seed, bool nested)
    {
        var random = new RandomSource(seed);
        const int Rows = 48;
        int[] a = [.. Enumerable.Range(0, Rows).Select(i => i % 8)];
        var one = Column.Intercept(Rows);
        var x = new Column("x", [.. a.Select(_ => random.Normal(0, 1))]);

        return new ModelFrame(
            new Column("y", [.. a.Select(g => g / 4.0 + random.Normal(3, 1))]),
            [one, x],
            [
                new(new GroupingFactor("a", [.. a.Select(g => $"a{g}")]), [one, x]),
                new(new GroupingFactor("b", [.. a.Select((g, i) => $"b{(nested ? g / 3 : i / 8)}")]), [one]),
            ]);
    }

    // -2 log-likelihood of N(Xb, s2 (ZLL'Z' + I)) with b and s2 at their best, straight from the definition.
    private static double Dense(ModelFrame frame, double[] theta, LikelihoodMethod method)
    {
        var n = frame.Rows;
        var v = Matrix<double>.Build.DenseIdentity(n);
        var (a, b) = (frame.Random[0].Factor.OfRow, frame.Random[1].Factor.OfRow);
        var x = frame.Fixed[1].Values;

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                if (a[i] == a[j])
                {
                    v[i, j] += theta[0] * theta[0] + theta[0] * theta[1] * (x[i] + x[j])
                        + (theta[1] * theta[1] + theta[2] * theta[2]) * x[i] * x[j];
                }

                if (b[i] == b[j])
                    v[i, j] += theta[3] * theta[3];
            }
        }

        var fixedPart = Matrix<double>.Build.DenseOfColumns(frame.Fixed.Select(c => c.Values));
        var y = Vector<double>.Build.DenseOfEnumerable(frame.Outcome.Values);
        var inverse = v.Inverse();
        var information = fixedPart.TransposeThisAndMultiply(inverse * fixedPart);
        var residual = y - fixedPart * (information.Inverse() * fixedPart.TransposeThisAndMultiply(inverse * y));
        var freedom = method == LikelihoodMethod.Reml ? n - 2 : n;
        var determinants = v.Cholesky().DeterminantLn
            + (method == LikelihoodMethod.Reml ? information.Cholesky().DeterminantLn : 0);

        return determinants + freedom * (1 + Math.Log(2 * Math.PI * (residual * (inverse * residual)) / freedom));
    }
}
