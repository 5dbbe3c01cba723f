using System.Text.Json;
using TrainingLMS.Congruence;
using TrainingLMS.Congruence.MixedModels;

namespace TrainingLMS.Web.Commands.Fits;

/// <summary>Everything about a fit, with lme4's names and orders; what is not defined is null.</summary>
internal static class FitJson
{
    private const int FittedRows = 12;
    private const double Normal975 = 1.9599639845400545;

    public static void Write(Stream stream, FittedModel model)
    {
        var fit = model.Fit;
        Estimate[] effects = [.. fit.FixedNames.Select(name => fit[name])];
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });

        json.WriteStartObject();
        json.WriteString("dataset", model.Source);
        json.WriteString("engine", "TrainingLMS");
        json.WriteString("formula", model.Formula.Text);
        json.WriteString("method", model.IsReml ? "REML" : "ML");
        json.WriteNumber("n_rows", model.Met.DataRows);
        json.WriteNumber("n_obs", fit.Rows);
        WriteMissing(json, model);
        json.WriteStartObject("n_groups");
        foreach (var group in model.Groups)
            json.WriteNumber(group.Factor.Name, group.Factor.Levels.Count);
        json.WriteEndObject();
        json.WriteNumber("n_fixed", fit.FixedNames.Count);
        json.WriteNumber("npar", fit.ParameterCount);
        WriteFixed(json, fit, effects);
        WriteTexts(json, "dropped_columns", model.Met.DroppedColumns);
        WriteRandom(json, model);
        WriteNumber(json, "sigma", fit.Sigma);
        WriteNumber(json, "residual_variance", fit.ResidualVariance);
        WriteTheta(json, model);
        WriteNumber(json, "logLik", fit.LogLikelihood);
        WriteNumber(json, "minus2logLik", fit.Criterion);
        WriteNumber(json, "REML_criterion", model.IsReml ? fit.Criterion : null);
        WriteNumber(json, "deviance", model.IsReml ? null : fit.Criterion);
        WriteNumber(json, "AIC", fit.Aic);
        WriteNumber(json, "BIC", fit.Bic);
        WriteSatterthwaite(json, effects);
        WriteModes(json, model);
        WriteFitted(json, model);
        json.WriteBoolean("singular", fit.Summary.IsSingular);
        WriteTexts(json, "singular_components", [.. fit.Summary.Singular.Select(FitText.Words)]);
        json.WriteString("convergence", FitText.Word(fit.Summary.Convergence));
        WriteTexts(json, "warnings", Warnings(model));
        WriteNumber(json, "max_abs_gradient", fit.LargestGradient);
        WriteCorrelation(json, model);
        json.WriteEndObject();
    }

    private static List<string> Warnings(FittedModel model)
    {
        var warnings = new List<string>();
        if (model.Fit.Summary.Convergence == Convergence.Unstable)
            warnings.Add("The optimisers disagree about this model: do not report these numbers.");

        return warnings;
    }

    private static void WriteMissing(Utf8JsonWriter json, FittedModel model)
    {
        json.WriteStartObject("missing");
        foreach (var missing in model.Met.Missing)
            json.WriteNumber(missing.Variable, missing.Rows);
        json.WriteEndObject();
    }

    private static void WriteFixed(Utf8JsonWriter json, Fit fit, Estimate[] effects)
    {
        var p = effects.Length;
        var covariance = fit.FixedCovariance;
        json.WriteStartObject("fixed");
        WriteTexts(json, "names", fit.FixedNames);
        WriteNumbers(json, "estimate", effects.Select(e => e.Value));
        WriteNumbers(json, "se", effects.Select(e => e.StandardError));
        WriteMatrix(json, "vcov", p, p, (i, j) => covariance[i, j]);
        WriteNumbers(json, "t", effects.Select(e => e.Value / e.StandardError));
        WriteMatrix(json, "wald_ci95", p, 2, (i, j) => effects[i].Value + (j == 0 ? -1 : 1) * Normal975 * effects[i].StandardError);
        json.WriteEndObject();
    }

    private static void WriteRandom(Utf8JsonWriter json, FittedModel model)
    {
        json.WriteStartArray("random");
        foreach (var group in model.Groups)
        {
            var q = group.Columns.Count;
            double[] sd = [.. group.Columns.Select(column => model.Fit.Components.Sd(group.Factor.Name, column))];
            double? Correlation(int i, int j) => i == j
                ? 1
                : group.AreCorrelated(group.Columns[i], group.Columns[j])
                    ? model.Fit.Components.Correlation(group.Factor.Name, group.Columns[i], group.Columns[j])
                    : 0;

            json.WriteStartObject();
            json.WriteString("group", group.Factor.Name);
            json.WriteNumber("n_levels", group.Factor.Levels.Count);
            WriteTexts(json, "terms", group.Columns);
            json.WriteString("structure", Structure(group));
            WriteNumbers(json, "var", sd.Select(s => s * s));
            WriteNumbers(json, "sd", sd);
            WriteMatrix(json, "cov", q, q, (i, j) => (Correlation(i, j) ?? 0) * sd[i] * sd[j]);
            WriteMatrix(json, "corr", q, q, Correlation);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Structure(RandomGroup group) => group switch
    {
        { Columns.Count: 1 } => "scalar",
        { Terms.Count: 1 } => group.Terms[0].Correlated ? "unstructured" : "diagonal",
        _ when group.Terms.All(t => !t.Correlated || t.Columns.Count == 1) => "diagonal",
        _ => "block-diagonal",
    };

    private static void WriteTheta(Utf8JsonWriter json, FittedModel model)
    {
        var names = new List<string>();
        foreach (var term in model.Met.Frame.Random)
        {
            for (var j = 0; j < term.Columns.Count; j++)
            {
                for (var i = j; i < (term.Correlated ? term.Columns.Count : j + 1); i++)
                {
                    names.Add(i == j
                        ? $"{term.Factor.Name}.{term.Columns[i].Name}"
                        : $"{term.Factor.Name}.{term.Columns[i].Name}.{term.Columns[j].Name}");
                }
            }
        }

        json.WriteStartObject("theta");
        WriteTexts(json, "names", names);
        WriteNumbers(json, "values", model.Fit.Theta);
        json.WriteEndObject();
    }

    private static void WriteSatterthwaite(Utf8JsonWriter json, Estimate[] effects)
    {
        json.WriteStartObject("satterthwaite");
        WriteNumbers(json, "df", effects.Select(e => e.DegreesOfFreedom));
        WriteNumbers(json, "t", effects.Select(e => e.Value / e.StandardError));
        WriteNumbers(json, "p", effects.Select(e => e.PValue));
        WriteTexts(json, "method", [.. effects.Select(e => e.Method == DegreesOfFreedomMethod.Satterthwaite ? "Satterthwaite" : "groups")]);
        json.WriteEndObject();
    }

    private static void WriteModes(Utf8JsonWriter json, FittedModel model)
    {
        json.WriteStartArray("blups");
        foreach (var group in model.Groups)
        {
            var modes = model.Fit.Groups(group.Factor.Name);
            var q = group.Columns.Count;
            json.WriteStartObject();
            json.WriteString("group", group.Factor.Name);
            WriteTexts(json, "terms", modes[0].Columns);
            WriteTexts(json, "levels", modes.Select(m => m.Level));
            WriteMatrix(json, "values", modes.Count, q, (level, column) => modes[level].Modes[column]);
            WriteMatrices("cond_cov", m => m.ConditionalCovariance);
            WriteMatrices("pev", m => m.PredictionErrorCovariance);
            json.WriteEndObject();

            void WriteMatrices(string name, Func<GroupModes, double[,]> covariance)
            {
                json.WriteStartArray(name);
                foreach (var mode in modes)
                {
                    var matrix = covariance(mode);
                    WriteMatrix(json, null, q, q, (i, j) => matrix[i, j]);
                }

                json.WriteEndArray();
            }
        }

        json.WriteEndArray();
    }

    private static void WriteFitted(Utf8JsonWriter json, FittedModel model)
    {
        var fitted = model.Fit.FittedValues();
        var rows = Math.Min(FittedRows, model.Fit.Rows);
        json.WriteStartObject("fitted_head");
        WriteNumbers(json, "row", model.Met.Rows.Take(rows).Select(row => row + 1.0));
        WriteNumbers(json, "marginal", fitted.Marginal.Take(rows));
        WriteNumbers(json, "conditional", fitted.Conditional.Take(rows));
        WriteNumbers(json, "residual", fitted.Residuals.Take(rows));
        json.WriteEndObject();
    }

    private static void WriteCorrelation(Utf8JsonWriter json, FittedModel model)
    {
        if (model.Fit.Autocorrelation is not { } phi)
        {
            json.WriteNull("correlation");
            return;
        }

        var interval = AutocorrelationInterval.Of(model.Model, model.Fit, .95);
        json.WriteStartObject("correlation");
        json.WriteString("type", "AR(1)");
        json.WriteString("form", model.Serial!.Text);
        WriteNumber(json, "phi", phi);
        if (interval is null)
            json.WriteNull("approx_ci95");
        else
            WriteNumbers(json, "approx_ci95", [interval.Lower, interval.Upper]);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            WriteValue(json, number);
        json.WriteEndArray();
    }

    private static void WriteMatrix(Utf8JsonWriter json, string? name, int rows, int columns, Func<int, int, double?> value)
    {
        if (name is not null)
            json.WritePropertyName(name);

        json.WriteStartArray();
        for (var i = 0; i < rows; i++)
        {
            json.WriteStartArray();
            for (var j = 0; j < columns; j++)
                WriteValue(json, value(i, j));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? number)
    {
        json.WritePropertyName(name);
        WriteValue(json, number);
    }

    // JSON has no infinity and no NaN.
    private static void WriteValue(Utf8JsonWriter json, double? number)
    {
        if (number is { } finite && double.IsFinite(finite))
            json.WriteNumberValue(finite);
        else
            json.WriteNullValue();
    }
}
