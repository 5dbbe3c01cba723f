using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Data.Study;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Commands;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.IntegrationTests.Commands;

/// <summary>A file of ratings comes into a programme: looked at, asked about, all or nothing.</summary>
public sealed class ImportVerbTests : IDisposable
{
    private const string Header = "therapist_id,patient_id,session,therapist_alliance,patient_alliance,wellbeing,session_date,arm,site,revealed_at";
    private const string Rows = Header + "\n"
        + "t01,P001,1,5.25,6,50,2026-01-05,Blue,North,\n"
        + "T01,P001,2,5.5,,51,2026-01-12,Blue,North,2026-02-01T10:00:00Z\n"
        + "T01,P002,4,,6.5,,2026-01-06,Blue,North,2026-02-01T10:00:00Z\n"
        + "T02,P003,7,6,6,60,,Green,,\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("traininglms-import-").FullName;

    private (string Key, string Value)[] Settings =>
        [("ConnectionStrings:TrainingLMS", $"Data Source={Path.Combine(_folder, "app.db")};Pooling=False")];

    [Fact]
    public async Task Everything_is_taken_in_once_and_the_same_file_again_is_nothing_new()
    {
        var file = await WithProgrammeAsync(Rows);

        var first = await RunAsync(file, "--yes");
        var second = await RunAsync(file, "--yes");

        Assert.Equal((0, ""), (first.Code, first.Out));
        Assert.Contains("4 new, 0 already here, 0 bad rows.", first.Error, StringComparison.Ordinal);
        Assert.Contains("New therapists: 2. New cases: 3. Arms to seal: 2.", first.Error, StringComparison.Ordinal);
        Assert.Equal(0, second.Code);
        Assert.Contains("0 new, 4 already here, 0 bad rows.", second.Error, StringComparison.Ordinal);

        await using var services = Services();
        await using var db = services.OpenEverything();
        var programme = await db.Programmes.SingleAsync();
        var rated = await new Seal(db, TimeProvider.System).ForNetworkAsync(programme.Id, cutOff: null);
        Assert.Equal(
            [
                ("T01", "P001", 1, 5.25, 6.0, 50.0),
                ("T01", "P001", 2, 5.5, null, 51.0),
                ("T01", "P002", 4, null, 6.5, null),
                ("T02", "P003", 7, 6.0, 6.0, (double?)60.0),
            ],
            rated.OrderBy(r => r.CaseCode).ThenBy(r => r.SessionNumber)
                .Select(r => (r.TherapistCode, r.CaseCode, r.SessionNumber, r.TherapistAlliance, r.PatientAlliance, r.WellBeing)));
        Assert.All(rated, r => Assert.False(r.Released)); // no consent came with the file
        Assert.All(await db.Administrations.Where(a => a.Status == AdministrationStatus.Done).ToListAsync(), a => Assert.Equal(CaptureMode.Import, a.Mode));
        Assert.All(await db.Users.ToListAsync(), u => Assert.Null(u.PasswordHash ?? u.Email));
        Assert.Equal("North", Assert.Single(await db.Sites.ToListAsync()).Name);
        Assert.Equal(2, await db.Set<Reveal>().CountAsync()); // of each revealed row the patient rated one thing

        var arms = await new ArmVault(db, services.GetRequiredService<SealKey>()).OpenAsync(programme.Id);
        Assert.Equal(["Blue", "Green"], arms.Values.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_written_before_a_clear_yes()
    {
        var file = await WithProgrammeAsync(Rows);

        var nobody = await RunAsync(file);
        var no = await AnswerAsync(file, "n");
        var silence = await AnswerAsync(file, "");

        Assert.Equal((1, 1, 1), (nobody.Code, no.Code, silence.Code));
        Assert.Contains("4 new", nobody.Error, StringComparison.Ordinal);
        Assert.Contains("Run it again with --yes", nobody.Error, StringComparison.Ordinal);
        Assert.Contains("Take in 4 sessions? [y/N]", no.Error, StringComparison.Ordinal);
        Assert.Equal(0, await CasesAsync());

        Assert.Equal(0, (await AnswerAsync(file, "yes")).Code);
        Assert.Equal(3, await CasesAsync());
    }

    [Fact]
    public async Task One_bad_row_keeps_the_whole_file_out()
    {
        var file = await WithProgrammeAsync(Rows + "T02,P003,8,9,6,60,,Green,,\n");

        var refused = await RunAsync(file, "--yes");

        Assert.Equal(1, refused.Code);
        Assert.Contains("r.csv:6: therapist_alliance: 9: Off the scale 1-7.", refused.Error, StringComparison.Ordinal);
        Assert.Contains("4 new, 0 already here, 1 bad row.", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, await CasesAsync());
    }

    [Fact]
    public async Task What_contradicts_the_programme_is_said_with_its_line()
    {
        var file = await WithProgrammeAsync(Rows);
        await RunAsync(file, "--yes");
        var later = Write("later.csv", Header + "\n"
            + "T02,P001,3,5,6,50,2026-01-19,,,\n"
            + "T01,P002,5,5,6,50,2026-01-01,,,\n"
            + "T02,P003,8,5,6,50,2999-01-01,,,\n");

        var refused = await RunAsync(later, "--yes");

        Assert.Equal(1, refused.Code);
        Assert.Contains("later.csv:2: patient_id: P001: This patient is with another therapist here.", refused.Error, StringComparison.Ordinal);
        Assert.Contains("later.csv:3: session_date: 2026-01-01: The sessions of this patient are not in the order of their dates.", refused.Error, StringComparison.Ordinal);
        Assert.Contains("later.csv:4: session_date: 2999-01-01: This day lies ahead.", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_sessions_join_the_cases_that_are_here()
    {
        var file = await WithProgrammeAsync(Rows);
        await RunAsync(file, "--yes");
        var more = Write("more.csv", Rows + "T01,P001,3,6,6,55,2026-01-19,,,\nT02,P003,8,6,6,60,,,,\n");

        var ran = await RunAsync(more, "--yes");

        Assert.Equal(0, ran.Code);
        Assert.Contains("2 new, 4 already here, 0 bad rows.", ran.Error, StringComparison.Ordinal);
        Assert.Equal(3, await CasesAsync());
    }

    [Fact]
    public async Task A_programme_that_is_not_there_and_a_database_that_is_not_there_are_said()
    {
        var file = Write("r.csv", Rows);
        var noDatabase = await RunAsync(file, "--yes");
        await Verbs.RunAsync(["migrate"], Settings);
        var noProgramme = await RunAsync(file, "--yes");

        Assert.Equal((1, 1), (noDatabase.Code, noProgramme.Code));
        Assert.Contains("Run migrate first.", noDatabase.Error, StringComparison.Ordinal);
        Assert.Contains("There is no programme STUDY.", noProgramme.Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<Ran> RunAsync(string file, params string[] options) =>
        Verbs.RunAsync(["import", "--ratings", file, "--programme", "study", .. options], Settings);

    private Task<Ran> AnswerAsync(string file, params string[] answers) =>
        Verbs.RunAsync(["import", "--ratings", file, "--programme", "study"], answers, Settings);

    private async Task<string> WithProgrammeAsync(string rows)
    {
        await Verbs.RunAsync(["migrate"], Settings);
        await using var services = Services();
        await using var db = services.OpenEverything();
        var organisation = new Organisation { Name = "Network" };
        db.Add(organisation);
        db.Add(new Programme
        {
            OrganisationId = organisation.Id,
            Code = "STUDY",
            Name = "Alliance training",
            TimeZone = "America/Toronto",
            Language = "en",
            Disclosure = DisclosureKind.AfterBothRated,
            CrisisText = "In a crisis call 988.",
            CrisisTextFrench = "En cas de crise, composez le 988.",
            CreatedAt = DateTimeOffset.UnixEpoch,
        });
        await db.SaveChangesAsync();
        return Write("r.csv", rows);
    }

    private async Task<int> CasesAsync()
    {
        await using var services = Services();
        await using var db = services.OpenEverything();
        return await db.Cases.CountAsync();
    }

    private ServiceProvider Services() => new VerbContext(
        new Terminal(TextWriter.Null, TextWriter.Null),
        Settings.ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.Ordinal)).Services();

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
