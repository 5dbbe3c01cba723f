using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TrainingLMS.Congruence.Individual;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Data.Study;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Web.Commands;
using TrainingLMS.Web.Demo;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.IntegrationTests.Commands;

/// <summary>The demonstration: made in a file of its own, used again, removed.</summary>
public sealed class DemoVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("traininglms-demo-").FullName;

    private string DatabaseFile => Path.Combine(_folder, "demo.db");

    [Fact]
    public async Task It_is_made_once_used_again_and_removed()
    {
        var first = await RunAsync("--prepare");
        Assert.Equal(0, first.Code);
        Assert.Equal(10, first.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(l => l.Contains("http://localhost:5080/account/demo/", StringComparison.Ordinal)));

        await CheckAsync();

        var second = await RunAsync("--prepare");
        Assert.Contains("Using the demonstration", second.Error, StringComparison.Ordinal);

        var removed = await RunAsync("--remove");
        Assert.Equal(0, removed.Code);
        Assert.Empty(Directory.GetFiles(_folder));
        Assert.Contains("There is no demonstration", (await RunAsync("--remove")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_a_demonstration_is_neither_used_nor_removed()
    {
        await Verbs.RunAsync(["migrate"], ("ConnectionStrings:TrainingLMS", $"Data Source={DatabaseFile};Pooling=False"));
        var letter = Path.Combine(_folder, "letter.txt");
        await File.WriteAllTextAsync(letter, "Dear colleague, this is a letter and no database at all, and it should stay as it is.", TestContext.Current.CancellationToken);

        foreach (var file in new[] { DatabaseFile, letter })
        {
            foreach (var how in new[] { "--prepare", "--remove" })
            {
                var ran = await Verbs.RunAsync(["demo", how, "--data", file]);
                Assert.Equal(1, ran.Code);
                Assert.Contains("is not a demonstration: it was left as it is", ran.Error, StringComparison.Ordinal);
                Assert.True(File.Exists(file));
            }
        }
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080")]
    [InlineData("http://*:5080")]
    [InlineData("http://example.org:5080")]
    public async Task It_is_served_on_this_machine_only(string url) =>
        Assert.Equal(2, (await RunAsync("--prepare", "--urls", url)).Code);

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task CheckAsync()
    {
        var context = new VerbContext(
            new Terminal(TextWriter.Null, TextWriter.Null),
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["ConnectionStrings:TrainingLMS"] = $"Data Source={DatabaseFile};Pooling=False" });
        await using var services = context.Services();
        await using var db = services.OpenEverything();
        var clock = services.GetRequiredService<TimeProvider>();

        var programmes = await db.Programmes.OrderBy(p => p.Code).ToListAsync();
        Assert.Equal([DemoSeeder.FeedbackCode, DemoSeeder.SealedCode], programmes.Select(p => p.Code), StringComparer.Ordinal);
        Assert.All(programmes, p => Assert.True(p.Synthetic));
        Assert.False(await db.Users.AnyAsync(u => !u.Synthetic || !u.Email!.EndsWith("@demo.example")));

        foreach (var programme in programmes)
        {
            Assert.Equal(40, await db.TherapistProfiles.CountAsync(t => t.ProgrammeId == programme.Id));
            Assert.Equal(117, await db.Cases.CountAsync(c => c.ProgrammeId == programme.Id));

            var now = clock.GetUtcNow();
            Assert.True(await db.Administrations.AnyAsync(a => a.ProgrammeId == programme.Id
                && a.Status == AdministrationStatus.Due && a.WindowClosesAt > now));

            Assert.Equal(
                [ReportStatus.Opened, ReportStatus.Sent, ReportStatus.Sent],
                await db.FeedbackReports.Where(r => r.ProgrammeId == programme.Id).OrderBy(r => r.SentAt).Select(r => r.Status).ToListAsync());
            Assert.Equal(2, await db.ConsentTexts.CountAsync(t => t.ProgrammeId == programme.Id));
            Assert.Equal(40, (await new ArmVault(db, services.GetRequiredService<SealKey>()).AllocatedAsync(programme.Id)).Count);

            // Some session was held on a day of 23 or 25 hours.
            var days = await db.Sessions.Where(s => s.ProgrammeId == programme.Id && s.HeldOn != null)
                .Select(s => s.HeldOn!.Value).Distinct().ToListAsync();
            Assert.Contains(days, d => LocalDay.EndOf(d, programme.TimeZone) - LocalDay.StartOf(d, programme.TimeZone) != TimeSpan.FromDays(1));
            Assert.All(days, d => Assert.True(d <= LocalDay.Of(now, programme.TimeZone)));
        }

        await CheckFeedbackAsync(new Seal(db, clock), programmes.Single(p => p.Code == DemoSeeder.FeedbackCode));
        var sealedRatings = await new Seal(db, clock).ForNetworkAsync(
            programmes.Single(p => p.Disclosure == DisclosureKind.Sealed).Id, cutOff: null);
        Assert.All(sealedRatings, r => Assert.False(r.Released));

        // Where nothing is shown, nobody was asked whether it may be.
        foreach (var programme in programmes)
        {
            var scopes = await db.ConsentRecords.Where(r => r.ProgrammeId == programme.Id).Select(r => r.Scopes).ToListAsync();
            Assert.Equal(
                programme.Disclosure != DisclosureKind.Sealed, scopes.Exists(s => s.HasFlag(ConsentScopes.Feedback)));
        }
    }

    /// <summary>Some therapists are told something about themselves in general, most are not.</summary>
    private static async Task CheckFeedbackAsync(Seal seal, Programme programme)
    {
        var ratings = await seal.ForNetworkAsync(programme.Id, cutOff: null);
        var released = ratings.Where(r => r.Released).Select(r => (r.CaseCode, r.SessionNumber)).ToHashSet();
        var analysis = CongruenceAnalysis.Of(ratings.Select(r => new Congruence.RatedSession(
            r.TherapistCode, r.CaseCode, r.SessionNumber, r.TherapistAlliance, r.PatientAlliance, r.WellBeing)));
        var told = analysis.Therapists.Count(t => analysis
            .For(t, Congruence.Disclosure.Where(s => released.Contains((s.Dyad, s.Session)))).InGeneral.IsShown);

        Assert.InRange(told, 1, 15);
        Assert.Contains(ratings, r => r.PatientAlliance is null);
        Assert.Contains(ratings, r => r.TherapistAlliance is null);
    }

    private Task<Ran> RunAsync(params string[] options) => Verbs.RunAsync(["demo", "--data", DatabaseFile, .. options]);
}
