using System.Globalization;
using TrainingLMS.Congruence;
using TrainingLMS.Congruence.MixedModels;

namespace TrainingLMS.Web.Commands.Fits;

/// <summary>A fit on a page of text, laid out as lme4 prints it.</summary>
internal static class FitText
{
    public static void Write(TextWriter output, FittedModel model)
    {
        var fit = model.Fit;
        output.WriteLine($"Linear mixed model fit by {(model.IsReml ? "REML" : "maximum likelihood")}, t-tests with Satterthwaite's degrees of freedom");
        output.WriteLine($"Formula: {model.Formula.Text}");
        output.WriteLine($"Data:    {model.Source}, {Rows(model)}");
        if (model.Serial is not null)
            output.WriteLine($"AR(1):   {model.Serial.Text}");
        output.WriteLine();
        WriteCriterion(output, model);
        WriteResiduals(output, fit);
        WriteRandom(output, model);
        WriteFixed(output, fit);
        WriteVerdict(output, model);
    }

    public static string Word(Convergence convergence) => convergence switch
    {
        Convergence.Converged => "converged",
        Convergence.Unstable => "unstable",
        Convergence.NotChecked => "not checked",
    };

    public static string Words(SingularComponent component) => component.Kind switch
    {
        SingularKind.ZeroVariance => $"the variance of {component.Column} over {component.Factor} is zero",
        SingularKind.PerfectCorrelation =>
            $"{component.Column} over {component.Factor} is an exact combination of the effects before it",
    };

    private static string Rows(FittedModel model) => model.Met.DroppedRows == 0
        ? Count(model.Fit.Rows, "row")
        : $"{Invariant($"{model.Fit.Rows}")} of {Count(model.Met.DataRows, "row")} ({Count(model.Met.DroppedRows, "row")} left out; missing: "
            + string.Join(", ", model.Met.Missing.Select(m => Invariant($"{m.Variable} {m.Rows}"))) + ")";

    private static string Count(int number, string what) => Invariant($"{number} {what}{(number == 1 ? "" : "s")}");

    private static void WriteCriterion(TextWriter output, FittedModel model)
    {
        var fit = model.Fit;
        WriteTable(
            output,
            [model.IsReml ? "REML criterion" : "Deviance", "AIC", "BIC", "logLik"],
            [[Fixed(fit.Criterion, 4), Fixed(fit.Aic, 2), Fixed(fit.Bic, 2), Fixed(fit.LogLikelihood, 4)]],
            leftColumns: 0);
        output.WriteLine();
    }

    private static void WriteResiduals(TextWriter output, Fit fit)
    {
        double[] scaled = [.. fit.FittedValues().Residuals.Select(r => r / fit.Sigma).Order()];
        output.WriteLine("Scaled residuals:");
        WriteTable(
            output,
            ["Min", "1Q", "Median", "3Q", "Max"],
            [[.. new[] { 0, .25, .5, .75, 1 }.Select(q => Fixed(Quantile(scaled, q), 4))]],
            leftColumns: 0);
        output.WriteLine();
    }

    // R's type 7.
    private static double Quantile(double[] sorted, double q)
    {
        var at = q * (sorted.Length - 1);
        var below = (int)at;

        return below + 1 < sorted.Length ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }

    private static void WriteRandom(TextWriter output, FittedModel model)
    {
        var components = model.Fit.Components;
        var rows = new List<string[]>();
        double[] sds =
        [
            .. model.Groups.SelectMany(g => g.Columns.Select(c => components.Sd(g.Factor.Name, c))),
            model.Fit.Sigma,
        ];
        var decimals = Decimals(sds);
        var varianceDecimals = Decimals([.. sds.Select(s => s * s)]);

        foreach (var group in model.Groups)
        {
            for (var i = 0; i < group.Columns.Count; i++)
            {
                var sd = components.Sd(group.Factor.Name, group.Columns[i]);
                var correlations = Enumerable.Range(0, i)
                    .Select(j => group.AreCorrelated(group.Columns[i], group.Columns[j])
                        ? components.Correlation(group.Factor.Name, group.Columns[i], group.Columns[j]) is { } r ? Fixed(r, 3) : "NA"
                        : ".");
                rows.Add(
                [
                    i == 0 ? group.Factor.Name : "", group.Columns[i],
                    Fixed(sd * sd, varianceDecimals), Fixed(sd, decimals), string.Join("  ", correlations),
                ]);
            }
        }

        rows.Add(["Residual", "", Fixed(model.Fit.ResidualVariance, varianceDecimals), Fixed(model.Fit.Sigma, decimals), ""]);
        output.WriteLine("Random effects:");
        WriteTable(output, ["Groups", "Name", "Variance", "Std.Dev.", "Corr"], rows, leftColumns: 2);
        output.Write(Invariant($"Number of rows: {model.Fit.Rows}"));
        if (model.Groups.Count > 0)
            output.Write(", groups: " + string.Join("; ", model.Groups.Select(g => Invariant($"{g.Factor.Name}, {g.Factor.Levels.Count}"))));
        output.WriteLine();

        if (model.Fit.Autocorrelation is { } phi)
        {
            var interval = AutocorrelationInterval.Of(model.Model, model.Fit, .95);
            output.WriteLine($"Autocorrelation of residuals: phi {Fixed(phi, 4)}"
                + (interval is null ? "" : $", about {Fixed(interval.Lower, 4)} to {Fixed(interval.Upper, 4)} (95 %)"));
        }

        output.WriteLine();
    }

    private static void WriteFixed(TextWriter output, Fit fit)
    {
        (string Name, Estimate Effect)[] effects = [.. fit.FixedNames.Select(name => (name, fit[name]))];
        if (effects.Length == 0)
            return;

        var decimals = Decimals([.. effects.SelectMany(e => new[] { e.Effect.Value, e.Effect.StandardError })]);
        output.WriteLine("Fixed effects:");
        WriteTable(
            output,
            ["", "Estimate", "Std. Error", "df", "t value", "Pr(>|t|)", "95 % interval", ""],
            [.. effects.Select(e => new[]
            {
                e.Name,
                Fixed(e.Effect.Value, decimals),
                Fixed(e.Effect.StandardError, decimals),
                Fixed(e.Effect.DegreesOfFreedom, 2),
                Fixed(e.Effect.Value / e.Effect.StandardError, 3),
                Probability(e.Effect.PValue),
                Fixed(e.Effect.Interval95.Lower, decimals),
                Fixed(e.Effect.Interval95.Upper, decimals),
            })],
            leftColumns: 1);
        if (effects.Any(e => e.Effect.Method == DegreesOfFreedomMethod.Groups))
            output.WriteLine("Degrees of freedom where Satterthwaite's are not defined: the fewest groups minus 1.");
    }

    private static void WriteVerdict(TextWriter output, FittedModel model)
    {
        var summary = model.Fit.Summary;
        output.WriteLine();
        if (model.Met.DroppedColumns.Count > 0)
            output.WriteLine("Left out, being combinations of the columns before them: " + string.Join(", ", model.Met.DroppedColumns));

        var gradient = model.Fit.LargestGradient.ToString("0.0e+00", CultureInfo.InvariantCulture);
        output.WriteLine($"Convergence: {Word(summary.Convergence)}, largest gradient {gradient}");
        if (summary.IsSingular)
            output.WriteLine("Singular fit: " + string.Join("; ", summary.Singular.Select(Words)) + ". Tests are doubtful here.");
    }

    // Four significant digits of the smallest number, so that a column of them has one number of decimals.
    private static int Decimals(IReadOnlyList<double> numbers)
    {
        var magnitudes = numbers.Where(n => double.IsFinite(n) && n != 0).Select(n => (int)Math.Floor(Math.Log10(Math.Abs(n)))).ToList();

        return magnitudes.Count == 0 ? 4 : Math.Clamp(3 - magnitudes.Min(), 0, 7);
    }

    private static string Fixed(double number, int decimals) => !double.IsFinite(number)
        ? "NA"
        : Math.Abs(number) is >= 1e9 or (> 0 and < 1e-7)
            ? number.ToString("0.0000e+00", CultureInfo.InvariantCulture)
            : number.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Probability(double p) => p switch
    {
        < 2e-16 => "<2e-16",
        < 1e-4 => p.ToString("0.00e+00", CultureInfo.InvariantCulture),
        _ => Fixed(p, 5),
    };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static void WriteTable(TextWriter output, string[] header, IReadOnlyList<string[]> rows, int leftColumns)
    {
        int[] widths = [.. header.Select((h, c) => rows.Select(r => r[c].Length).Append(h.Length).Max())];

        foreach (var row in rows.Prepend(header))
        {
            var cells = row.Select((cell, c) => c < leftColumns ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]));
            output.WriteLine((" " + string.Join("  ", cells)).TrimEnd());
        }
    }
}
