using TrainingLMS.Congruence;
using TrainingLMS.Congruence.MixedModels;

namespace TrainingLMS.UnitTests.Congruence;

public sealed class MixedModelRefusalTests
{
    private static readonly Column _one = Column.Intercept(8);
    private static readonly Column _x = new("x", [1, 2, 3, 4, 5, 6, 7, 9]);
    private static readonly Column _y = new("y", [2, 1, 4, 3, 6, 5, 8, 7]);
    private static readonly GroupingFactor _g = new("g", ["a", "a", "b", "b", "c", "c", "d", "d"]);
    private static readonly ModelFrame _good = new(_y, [_one, _x], [new(_g, [_one])]);

    [Fact]
    public void A_sound_model_is_not_refused() => Assert.True(LinearMixedModel.From(_good).Fit().Sigma > 0);

    [Fact]
    public void A_constant_outcome_is() =>
        Refused(_good with { Outcome = new("y", [5, 5, 5, 5, 5, 5, 5, 5]) }, RefusalReason.ConstantOutcome, "y", 1, 2);

    [Fact]
    public void A_column_made_of_others_is_named() => Refused(
        _good with { Fixed = [_one, _x, new("z", [.. _x.Values.Select(v => 3 - 2 * v)])] },
        RefusalReason.RankDeficient, "z", 2, 3);

    [Fact]
    public void So_is_a_column_of_zeros() => Refused(
        _good with { Fixed = [_one, new("zero", new double[8])] }, RefusalReason.RankDeficient, "zero", 1, 2);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_cell_that_is_no_number_is_named_by_its_column(double bad) => Refused(
        _good with { Fixed = [_one, new("x", [1, 2, bad, 4, 5, 6, 7, 9])] }, RefusalReason.NotANumber, "x", 7, 8);

    [Fact]
    public void A_factor_with_one_level_groups_nothing() => Refused(
        _good with { Random = [new(new("all", [.. Enumerable.Repeat("a", 8)]), [_one])] },
        RefusalReason.TooFewLevels, "all", 1, 2);

    [Fact]
    public void As_many_groups_as_rows_leave_nothing_for_the_residual() => Refused(
        _good with { Random = [new(new("row", [.. Enumerable.Range(1, 8).Select(i => $"{i}")]), [_one])] },
        RefusalReason.TooManyLevels, "row", 8, 9);

    [Fact]
    public void So_do_as_many_slopes_and_intercepts_as_rows() =>
        Refused(_good with { Random = [new(_g, [_one, _x])] }, RefusalReason.TooManyLevels, "g", 8, 9);

    [Fact]
    public void Fewer_rows_than_coefficients_are_too_few() => Refused(
        new ModelFrame(new("y", [1, 2]), [new("a", [1, 1]), new("b", [0, 1])], []), RefusalReason.TooFewRows, "y", 2, 3);

    [Fact]
    public void Columns_of_different_lengths_are_refused() =>
        Refused(_good with { Fixed = [_one, new("x", [1, 2])] }, RefusalReason.UnequalLengths, "x", 2, 8);

    [Fact]
    public void An_outcome_that_the_columns_explain_completely_leaves_nothing_to_divide() => Refused(
        _good with { Outcome = new("y", [.. _x.Values.Select(v => 2 * v + 1)]) }, RefusalReason.NoResidual, "y", 8, 2);

    [Fact]
    public void A_variance_that_is_zero_is_named_and_the_fit_is_kept()
    {
        // Group means are closer together than chance makes them.
        var fit = LinearMixedModel.From(_good with { Outcome = new("y", [1, 4, 2, 3, 1.5, 3.5, 2.2, 2.9]) }).Fit();

        Assert.Equal([new SingularComponent("g", "(Intercept)", SingularKind.ZeroVariance)], fit.Summary.Singular);
        Assert.Equal(Convergence.Converged, fit.Summary.Convergence);
        Assert.Equal(0, fit.Components.Sd("g"));
        Assert.True(double.IsFinite(fit["x"].StandardError));
    }

    [Fact]
    public void Without_random_terms_it_is_ordinary_least_squares()
    {
        // summary(lm(y ~ x)), R 4.2.2 formulas: b = Sxy / Sxx, se = sqrt(SSE / (n - 2) / Sxx), df = n - 2
        var fit = LinearMixedModel.From(_good with { Random = [] }).Fit();
        var x = _x.Values;
        var (mx, my) = (x.Average(), _y.Values.Average());
        var sxx = x.Sum(v => (v - mx) * (v - mx));
        var b = x.Zip(_y.Values, (u, v) => (u - mx) * (v - my)).Sum() / sxx;
        var sse = x.Zip(_y.Values, (u, v) => Math.Pow(v - my - b * (u - mx), 2)).Sum();

        Near.Absolute(b, fit["x"].Value, 1e-12);
        Near.Absolute(Math.Sqrt(sse / 6 / sxx), fit["x"].StandardError, 1e-12);
        Near.Absolute(6, fit["x"].DegreesOfFreedom, 1e-9);
    }

    private static void Refused(ModelFrame frame, RefusalReason reason, string subject, int present, int needed) =>
        Assert.Equal(
            new Refusal(reason, subject, present, needed),
            Assert.Throws<ModelRefusedException>(() => LinearMixedModel.From(frame)).Refusal);
}
