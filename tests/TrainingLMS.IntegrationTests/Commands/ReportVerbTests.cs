using System.Globalization;
using System.Text;
using TrainingLMS.Congruence.Simulation;
using UglyToad.PdfPig;

namespace TrainingLMS.IntegrationTests.Commands;

/// <summary>Reports from a file, without server or database.</summary>
public sealed class ReportVerbTests : IDisposable
{
    private const string Header = "therapist_id,patient_id,session,therapist_alliance,patient_alliance,wellbeing";

    private readonly string _folder = Directory.CreateTempSubdirectory("traininglms-report-").FullName;

    private string Out => Path.Combine(_folder, "out");

    [Fact]
    public async Task Every_therapist_gets_three_files_and_a_second_run_gives_the_same_bytes()
    {
        var file = Write("r.csv", Study());

        var first = await RunAsync("--ratings", file, "--out", Out, "--policy", "feedback");
        var before = Directory.GetFiles(Out).ToDictionary(f => f, File.ReadAllBytes, StringComparer.Ordinal);
        var second = await RunAsync("--ratings", file, "--out", Out, "--policy", "feedback");

        Assert.Equal((0, 0), (first.Code, second.Code));
        Assert.Equal(8 * 3, before.Count);
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), first.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Contains("8 of 8 reports written", first.Error, StringComparison.Ordinal);
        foreach (var (path, bytes) in before)
            Assert.Equal(bytes, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal(before.Count, Directory.GetFileSystemEntries(Out).Length);
    }

    [Theory]
    [InlineData("en", "This form is unknown to this installation")]
    [InlineData("fr", "Ce formulaire est inconnu de cette installation")]
    public async Task A_form_that_only_the_file_knows_is_called_unknown(string language, string words)
    {
        await RunAsync("--ratings", Write("r.csv", Study()), "--out", Out, "--policy", "feedback", "--lang", language, "--therapist", "T1");

        var page = await File.ReadAllTextAsync(Path.Combine(Out, "T1.html"), TestContext.Current.CancellationToken);
        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.DoesNotContain("own items", page, StringComparison.Ordinal);
        Assert.DoesNotContain("questions maison", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_becomes_the_name_of_a_file_whatever_is_in_it()
    {
        var file = Write("r.csv", Study().Replace("T1,", "../T 1/é,", StringComparison.Ordinal));

        var ran = await RunAsync("--ratings", file, "--out", Out, "--policy", "sealed", "--therapist", "../t 1/É");

        Assert.Equal(0, ran.Code);
        Assert.Equal(
            ["..%2FT%201%2F%C3%A9.html", "..%2FT%201%2F%C3%A9.json", "..%2FT%201%2F%C3%A9.pdf"],
            Directory.GetFiles(Out).Select(Path.GetFileName).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_sealed_report_says_nothing_of_what_a_patient_answered()
    {
        var lines = Study().Split('\n').Select(l => l.StartsWith("T1,", StringComparison.Ordinal)
            ? string.Join(',', [.. l.Split(',')[..3], "6", "2.27", "91.3"])
            : l);
        var file = Write("r.csv", string.Join('\n', lines));

        await RunAsync("--ratings", file, "--out", Out, "--policy", "sealed", "--therapist", "T1");

        var pdf = File.ReadAllBytes(Path.Combine(Out, "T1.pdf"));
        using var document = PdfDocument.Open(pdf);
        var text = string.Join('\n', document.GetPages().Select(p => p.Text));
        foreach (var shape in new[] { text, Read("T1.html"), Read("T1.json") })
        {
            Assert.DoesNotContain("2.27", shape, StringComparison.Ordinal);
            Assert.DoesNotContain("91.3", shape, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_language_is_French_when_asked()
    {
        await RunAsync("--ratings", Write("r.csv", Study()), "--out", Out, "--policy", "feedback", "--lang", "fr", "--therapist", "T1");

        Assert.Contains("lang=\"fr\"", Read("T1.html"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cut_off_leaves_later_sessions_out_and_dates_the_report()
    {
        var dated = Study().Split('\n').Select((l, i) => i == 0
            ? l + ",session_date"
            : l + "," + new DateOnly(2026, 1, 5).AddDays(7 * int.Parse(l.Split(',')[2], CultureInfo.InvariantCulture)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        var file = Write("r.csv", string.Join('\n', dated));

        var ran = await RunAsync("--ratings", file, "--out", Out, "--policy", "feedback", "--cut-off", "2026-02-02");

        Assert.Equal(0, ran.Code);
        var json = Read("T1.json");
        Assert.Contains("\"date\": \"2026-02-02\"", json, StringComparison.Ordinal);
        Assert.Contains("\"periodTo\": \"2026-02-02\"", json, StringComparison.Ordinal);
        var all = await RunAsync("--ratings", file, "--out", Out, "--policy", "feedback", "--cut-off", "2026-01-01");
        Assert.Equal(1, all.Code);
        Assert.Contains("Every session of this file is after the cut-off", all.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cut_off_needs_a_date_in_every_row()
    {
        var without = await RunAsync("--ratings", Write("r.csv", Study()), "--out", Out, "--policy", "sealed", "--cut-off", "2026-02-02");
        var half = await RunAsync(
            "--ratings", Write("h.csv", Header + ",session_date\nT1,P1,1,5,6,50,2026-01-01\nT1,P1,2,5,6,50,\n"),
            "--out", Out, "--policy", "sealed", "--cut-off", "2026-02-02");

        Assert.Equal((1, 1), (without.Code, half.Code));
        Assert.Contains("--cut-off needs the column session_date", without.Error, StringComparison.Ordinal);
        Assert.Contains("h.csv:3: session_date: (empty): With --cut-off every session needs its date.", half.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task A_bad_file_is_refused_with_every_bad_cell_and_nothing_is_written()
    {
        var file = Write("bad.csv", Header + ",colour\nT1,P1,1,five,6,50,red\nT1,P1,1,5,8,50,red\n");

        var ran = await RunAsync("--ratings", file, "--out", Out, "--policy", "feedback");

        Assert.Equal((1, ""), (ran.Code, ran.Out));
        Assert.Equal(
            [
                "bad.csv: the column “colour” is unknown and was left out.",
                "bad.csv:2: therapist_alliance: five: This is not a number. Leave the cell empty where a rating is missing.",
                "bad.csv:3: patient_alliance: 8: Off the scale 1-7.",
                "bad.csv:3: session: 1: Session 1 of P1 stands on line 2 already.",
                "3 cells to put right first; nothing was written.",
            ],
            ran.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), StringComparer.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task Only_fifty_bad_cells_are_printed_and_the_rest_counted()
    {
        var file = Write("zeros.csv", Header + "\n" + string.Concat(Enumerable.Range(1, 60).Select(n => $"T1,P{n},1,0,0,0\n")));

        var ran = await RunAsync("--ratings", file, "--out", Out, "--policy", "feedback");

        Assert.Equal(1, ran.Code);
        Assert.Contains("zeros.csv: and 70 more.", ran.Error, StringComparison.Ordinal);
        Assert.Contains("120 cells to put right first", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_rated_nothing_is_named_and_gets_no_file()
    {
        var file = Write("r.csv", Study() + "\nT9,P99,1,,5,50\n");

        var ran = await RunAsync("--ratings", file, "--out", Out, "--policy", "feedback");

        Assert.Equal(0, ran.Code);
        Assert.Contains("T9: no report yet. The therapist has not rated a session yet.", ran.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Out, "T9.pdf")));
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_said_in_a_sentence()
    {
        var file = Write("r.csv", Study());
        var inTheWay = Write("taken", "x");

        var onFile = await RunAsync("--ratings", file, "--out", inTheWay, "--policy", "feedback");
        var below = await RunAsync("--ratings", file, "--out", Path.Combine(inTheWay, "deeper"), "--policy", "feedback");

        Assert.Equal((1, 1), (onFile.Code, below.Code));
        Assert.Contains("is a file. --out names a folder.", onFile.Error, StringComparison.Ordinal);
        Assert.Contains("cannot be written", below.Error, StringComparison.Ordinal);
        Assert.Equal("x", await File.ReadAllTextAsync(inTheWay, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Where_one_file_cannot_be_put_in_place_the_older_ones_stay_as_they_were()
    {
        Directory.CreateDirectory(Out);
        var older = Path.Combine(Out, "T1.pdf");
        await File.WriteAllTextAsync(older, "older", TestContext.Current.CancellationToken);
        var inTheWay = Path.Combine(Out, "T5.pdf");
        Directory.CreateDirectory(inTheWay);

        var ran = await RunAsync("--ratings", Write("r.csv", Study()), "--out", Out, "--policy", "feedback");

        Assert.Equal(1, ran.Code);
        Assert.Contains("T5.pdf is a folder", ran.Error, StringComparison.Ordinal);
        Assert.Contains("nothing was written", ran.Error, StringComparison.Ordinal);
        Assert.Equal("older", await File.ReadAllTextAsync(older, TestContext.Current.CancellationToken));
        Assert.Equal([older, inTheWay], Directory.GetFileSystemEntries(Out).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_line_that_nobody_rated_is_no_session_to_rate_and_a_file_without_days_gets_none()
    {
        // T9 rated all that is known to have been held: 3 of the 6 lines.
        var lines = Enumerable.Range(1, 6).Select(n => n <= 3 ? $"T9,Q1,{n},5,6,50" : $"T9,Q1,{n},,,");

        await RunAsync(
            "--ratings", Write("r.csv", string.Join('\n', [Header, .. lines])), "--out", Out, "--policy", "feedback");

        Assert.Contains("3 of 3 held", Read("T9.html"), StringComparison.Ordinal);
        Assert.DoesNotContain("Rate while it is fresh", Read("T9.html"), StringComparison.Ordinal);
        Assert.DoesNotContain("2000", Read("T9.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_and_an_unknown_therapist_are_said()
    {
        var missing = await RunAsync("--ratings", Path.Combine(_folder, "none.csv"), "--out", Out, "--policy", "feedback");
        var unknown = await RunAsync("--ratings", Write("r.csv", Study()), "--out", Out, "--policy", "feedback", "--therapist", "T99");

        Assert.Equal((1, 1), (missing.Code, unknown.Code));
        Assert.Contains("There is no file", missing.Error, StringComparison.Ordinal);
        Assert.Contains("There is no therapist T99 in r.csv", unknown.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Theory]
    [InlineData("--policy", "open")]
    [InlineData("--policy", "sealed", "--lang", "de")]
    [InlineData("--policy", "sealed", "--cut-off", "02/02/2026")]
    [InlineData("--policy", "sealed", "--alliance-scale", "7-1")]
    [InlineData("--policy", "sealed", "--wellbeing-scale", "much")]
    [InlineData]
    public async Task A_wrong_option_answers_2_before_any_file_is_read(params string[] options)
    {
        var ran = await RunAsync(["--ratings", Path.Combine(_folder, "none.csv"), "--out", Out, .. options]);

        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.Contains("report --help", ran.Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task<Ran> RunAsync(params string[] options) => Verbs.RunAsync(["report", .. options]);

    internal static string Study()
    {
        var study = StudySimulator.Simulate(3, new StudyParameters { Therapists = 8, Patients = 24 });
        var text = new StringBuilder(Header);
        foreach (var s in study.Sessions)
        {
            text.Append(
                CultureInfo.InvariantCulture, $"\n{s.Therapist},{s.Dyad},{s.Session},{s.TherapistAlliance},{s.PatientAlliance},{s.WellBeing}");
        }

        return text.ToString();
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(Out, name));
}
