using TrainingLMS.Congruence;
using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.MixedModels.Formulas;

namespace TrainingLMS.UnitTests.Congruence.Formulas;

/// <summary>Columns and names as R's model.matrix documents them, each typed out by hand.</summary>
public sealed class CodingTests
{
    private static readonly DataFrame _data = new(
        DataColumn.Of("y", [1, 4, 2, 8, 5, 7, 3, 9, 6, 2, 5, 8]),
        DataColumn.Of("x", [1, 2, 3, 4, 5, 6, 7, 9, 8, 2, 4, 11]),
        DataColumn.Of("z", [2, 1, 2, 5, 1, 3, 2, 7, 1, 1, 9, 2]),
        DataColumn.Of("n", [10, 9, 10, 9, 10, 9, 10, 9, 10, 9, 10, 9]),
        DataColumn.Of("f", ["b", "a", "b", "a", "b", "a", "b", "a", "b", "a", "b", "a"]),
        DataColumn.Of("g", ["u", "u", "v", "v", "w", "w", "u", "u", "v", "v", "w", "w"]),
        DataColumn.Of("two words", [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8]),
        DataColumn.Of("h", ["1", "1", "1", "1", "2", "2", "2", "2", "3", "3", "3", "3"]),
        DataColumn.Of("k", [1, 1, 2, 2, 1, 1, 2, 2, 1, 1, 2, 2]));

    [Theory]
    [InlineData("1", "(Intercept)")]
    [InlineData("x", "(Intercept), x")]
    [InlineData("0 + x", "x")]
    [InlineData("x - 1", "x")]
    [InlineData("-1 + x", "x")]
    [InlineData("0 + x + 1", "(Intercept), x")]
    [InlineData("x + x", "(Intercept), x")]
    [InlineData("f", "(Intercept), fb")]
    [InlineData("0 + f", "fa, fb")]
    [InlineData("0 + f + g", "fa, fb, gv, gw")]
    [InlineData("0 + x + g + f", "x, gu, gv, gw, fb")]
    [InlineData("f + g", "(Intercept), fb, gv, gw")]
    [InlineData("f * g", "(Intercept), fb, gv, gw, fb:gv, fb:gw")]
    [InlineData("g * f", "(Intercept), gv, gw, fb, gv:fb, gw:fb")]
    [InlineData("0 + f:g", "fa:gu, fb:gu, fa:gv, fb:gv, fa:gw, fb:gw")]
    [InlineData("g + g:f", "(Intercept), gv, gw, gu:fb, gv:fb, gw:fb")]
    [InlineData("g / f", "(Intercept), gv, gw, gu:fb, gv:fb, gw:fb")]
    [InlineData("g / x", "(Intercept), gv, gw, gu:x, gv:x, gw:x")]
    [InlineData("x * f", "(Intercept), x, fb, x:fb")]
    [InlineData("f * x", "(Intercept), fb, x, fb:x")]
    [InlineData("x + x:f", "(Intercept), x, x:fb")]
    [InlineData("x:f", "(Intercept), x:fa, x:fb")]
    [InlineData("f + x:f", "(Intercept), fb, fa:x, fb:x")]
    [InlineData("0 + f + f:x", "fa, fb, fa:x, fb:x")]
    [InlineData("x:f + x", "(Intercept), x, x:fb")]
    [InlineData("f * g - f", "(Intercept), gv, gw, fb:gu, fb:gv, fb:gw")]
    [InlineData("x * z * f - x:z:f", "(Intercept), x, z, fb, x:z, x:fb, z:fb")]
    [InlineData("(x + z) * f", "(Intercept), x, z, fb, x:fb, z:fb")]
    [InlineData("(x + z + f)^2", "(Intercept), x, z, fb, x:z, x:fb, z:fb")]
    [InlineData("(x + z + f)**3 - x", "(Intercept), z, fb, x:z, x:fb, z:fb, x:z:fb")]
    [InlineData("(x + z)/f", "(Intercept), x, z, x:z:fa, x:z:fb")]
    [InlineData("x - (x + z) + z", "(Intercept), z")]
    [InlineData("x:z + z + x", "(Intercept), z, x, x:z")]
    [InlineData("x:f + x:g", "(Intercept), x:fa, x:fb, x:gv, x:gw")]
    [InlineData("I(x^2) + x", "(Intercept), I(x^2), x")]
    [InlineData("I( x*z-2/z ) + log(x+1)", "(Intercept), I(x * z - 2/z), log(x + 1)")]
    [InlineData("I((x-1)/100000) + sqrt(x):exp(z)", "(Intercept), I((x - 1)/1e+05), sqrt(x):exp(z)")]
    [InlineData("`two words` * f", "(Intercept), `two words`, fb, `two words`:fb")]
    [InlineData("n", "(Intercept), n")]
    [InlineData("factor(n)", "(Intercept), factor(n)10")]
    [InlineData("factor(f) + as.factor(k)", "(Intercept), factor(f)b, as.factor(k)2")]
    public void Terms_have_the_columns_and_names_of_R(string terms, string columns) =>
        Assert.Equal(columns, Names(Frame($"y ~ {terms}").Frame.Fixed));

    [Fact]
    public void A_column_of_numbers_is_a_factor_when_asked_with_nine_before_ten() =>
        Assert.Equal("(Intercept), n10", Names(Formula.Parse("y ~ n").Frame(_data, ["n", "g"]).Frame.Fixed));

    [Fact]
    public void A_coded_column_holds_ones_where_its_level_is_and_products_where_two_meet()
    {
        var columns = Frame("y ~ x * g").Frame.Fixed.ToDictionary(c => c.Name, c => c.Values, StringComparer.Ordinal);

        Assert.Equal([0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0], columns["gv"]);
        Assert.Equal([0, 0, 0, 0, 5, 6, 0, 0, 0, 0, 4, 11], columns["x:gw"]);
    }

    [Fact]
    public void Arithmetic_follows_the_usual_order()
    {
        var column = Frame("y ~ I(-x^2 + 3 * x / 2 - 2^-1)").Frame.Fixed[1];

        Assert.Equal("I(-x^2 + 3 * x/2 - 2^-1)", column.Name);
        Assert.Equal(-9 + 4.5 - .5, column.Values[2], 12);
    }

    [Theory]
    [InlineData("log(y) ~ x", "log(y)", 1.3862943611198906)]
    [InlineData("y / 2 ~ x", "y/2", 2)]
    [InlineData("I(y - x) ~ z", "I(y - x)", 2)]
    public void An_outcome_may_be_computed(string formula, string name, double second)
    {
        var outcome = Frame(formula).Frame.Outcome;

        Assert.Equal(name, outcome.Name);
        Assert.Equal(second, outcome.Values[1], 14);
    }

    [Theory]
    [InlineData("(1 | h)", "h: (Intercept)")]
    [InlineData("(x | h)", "h: (Intercept), x")]
    [InlineData("(0 + x | h)", "h: x")]
    [InlineData("(x - 1 | h)", "h: x")]
    [InlineData("(f | h)", "h: (Intercept), fb")]
    [InlineData("(0 + f | h)", "h: fa, fb")]
    [InlineData("(1 + x || h)", "h: (Intercept); h: x")]
    [InlineData("(0 + x + z || h)", "h: x; h: z")]
    [InlineData("(x * f || h)", "h: (Intercept); h: x; h: fa, fb; h: x:fa, x:fb")]
    [InlineData("(f || h)", "h: (Intercept); h: fa, fb")]
    [InlineData("(1 | h) + (0 + x | h)", "h: (Intercept); h: x")]
    [InlineData("(1 | h/k)", "h: (Intercept); h:k: (Intercept)")]
    [InlineData("(x || h/k)", "h: (Intercept); h: x; h:k: (Intercept); h:k: x")]
    [InlineData("(1 | h/k/g)", "h: (Intercept); h:k: (Intercept); h:k:g: (Intercept)")]
    [InlineData("(1 + x | h:k)", "h:k: (Intercept), x")]
    [InlineData("((1 | h))", "h: (Intercept)")]
    [InlineData("(1 | h:k) + (0 + x | k:h)", "h:k: (Intercept); h:k: x")]
    [InlineData("(1 | factor(h))", "h: (Intercept)")]
    public void Random_terms_vary_what_lme4_varies(string random, string blocks)
    {
        var terms = Frame($"y ~ z + {random}").Frame.Random;

        Assert.Equal(blocks, string.Join("; ", terms.Select(t => $"{t.Factor.Name}: {Names(t.Columns)}")));
    }

    [Fact]
    public void Groups_are_labelled_by_their_cells_whatever_these_look_like()
    {
        var terms = Frame("y ~ 1 + (1 | n) + (1 | h:k)").Frame.Random;

        Assert.Equal(["10", "9"], terms[0].Factor.Levels);
        Assert.Equal([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1], terms[0].Factor.OfRow);
        Assert.Equal(["1:1", "1:2", "2:1", "2:2", "3:1", "3:2"], terms[1].Factor.Levels);
        Assert.Equal(1, terms[0].Factor.IndexOf("9"));
    }

    [Fact]
    public void A_grouping_column_of_numbers_stays_a_number_among_the_fixed_terms() =>
        Assert.Equal("(Intercept), n", Names(Frame("y ~ n + (1 | n)").Frame.Fixed));

    [Fact]
    public void Colons_in_codes_do_not_make_two_groups_one()
    {
        var data = new DataFrame(
            DataColumn.Of("y", [1, 2, 3, 5]),
            DataColumn.Of("a", ["p:q", "p", "p:q", "p"]),
            DataColumn.Of("b", ["r", "q:r", "r", "q:r"]));

        var factor = Formula.Parse("y ~ 1 + (1 | a:b)").Frame(data).Frame.Random[0].Factor;

        Assert.Equal(["p:q\\:r", "p\\:q:r"], factor.Levels);
        Assert.Equal([1, 0, 1, 0], factor.OfRow);
    }

    [Fact]
    public void Rows_with_a_missing_cell_are_left_out_and_counted_by_variable()
    {
        var data = new DataFrame(
            DataColumn.Of("y", [1, double.NaN, 3, 4, 5, 6, 2]),
            DataColumn.Of("x", [1, double.NaN, -3, 4, 5, 6, 7]),
            DataColumn.Of("unused", [double.NaN, 1, 1, 1, 1, 1, 1]),
            DataColumn.Of("f", ["c", "b", "c", "a", null, "a", "c"]));

        var made = Formula.Parse("y ~ log(x) + (1 | f)").Frame(data);

        Assert.Equal([0, 3, 5, 6], made.Rows);
        Assert.Equal(
            [new MissingCells("y", 1), new MissingCells("x", 1), new MissingCells("log(x)", 1), new MissingCells("f", 1)],
            made.Missing);
        Assert.Equal((7, 3), (made.DataRows, made.DroppedRows));
        Assert.Equal(["a", "c"], made.Frame.Random[0].Factor.Levels);
        Assert.Equal([1, 4, 6, 2], made.Frame.Outcome.Values);
    }

    [Fact]
    public void The_reference_is_the_first_level_that_is_left()
    {
        var data = new DataFrame(
            DataColumn.Of("y", [double.NaN, 2, 3, 4, 5]), DataColumn.Of("f", ["a", "c", "b", "c", "b"]));

        Assert.Equal("(Intercept), fc", Names(Formula.Parse("y ~ f").Frame(data).Frame.Fixed));
    }

    [Fact]
    public void Columns_made_of_earlier_ones_are_dropped_and_named()
    {
        var made = Frame("y ~ x + I(2 * x + 1) + z + I(x - z) + f");

        Assert.Equal("(Intercept), x, z, fb", Names(made.Frame.Fixed));
        Assert.Equal(["I(2 * x + 1)", "I(x - z)"], made.DroppedColumns);
    }

    [Fact]
    public void An_empty_cell_of_two_factors_costs_its_column()
    {
        var data = new DataFrame(
            DataColumn.Of("y", [1, 2, 4, 3, 5, 9]),
            DataColumn.Of("a", ["p", "p", "q", "q", "p", "q"]),
            DataColumn.Of("b", ["u", "v", "u", "u", "v", "u"]));

        var made = Formula.Parse("y ~ a * b").Frame(data);

        Assert.Equal(["aq:bv"], made.DroppedColumns);
    }

    [Fact]
    public void A_column_far_from_zero_is_no_combination_of_the_intercept()
    {
        var data = new DataFrame(
            DataColumn.Of("y", [1, 2, 4, 3]), DataColumn.Of("year", [20001, 20002, 20003, 20004]));

        Assert.Empty(Formula.Parse("y ~ year").Frame(data).DroppedColumns);
    }

    [Fact]
    public void Residuals_are_ordered_by_a_column_or_by_their_rows()
    {
        var formula = Formula.Parse("y ~ x + (1 | h)");
        var data = new DataFrame([.. _data.Columns, DataColumn.Of("t", [1, 3, 2, 7, 1, 2, 3, 4, 9, 1, 2, double.NaN])]);

        var byColumn = formula.Frame(data, null, SerialTerm.Parse("t | h")).Frame.Residual!;
        var byRow = formula.Frame(data, null, SerialTerm.Parse("1|h/k")).Frame.Residual!;

        Assert.Equal([1, 3, 2, 7, 1, 2, 3, 4, 9, 1, 2], byColumn.Position);
        Assert.Equal(("h", false), (byColumn.Group.Name, byColumn.ByOrder));
        Assert.Equal([1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2], byRow.Position);
        Assert.Equal(("h:k", true), (byRow.Group.Name, byRow.ByOrder));
    }

    [Fact]
    public void Residuals_in_the_groups_of_a_random_term_share_its_factor()
    {
        var frame = Formula.Parse("y ~ x + (1 | h/k)").Frame(_data, null, SerialTerm.Parse("1|h/k")).Frame;

        Assert.Same(frame.Random[1].Factor, frame.Residual!.Group);
    }

    [Theory]
    [InlineData("x", RefusalReason.PositionTwice, "x 2 of h 3", 2, 1)]
    [InlineData("half", RefusalReason.PositionNotWhole, "half", 5, 12)]
    [InlineData("f", RefusalReason.TextAsNumber, "f", 0, 12)]
    public void Positions_are_whole_numbers_each_once_in_a_group(
        string position, RefusalReason reason, string subject, int present, int needed)
    {
        var data = new DataFrame(
        [
            .. _data.Columns.Where(c => c.Name != "x"),
            DataColumn.Of("half", [1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6.5, 7.5]),
            DataColumn.Of("x", [1, 2, 3, 4, 5, 6, 7, 9, 8, 2, 4, 2]),
        ]);

        var refusal = Assert.Throws<ModelRefusedException>(
            () => Formula.Parse("y ~ z + (1 | h)").Frame(data, null, SerialTerm.Parse($"{position}|h"))).Refusal;

        Assert.Equal(new Refusal(reason, subject, present, needed), refusal);
    }

    [Theory]
    [InlineData("y ~ one", RefusalReason.TooFewLevels, "one", 1, 2)]
    [InlineData("y ~ 1 + (0 + one | h)", RefusalReason.TooFewLevels, "one", 1, 2)]
    [InlineData("f ~ x", RefusalReason.TextAsNumber, "f", 0, 12)]
    [InlineData("y ~ I(f + 1)", RefusalReason.TextAsNumber, "f", 0, 12)]
    [InlineData("y ~ mixed", RefusalReason.MixedColumn, "mixed", 9, 12)]
    [InlineData("mixed ~ x", RefusalReason.MixedColumn, "mixed", 9, 12)]
    [InlineData("log(mixed) ~ x", RefusalReason.MixedColumn, "mixed", 9, 12)]
    [InlineData("y ~ log(k - 1)", RefusalReason.NotANumber, "log(k - 1)", 6, 12)]
    [InlineData("y ~ never", RefusalReason.TooFewRows, "never", 0, 1)]
    public void Data_that_cannot_carry_the_model_are_refused_by_name(
        string formula, RefusalReason reason, string subject, int present, int needed)
    {
        var data = new DataFrame(
        [
            .. _data.Columns,
            DataColumn.Of("one", [.. Enumerable.Repeat("a", 12)]),
            DataColumn.Of("mixed", ["1", "2", "three", "1", "2", null, "1", "2", "x", "1", "2", "3"]),
            DataColumn.Of("never", [.. Enumerable.Repeat(double.NaN, 12)]),
        ]);

        var refusal = Assert.Throws<ModelRefusedException>(() => Formula.Parse(formula).Frame(data)).Refusal;

        Assert.Equal(new Refusal(reason, subject, present, needed), refusal);
    }

    [Fact]
    public void Codes_of_which_some_are_numbers_are_groups_and_factors_when_asked()
    {
        var data = new DataFrame(
            DataColumn.Of("y", [1, 2, 4, 3]), DataColumn.Of("id", ["7", "A", "7", "A"]));

        var made = Formula.Parse("y ~ id + (1 | id)").Frame(data, ["id"]);

        Assert.Equal("(Intercept), idA", Names(made.Frame.Fixed));
        Assert.Equal(1, ((TextColumn)data.Find("id")!).FirstOddRow);
    }

    [Fact]
    public void A_factor_that_is_not_there_is_refused_by_name() => Assert.Equal(
        new Refusal(RefusalReason.UnknownColumn, "arm", 0, 1),
        Assert.Throws<ModelRefusedException>(() => Formula.Parse("y ~ x").Frame(_data, ["arm"])).Refusal);

    [Fact]
    public void Columns_of_two_lengths_or_one_name_make_no_data()
    {
        var y = DataColumn.Of("y", [1, 2]);

        Assert.Equal(
            new Refusal(RefusalReason.UnequalLengths, "f", 3, 2),
            Assert.Throws<ModelRefusedException>(() => new DataFrame(y, DataColumn.Of("f", ["a", "b", "c"]))).Refusal);
        Assert.Equal(
            new Refusal(RefusalReason.NameTwice, "y", 2, 1),
            Assert.Throws<ModelRefusedException>(() => new DataFrame(y, DataColumn.Of("y", [3, 4]))).Refusal);
    }

    [Fact]
    public void Text_that_is_coded_already_is_put_in_order()
    {
        var column = DataColumn.Of("f", ["b", "a"], [0, 1, -1, 0]);

        Assert.Equal(["a", "b"], column.Levels);
        Assert.Equal([1, 0, -1, 1], column.Codes);
    }

    private static FormulaFrame Frame(string formula) => Formula.Parse(formula).Frame(_data);

    private static string Names(IEnumerable<Column> columns) => string.Join(", ", columns.Select(c => c.Name));
}
