using System.Globalization;
using System.Text;
using System.Text.Json;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Commands;

/// <summary>Mixed models of a file, from its text to the JSON of the fit.</summary>
public sealed class FitVerbTests : IDisposable
{
    private static readonly string _tiny =
        Path.Combine(Repository.Root, "tests", "TrainingLMS.UnitTests", "Congruence", "Data", "tiny.csv");

    private static readonly string _sim =
        Path.Combine(Repository.Root, "tests", "TrainingLMS.UnitTests", "Congruence", "Data", "alliance_sim.csv");

    private readonly string _folder = Directory.CreateTempSubdirectory("traininglms-fit-").FullName;

    private string Json => Path.Combine(_folder, "fit.json");

    [Fact]
    public async Task A_fit_is_printed_and_written_whole()
    {
        var ran = await RunAsync(
            "--data", _sim, "--formula", "patient_alliance ~ session * arm + (session | patient) + (1 | therapist)",
            "--factor", "arm", "--json", Json);

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        foreach (var part in new[]
        {
            "fit by REML", "Formula: patient_alliance ~ session * arm", "alliance_sim.csv,", "(Intercept)", "session:arm1",
            "Std.Dev.", "Satterthwaite", "95 % interval", "groups: patient, 117; therapist, 40", "Convergence: converged",
        })
        {
            Assert.Contains(part, ran.Out, StringComparison.Ordinal);
        }

        using var json = Read();
        var root = json.RootElement;
        Assert.Equal(
            [
                "dataset", "engine", "formula", "method", "n_rows", "n_obs", "missing", "n_groups", "n_fixed", "npar", "fixed",
                "dropped_columns", "random", "sigma", "residual_variance", "theta", "logLik", "minus2logLik", "REML_criterion",
                "deviance", "AIC", "BIC", "satterthwaite", "blups", "fitted_head", "singular", "singular_components",
                "convergence", "warnings", "max_abs_gradient", "correlation",
            ],
            root.EnumerateObject().Select(p => p.Name), StringComparer.Ordinal);
        Assert.Equal(["(Intercept)", "session", "arm1", "session:arm1"], Texts(root.GetProperty("fixed").GetProperty("names")));
        Assert.Equal(702, root.GetProperty("n_rows").GetInt32());
        var random = root.GetProperty("random")[0];
        Assert.Equal(["(Intercept)", "session"], Texts(random.GetProperty("terms")));
        var blups = root.GetProperty("blups")[0];
        Assert.Equal(117, blups.GetProperty("values").GetArrayLength());
        Assert.Equal(2, blups.GetProperty("pev")[0][1].GetArrayLength());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("deviance").ValueKind);
        Assert.Equal(["fit.json"], Directory.GetFiles(_folder).Select(Path.GetFileName), StringComparer.Ordinal);
    }

    [Fact]
    public async Task The_known_fit_of_the_tiny_set_comes_out()
    {
        // lme4 1.1-31 on the same 38 rows.
        var ran = await RunAsync(
            "--data", _tiny, "--formula", "judgement ~ 1 + (1 | therapist/patient)", "--ml", "--json", Json);

        using var json = Read();
        Assert.Equal(0, ran.Code);
        Assert.Contains("maximum likelihood", ran.Out, StringComparison.Ordinal);
        Assert.Equal(-23.6060193, json.RootElement.GetProperty("logLik").GetDouble(), 6);
        Assert.Equal(["therapist:patient", "therapist"], json.RootElement.GetProperty("random").EnumerateArray().Select(r => r.GetProperty("group").GetString()), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Residuals_that_hang_together_are_fitted_and_told()
    {
        var ran = await RunAsync(
            "--data", _sim, "--formula", "patient_alliance ~ session * arm + (1 | patient)",
            "--ar1", "session|therapist/patient", "--ml", "--json", Json);

        using var json = Read();
        Assert.Equal(0, ran.Code);
        Assert.Contains("Autocorrelation of residuals: phi 0.3167, about 0.1853 to 0.4369", ran.Out, StringComparison.Ordinal);
        Assert.Equal(.3166856, json.RootElement.GetProperty("correlation").GetProperty("phi").GetDouble(), 4);
    }

    [Fact]
    public async Task What_was_left_out_is_said()
    {
        var file = Write("d.csv", string.Join("\n", ["y,x,x2,g", .. Enumerable.Range(0, 24).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"{(i == 3 ? "NA" : $"{(i * 7) % 5 + i % 4}")},{i},{2 * i + 1},{(i == 5 ? "" : $"g{i % 6}")}"))]));

        var ran = await RunAsync("--data", file, "--formula", "y ~ x + x2 + (1 | g)", "--json", Json);

        using var json = Read();
        Assert.Equal(0, ran.Code);
        Assert.Contains("22 of 24 rows (2 rows left out; missing: y 1, g 1)", ran.Out, StringComparison.Ordinal);
        Assert.Contains("combinations of the columns before them: x2", ran.Out, StringComparison.Ordinal);
        Assert.Equal(["x2"], Texts(json.RootElement.GetProperty("dropped_columns")));
    }

    [Fact]
    public async Task Byte_order_mark_semicolons_decimal_commas_and_row_numbers_change_nothing()
    {
        var lines = File.ReadAllLines(_tiny);
        var plain = await RunAsync("--data", _tiny, "--formula", "judgement ~ truth + (1 | therapist)");
        var other = Path.Combine(_folder, "tiny.csv");
        await File.WriteAllTextAsync(
            other,
            string.Join("\r\n", lines.Select((l, i) => (i == 0 ? "\"\"" : $"{i}") + ";" + l.Replace(',', ';').Replace('.', ','))),
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
            TestContext.Current.CancellationToken);

        var ran = await RunAsync("--data", other, "--formula", "judgement ~ truth + (1 | therapist)");

        Assert.Equal((0, plain.Out), (ran.Code, ran.Out));
    }

    [Fact]
    public async Task Codes_of_many_digits_stay_apart()
    {
        var file = Write("d.csv", "y,id\n" + string.Join('\n', Enumerable.Range(0, 24).Select(i =>
            $"{(i * 7) % 5 + i % 4},9007199254740993{i % 6}")));

        var ran = await RunAsync("--data", file, "--formula", "y ~ 1 + (1 | id)");

        Assert.Contains("groups: id, 6", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Codes_of_which_the_first_are_numbers_group_as_they_are_spelt()
    {
        string[] codes = ["1", "01", "2", "A1"];
        var file = Write("d.csv", "y,id\n" + string.Join('\n', Enumerable.Range(0, 24).Select(i =>
            $"{(i * 7) % 5 + i % 4},{codes[i / 6]}")));

        var ran = await RunAsync("--data", file, "--formula", "y ~ 1 + (1 | id)", "--json", Json);

        using var json = Read();
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Equal(["01", "1", "2", "A1"], Texts(json.RootElement.GetProperty("blups")[0].GetProperty("levels")));
    }

    [Theory]
    [InlineData("", "y ~ x", "bad.csv is empty: the first line names the columns.")]
    [InlineData("y,x,g\n", "y ~ x", "bad.csv has no row below the header.")]
    [InlineData("y,x,x\n1,2,3\n", "y ~ x", "bad.csv:1: the column “x” stands in the header twice.")]
    [InlineData("y,x\n1,2\n3\n", "y ~ x", "bad.csv:3: 1 cells where the header has 2.")]
    [InlineData("y,x\n1,2\n3,a\"b\n", "y ~ x", "bad.csv:3: a quotation mark stands where none can be")]
    [InlineData("y,x\n1,2\n3,four\n5,6\n", "y ~ x", "bad.csv:3: x: four: This is not a number, and other cells of the column are.")]
    [InlineData("y,x\n1,2\nInf,4\n5,6\n", "y ~ x", "bad.csv:3: y: Inf: This is not a number, and other cells of the column are.")]
    [InlineData("y,x\n1,2\n3,1e999\n5,6\n", "y ~ x", "bad.csv:3: x: 1e999: This is not a number, and other cells of the column are.")]
    [InlineData("y,x\nlow,2\nhigh,4\n", "y ~ x", "bad.csv: “y” holds text or is a factor, and numbers are needed")]
    [InlineData("y,g\n1,a\n2,a\n3,a\n", "y ~ g", "bad.csv: “g” has 1 level in the rows used, and a factor needs at least 2.")]
    [InlineData("y,g\n1,a\n2,a\n3,a\n", "y ~ 1 + (1 | g)", "bad.csv: “g” has 1 level in the rows used, and a factor needs at least 2.")]
    [InlineData("y,x\nNA,1\n2,\n", "y ~ x", "bad.csv: No row has every variable of the model; “y” is missing most often.")]
    [InlineData("y,x\n1,0\n2,1\n3,2\n", "y ~ log(x)", "bad.csv: “log(x)” is infinite or not a number in some rows")]
    [InlineData("y,x\n2,0\n2,1\n2,2\n", "y ~ x", "bad.csv: The outcome “y” never changes")]
    [InlineData("y,session\n1,0\n2,1\n3,2\n", "y ~ sesion", "--formula: “sesion” at character 5 is no column of the data; did you mean session?")]
    [InlineData("y,x\n1,0\n", "y ~ x +", "--formula: “+” at character 7 ends the formula")]
    [InlineData("y,x\n1,0\n", "y ~ (1 | x", "--formula: “(” at character 5 is never closed")]
    public async Task Bad_input_is_one_sentence_and_leaves_no_file(string content, string formula, string sentence)
    {
        var file = Write("bad.csv", content);

        var ran = await RunAsync("--data", file, "--formula", formula, "--json", Json);

        Assert.Equal((1, ""), (ran.Code, ran.Out));
        Assert.StartsWith(sentence, ran.Error, StringComparison.Ordinal);
        Assert.Single(ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["bad.csv"], Directory.GetFiles(_folder).Select(Path.GetFileName), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("half|g", "“half” orders the residuals, and only 2 of its 4 values are whole numbers")]
    [InlineData("x|g", "“x 1 of g b” is there twice")]
    [InlineData("x", "--ar1: The order of the residuals has no |")]
    [InlineData("z|g", "--ar1: “z” at character 1")]
    public async Task An_order_that_orders_nothing_is_refused(string order, string sentence)
    {
        var file = Write("d.csv", "y,x,half,g\n1,1,1,a\n2,2,2,a\n4,1,1.5,b\n3,1,2.5,b\n");

        var ran = await RunAsync("--data", file, "--formula", "y ~ 1 + (1 | g)", "--ar1", order);

        Assert.Equal(1, ran.Code);
        Assert.Contains(sentence, ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_a_factor_that_is_not_and_a_place_that_cannot_be_written_are_named()
    {
        var nowhere = await RunAsync("--data", Path.Combine(_folder, "no.csv"), "--formula", "y ~ x");
        var folder = await RunAsync("--data", _folder, "--formula", "y ~ x");
        var factor = await RunAsync("--data", _tiny, "--formula", "judgement ~ truth", "--factor", "therapists");
        var place = await RunAsync(
            "--data", _tiny, "--formula", "judgement ~ truth", "--json", Path.Combine(_folder, "no", "fit.json"));
        var latin = Path.Combine(_folder, "latin.csv");
        await File.WriteAllBytesAsync(latin, [(byte)'y', (byte)'\n', 0xE9, (byte)'\n'], TestContext.Current.CancellationToken);
        var encoding = await RunAsync("--data", latin, "--formula", "y ~ 1");

        Assert.Equal([1, 1, 1, 1, 1], new[] { nowhere, folder, factor, place, encoding }.Select(r => r.Code));
        Assert.Contains("There is no file", nowhere.Error, StringComparison.Ordinal);
        Assert.Contains("is a folder. --data names a file.", folder.Error, StringComparison.Ordinal);
        Assert.Contains("no column “therapists” in tiny.csv; did you mean therapist?", factor.Error, StringComparison.Ordinal);
        Assert.Contains("There is no folder", place.Error, StringComparison.Ordinal);
        Assert.Contains("latin.csv is not UTF-8 text", encoding.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_model_keeps_the_file_of_the_last_good_one()
    {
        await RunAsync("--data", _tiny, "--formula", "judgement ~ truth + (1 | therapist)", "--json", Json);
        var before = await File.ReadAllBytesAsync(Json, TestContext.Current.CancellationToken);

        var ran = await RunAsync("--data", _tiny, "--formula", "therapist ~ truth", "--json", Json);

        Assert.Equal(1, ran.Code);
        Assert.Equal(before, await File.ReadAllBytesAsync(Json, TestContext.Current.CancellationToken));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task<Ran> RunAsync(params string[] args) => Verbs.RunAsync(["fit", .. args]);

    private static IEnumerable<string?> Texts(JsonElement array) => array.EnumerateArray().Select(t => t.GetString());

    private JsonDocument Read() => JsonDocument.Parse(File.ReadAllBytes(Json));

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
