using TrainingLMS.Congruence.MixedModels.Formulas;

namespace TrainingLMS.UnitTests.Congruence.Formulas;

/// <summary>What is wrong with a formula is said with the sign, its place and what to do.</summary>
public sealed class FormulaErrorTests
{
    [Theory]
    [InlineData("", "", 1, "The formula is empty")]
    [InlineData("   ", "", 4, "The formula is empty")]
    [InlineData("y", "", 2, "The formula has no ~")]
    [InlineData("~ x", "~", 1, "has no outcome before it")]
    [InlineData("y ~", "~", 3, "a term should follow")]
    [InlineData("y ~ x +", "+", 7, "a term should follow")]
    [InlineData("y ~ x ~ z", "~", 7, "one ~ too many")]
    [InlineData("y ~ x z", "z", 7, "follows without a sign")]
    [InlineData("y x ~ z", "x", 3, "follows without a sign")]
    [InlineData("y ~ x + * z", "*", 9, "comes where a term should stand")]
    [InlineData("y ~ (x + z", "(", 5, "is never closed")]
    [InlineData("y ~ x + z)", ")", 10, "closes nothing")]
    [InlineData("y ~ ()", ")", 6, "closes empty parentheses")]
    [InlineData("y ~ (x + )", ")", 10, "comes where a term should stand")]
    [InlineData("y ~ x $ z", "$", 7, "is no sign of a formula")]
    [InlineData("y ~ a %in% b", "%", 7, "is no sign of a formula")]
    [InlineData("y ~ .", ".", 5, "name the columns here")]
    [InlineData("y ~ `x", "`", 5, "no second `")]
    [InlineData("y ~ ``", "``", 5, "empty name")]
    [InlineData("y ~ 2x", "2x", 5, "neither a number nor a name")]
    [InlineData("y ~ 1e999", "1e999", 5, "neither a number nor a name")]
    [InlineData("y ~ 3 + x", "3", 5, "only + 1, + 0 and - 1")]
    [InlineData("y ~ 2 * x", "2", 5, "write I(2 * x)")]
    [InlineData("y ~ x / 2", "2", 9, "write I(x/2)")]
    [InlineData("y ~ x^2", "^", 6, "write I(x^2)")]
    [InlineData("y ~ (x + z)^x", "^", 12, "whole number from 1 to 100")]
    [InlineData("y ~ (x + z)^1.5", "^", 12, "whole number from 1 to 100")]
    [InlineData("y ~ x:-z", "-", 7, "put arithmetic inside I()")]
    [InlineData("y ~ (x - x) * z", "*", 13, "a side from which all terms were taken away")]
    [InlineData("y ~ poly(x, 2)", "poly", 5, "I, log, log2, log10, sqrt, exp, abs and factor")]
    [InlineData("y ~ log()", "log", 5, "nothing between its parentheses")]
    [InlineData("y ~ log(x, 2)", ",", 10, "one argument too many")]
    [InlineData("y ~ log(x", "(", 8, "is never closed")]
    [InlineData("y ~ I(x:z)", ":", 8, "no arithmetic")]
    [InlineData("y ~ I(factor(x))", "factor", 7, "numbers are needed")]
    [InlineData("y ~ I((1 | g))", "|", 10, "belongs to a random term")]
    [InlineData("factor(y) ~ x", "factor", 1, "numbers are needed")]
    [InlineData("1 ~ x", "1", 1, "where a column is needed")]
    [InlineData("y ~ x + y", "y", 9, "is the outcome")]
    [InlineData("y ~ x + 1 | g", "|", 11, "write each random term as (1 | group)")]
    [InlineData("y ~ x + (| g)", "|", 10, "has nothing before it")]
    [InlineData("y ~ x + (1 | )", ")", 14, "comes where a term should stand")]
    [InlineData("y ~ x + (1 | g", "(", 9, "is never closed")]
    [InlineData("y ~ x + (1 | g | h)", "|", 16, "for the second time")]
    [InlineData("y ~ x + (0 | g)", "|", 12, "nothing varies")]
    [InlineData("y ~ x + (1 | 1)", "1", 14, "cannot stand behind the bar")]
    [InlineData("y ~ x + (1 | a + b)", "+", 16, "cannot stand behind the bar")]
    [InlineData("y ~ x + (1 | a*b)", "*", 15, "cannot stand behind the bar")]
    [InlineData("y ~ x + (1 | log(g))", "log", 14, "cannot stand behind the bar")]
    [InlineData("y ~ x + ((1 | h) | g)", "|", 13, "stands inside another random term")]
    [InlineData("y ~ x * (1 | g)", "|", 12, "can only be added")]
    [InlineData("y ~ x - (1 | g)", "|", 12, "can only be added")]
    [InlineData("y ~ (1 | g) + (x | g)", "|", 18, "makes 1 vary over g for the second time")]
    [InlineData("y ~ (x || g) + (0 + x | g)", "|", 23, "makes x vary over g for the second time")]
    [InlineData("y ~ (1 | g) + (1 | g/h)", "|", 18, "makes 1 vary over g for the second time")]
    [InlineData("y ~ (1 | a:b) + (0 + x | `a:b`)", "|", 24, "a column's name too")]
    public void A_formula_that_cannot_be_read_says_where_and_why(string formula, string token, int position, string why)
    {
        var error = Assert.Throws<FormulaException>(() => Formula.Parse(formula));

        Assert.Equal((token, position), (error.Token, error.Position));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        if (token.Length > 0)
            Assert.StartsWith($"“{token}” at character {position} ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t", "", 2, "The order of the residuals has no |")]
    [InlineData("t | ", "|", 3, "a term should follow")]
    [InlineData("2 | g", "2", 1, "cannot order the residuals")]
    [InlineData("t + 1 | g", "+", 3, "cannot order the residuals")]
    [InlineData("t | 1", "1", 5, "cannot stand behind the bar")]
    [InlineData("t | g )", ")", 7, "closes nothing")]
    public void So_does_an_order_of_residuals(string text, string token, int position, string why)
    {
        var error = Assert.Throws<FormulaException>(() => SerialTerm.Parse(text));

        Assert.Equal((token, position), (error.Token, error.Position));
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alliance ~ sesion", "sesion", 12, "did you mean session?")]
    [InlineData("alliance ~ Session", "Session", 12, "did you mean session?")]
    [InlineData("alliance ~ 1 + (1 | terapist)", "terapist", 21, "did you mean therapist?")]
    [InlineData("log(aliance) ~ session", "aliance", 5, "did you mean alliance?")]
    [InlineData("alliance ~ I(zzz + 1)", "zzz", 14, "there are alliance, session, therapist.")]
    public void A_column_that_is_not_there_is_named_with_those_spelt_nearly_so(
        string formula, string token, int position, string advice)
    {
        var data = new DataFrame(
            DataColumn.Of("alliance", [1, 2]), DataColumn.Of("session", [1, 2]), DataColumn.Of("therapist", ["a", "b"]));

        var error = Assert.Throws<FormulaException>(() => Formula.Parse(formula).Frame(data));

        Assert.Equal((token, position), (error.Token, error.Position));
        Assert.EndsWith(advice, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_long_and_huge_formulas_are_refused_before_they_harm()
    {
        var deep = Assert.Throws<FormulaException>(() => Formula.Parse("y ~ " + new string('(', 3000) + "x"));
        var signs = Assert.Throws<FormulaException>(() => Formula.Parse("y ~ " + new string('-', 3000) + "x"));
        var powers = Assert.Throws<FormulaException>(
            () => Formula.Parse("y ~ I(" + string.Concat(Enumerable.Repeat("x^", 1500)) + "x)"));
        var @long = Assert.Throws<FormulaException>(() => Formula.Parse("y ~ x" + new string(' ', 5000)));
        var huge = Assert.Throws<FormulaException>(
            () => Formula.Parse("y ~ " + string.Join('*', Enumerable.Range(1, 60).Select(i => $"x{i}"))));

        Assert.Contains("deeper than", deep.Message, StringComparison.Ordinal);
        Assert.Contains("deeper than", signs.Message, StringComparison.Ordinal);
        Assert.Contains("deeper than", powers.Message, StringComparison.Ordinal);
        Assert.Contains("longer than", @long.Message, StringComparison.Ordinal);
        Assert.Contains("more than 1000 terms", huge.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_sum_is_no_deep_formula()
    {
        var formula = Formula.Parse("y ~ " + string.Join(" + ", Enumerable.Range(1, 500).Select(i => $"x{i}")));

        Assert.Equal("y", formula.Outcome);
    }
}
