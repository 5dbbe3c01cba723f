using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using TrainingLMS.Congruence.Simulation;

namespace TrainingLMS.IntegrationTests.Commands;

/// <summary>The study's tables from a file, without server or database.</summary>
public sealed class AnalyseVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("traininglms-analyse-").FullName;

    [Fact]
    public async Task A_file_with_arms_and_well_being_gives_every_table_and_the_same_data_twice()
    {
        var file = Write("r.csv", Study(12, 30));
        var json = Path.Combine(_folder, "out.json");

        var first = await RunAsync("--ratings", file, "--json", json);
        var bytes = await File.ReadAllBytesAsync(json, TestContext.Current.CancellationToken);
        var second = await RunAsync("--ratings", file, "--json", json);

        Assert.Equal((0, 0, ""), (first.Code, second.Code, first.Error));
        Assert.Equal(first.Out, second.Out);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(json, TestContext.Current.CancellationToken));
        foreach (var table in new[]
        {
            "12 therapists, 30 dyads", "Truth and bias, form A", "Truth and bias, form B, beyond the shared trend",
            "Growth of the alliance, patient-rated", "therapist- minus patient-rated", "version 3: PreviousWithinDyad",
            "What may be told about one therapist", "95 % interval", "df: Satterthwaite",
        })
        {
            Assert.Contains(table, first.Out, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("NaN", first.Out, StringComparison.Ordinal);
        using var data = JsonDocument.Parse(bytes);
        var tracking = data.RootElement.GetProperty("analysis").GetProperty("truthAndBias")[0].GetProperty("pooled").GetProperty("shown").GetProperty("tracking");
        Assert.Equal("satterthwaite", tracking.GetProperty("method").GetString());
        Assert.True(tracking.GetProperty("standardError").GetDouble() > 0);
        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)));
        Assert.StartsWith($"r.csv, SHA-256 {hash}", first.Out, StringComparison.Ordinal);
        Assert.Equal(hash, data.RootElement.GetProperty("file").GetProperty("sha256").GetString());
        Assert.DoesNotContain("ownLine", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.DoesNotContain("hull", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_arm_and_well_being_those_parts_say_so()
    {
        var lines = Study(6, 14).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => string.Join(',', l.Split(',')[..5]));
        var ran = await RunAsync("--ratings", Write("r.csv", string.Join('\n', lines)));

        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Contains("by arm                            not told: the ratings say no arm", ran.Out, StringComparison.Ordinal);
        Assert.Contains("lagged congruence                 not told: the ratings hold no well-being", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Small_arms_and_small_networks_are_withheld_with_their_numbers()
    {
        var arms = await RunAsync("--ratings", Write("a.csv", Study(8, 20)));
        var network = await RunAsync("--ratings", Write("n.csv", Study(4, 12)));

        Assert.Equal((0, 0), (arms.Code, network.Code));
        Assert.Contains("not told: an arm has 4 therapists, 5 needed", arms.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("tracking, difference", arms.Out, StringComparison.Ordinal);
        Assert.Contains("not told: 4 therapists, 5 needed for a value of the network", network.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("df: Satterthwaite", network.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_reference_arm_may_be_chosen_and_has_to_be_there()
    {
        var file = Write("r.csv", Study(12, 30));

        var other = await RunAsync("--ratings", file, "--control", "training");
        var none = await RunAsync("--ratings", file, "--control", "placebo");

        Assert.Contains("tracking, no_training", other.Out, StringComparison.Ordinal);
        Assert.True(
            other.Out.IndexOf("training: 6 therapists", StringComparison.Ordinal)
            < other.Out.IndexOf("no_training: 6 therapists", StringComparison.Ordinal));
        Assert.Equal(1, none.Code);
        Assert.StartsWith("There is no arm placebo in r.csv", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arms_whose_names_do_not_say_which_is_the_control_are_compared_and_it_is_said()
    {
        var study = Study(12, 30);
        var named = await RunAsync("--ratings", Write("r.csv", study));
        var unnamed = await RunAsync("--ratings", Write("u.csv", study.Replace("no_training", "B", StringComparison.Ordinal).Replace("training", "A", StringComparison.Ordinal)));

        Assert.DoesNotContain("--control", named.Error, StringComparison.Ordinal);
        Assert.Equal(0, unnamed.Code);
        Assert.Contains("A is taken for it; --control \"B\" turns it round.", unnamed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_file_is_refused_in_a_sentence()
    {
        var bad = await RunAsync("--ratings", Write("bad.csv", "therapist_id,patient_id,session,therapist_alliance,patient_alliance\nT1,P1,1,five,6\n"));
        var missing = await RunAsync("--ratings", Path.Combine(_folder, "none.csv"));
        var place = await RunAsync("--ratings", Write("r.csv", Study(4, 12)), "--json", Path.Combine(_folder, "no", "out.json"));

        Assert.Equal((1, 1, 1), (bad.Code, missing.Code, place.Code));
        Assert.Equal(("", "", ""), (bad.Out, missing.Out, place.Out));
        Assert.EndsWith("1 cell to put right first; nothing was analysed.\n", bad.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.StartsWith("There is no file", missing.Error, StringComparison.Ordinal);
        Assert.StartsWith("There is no folder", place.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sealed_nobody_with_fewer_than_five_patients_is_described()
    {
        var file = Write("r.csv", Study(6, 14));

        var closed = await RunAsync("--ratings", file);
        var open = await RunAsync("--ratings", file, "--policy", "feedback");

        Assert.Contains("T1, these patients                not told: patients' ratings are sealed", closed.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("ratings are sealed", open.Out, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Study(int therapists, int patients)
    {
        var study = StudySimulator.Simulate(3, new StudyParameters { Therapists = therapists, Patients = patients });

        return "therapist_id,patient_id,session,therapist_alliance,patient_alliance,wellbeing,arm\n" + string.Concat(
            study.Sessions.Select(s => string.Create(
                CultureInfo.InvariantCulture,
                $"{s.Therapist},{s.Dyad},{s.Session},{s.TherapistAlliance},{s.PatientAlliance},{s.WellBeing},{(study.Arms[s.Therapist] == StudyArm.Training ? "training" : "no_training")}\n")));
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);

        return path;
    }

    private static Task<Ran> RunAsync(params string[] args) => Verbs.RunAsync(["analyse", .. args]);
}
