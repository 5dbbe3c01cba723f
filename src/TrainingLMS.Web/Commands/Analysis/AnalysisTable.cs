using System.Globalization;
using TrainingLMS.Congruence;
using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.Studies;

namespace TrainingLMS.Web.Commands.Analysis;

/// <summary>Tables in plain text: a figure a line, each with its uncertainty, or with the reason why it is not there.</summary>
internal sealed class AnalysisTable(TextWriter output)
{
    private const int Label = 34;

    /// <summary>Estimates printed with a p value so far.</summary>
    public int Tests { get; private set; }

    public void Title(string title)
    {
        output.WriteLine();
        output.WriteLine(title);
        output.WriteLine(new string('=', title.Length));
    }

    public void Part(string title)
    {
        output.WriteLine();
        output.WriteLine(title);
    }

    public void Line(string text) => output.WriteLine("  " + text);

    public void Head(params IReadOnlyList<string> columns) =>
        Line(string.Concat(columns.Select((c, i) => i == 0 ? c.PadRight(Label) : c.PadLeft(i == 6 ? 20 : 10))));

    public void Estimates() => Head("", "estimate", "SE", "df", "t", "p", "95 % interval");

    public void Row(string name, Estimate e)
    {
        Tests++;
        Head(
            name,
            Number(e.Value),
            Number(e.StandardError),
            double.IsInfinity(e.DegreesOfFreedom) ? "z" : e.DegreesOfFreedom.ToString("0.0", CultureInfo.InvariantCulture),
            e.T?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-",
            P(e.PValue),
            Interval(e.Interval95));
    }

    public void Row(string name, Reported<Estimate> figure) =>
        figure.Match(e => Do(() => Row(name, e)), why => Do(() => Withheld(name, why)));

    public void Row(string name, ArmContrast contrast, StudyArms arms)
    {
        Row($"{name}, {arms.Reference}", contrast.Reference);
        Row($"{name}, {arms.Compared}", contrast.Compared);
        Row($"{name}, difference", contrast.Difference);
    }

    public void Withheld(string name, Suppression why) => Line($"{name.PadRight(Label)}not told: {ReasonWords.Of(why)}");

    /// <summary>What was fitted, to how much, how it came out, and how far its random effects spread.</summary>
    public void Model(FittedModel model)
    {
        Line(model.Formula);
        Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{(model.Method == LikelihoodMethod.Reml ? "REML" : "ML")} {model.Criterion:0.000}; df: {Methods(model)}; "
            + $"{model.Rows} rows, {model.Dyads} dyads, {model.Therapists} therapists; {Ended(model)}"));
        Line("SD: " + string.Join(
            ", ",
            [
                .. model.Components.Select(c => $"{c.Factor} {c.Column} {Number(c.Sd)}"),
                $"residual {Number(model.ResidualSd)}",
                .. model.Autocorrelation is { } phi ? [$"phi {Number(phi)}"] : Array.Empty<string>(),
            ]));
    }

    public static string Number(double value) => Math.Abs(value) is > 0 and < .001 or >= 1e6
        ? value.ToString("0.00E+0", CultureInfo.InvariantCulture)
        : value.ToString("0.000", CultureInfo.InvariantCulture);

    public static string Interval(Interval interval) => $"{Number(interval.Lower)} to {Number(interval.Upper)}";

    public static string P(double p) => p < .001 ? "<.001" : p.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Methods(FittedModel model) =>
        string.Join(", ", model.Fixed.Select(f => f.Estimate.Method.ToString()).Distinct(StringComparer.Ordinal));

    private static string Ended(FittedModel model) => (model.Convergence, model.Singular) switch
    {
        (Convergence.Converged, []) => "converged" + CutShort(model),
        (Convergence.Converged, var singular) => "converged, singular: "
            + string.Join(", ", singular.Select(s => $"{s.Factor} {s.Column} {Edge(s.Kind)}"))
            + CutShort(model),
        _ => "not checked",
    };

    private static string Edge(SingularKind kind) => kind switch
    {
        SingularKind.ZeroVariance => "is 0",
        SingularKind.PerfectCorrelation => "is a combination",
    };

    private static string CutShort(FittedModel model) =>
        model.RunsCutShort == 0 ? "" : $" ({model.RunsCutShort} runs cut short)";

    private static bool Do(Action write)
    {
        write();

        return true;
    }
}
