using Microsoft.EntityFrameworkCore;
using TrainingLMS.Congruence.Simulation;
using TrainingLMS.Data;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Data.Study;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Consent;
using TrainingLMS.Web.Infrastructure.Reports;

namespace TrainingLMS.Web.Demo;

/// <summary>
/// Makes the demonstration: two made-up programmes of forty therapists and 117 patients, one that keeps patients' ratings
/// sealed and one that shows them after session six. Dates are counted back from now.
/// </summary>
public static class DemoSeeder
{
    public const string SealedCode = "DEMO-SEALED";
    public const string FeedbackCode = "DEMO-FEEDBACK";

    private const string Zone = "America/Toronto";

    // Under "after session six" one rating that the therapist forgot keeps a whole case sealed, so here few are missing.
    private static readonly StudyParameters _feedbackParameters = StudySimulator.DemoParameters with { TherapistMissing = .01 };

    /// <summary>Fills a database that has no programme yet.</summary>
    public static async Task SeedAsync(IServiceProvider services, string connection, CancellationToken cancellationToken = default)
    {
        var clock = services.GetRequiredService<TimeProvider>();

        // Thirty thousand made-up rows at once are nobody's change: the audit trail begins after them.
        var options = new DbContextOptionsBuilder<AppDbContext>()
            .UseAppDatabase(DatabaseProvider.Sqlite, connection)
            .UseApplicationServiceProvider(services);
        await using (var bulk = new AppDbContext((DbContextOptions<AppDbContext>)options.Options, ProgrammeScope.Everything))
            await FillAsync(bulk, services, clock.GetUtcNow(), cancellationToken);

        await using var db = services.OpenEverything();
        foreach (var (code, suffix) in new[] { (SealedCode, "sealed"), (FeedbackCode, "feedback") })
        {
            var programme = await db.Programmes.SingleAsync(p => p.Code == code, cancellationToken);
            await new DemoReports(db, new Seal(db, clock), new NetworkLedger(db, clock), clock.GetUtcNow())
                .SendAsync(programme, suffix, cancellationToken);
        }
    }

    private static async Task FillAsync(
        AppDbContext db, IServiceProvider services, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var vault = new ArmVault(db, services.GetRequiredService<SealKey>());
        var texts = new ConsentTexts(
            db, services.GetRequiredService<ConsentWording>(), services.GetRequiredService<TimeProvider>());
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        await db.WriteAsync(
            async () =>
            {
                var organisation = new Organisation { Name = "Riverside Practice Research Network (made up)" };
                Site[] sites =
                [
                    new Site { OrganisationId = organisation.Id, Name = "Harbour Street" },
                    new Site { OrganisationId = organisation.Id, Name = "Hillside" },
                    new Site { OrganisationId = organisation.Id, Name = "Old Mill" },
                ];
                var administrator = DemoPeople.Make("Robin Ferreira", "installation", Zone, "en", now.AddYears(-1));
                administrator.IsInstallationAdministrator = true;
                db.Add(organisation);
                db.AddRange(sites);
                db.Add(administrator);

                var sealedOne = Programme(organisation, SealedCode, "Alliance training (ratings stay sealed)", DisclosureKind.Sealed, 0, now);
                var feedback = Programme(organisation, FeedbackCode, "Alliance training (ratings shown after session 6)", DisclosureKind.AfterSession, 6, now);
                db.AddRange(sealedOne, feedback);
                await db.SaveChangesAsync(cancellationToken);

                await FillAsync(sealedOne, new DemoProgramme(db, sealedOne, "sealed", 0, StudySimulator.DemoSeed + 1, StudySimulator.DemoParameters, now));
                await FillAsync(feedback, new DemoProgramme(db, feedback, "feedback", 100, StudySimulator.DemoSeed, _feedbackParameters, now));
                return true;

                async Task FillAsync(Programme programme, DemoProgramme demo)
                {
                    var version = await texts.EnsureAsync(programme, cancellationToken);
                    foreach (var (therapist, arm) in await demo.FillAsync(sites, version, cancellationToken))
                        vault.Seal(programme.Id, therapist, arm, now.AddYears(-1));

                    await db.SaveChangesAsync(cancellationToken);
                    db.ChangeTracker.Clear();
                }
            },
            cancellationToken);
    }

    /// <summary>Whom to sign in as, in the order in which they are printed.</summary>
    public static async Task<IReadOnlyList<DemoRole>> RolesAsync(
        AppDbContext db, TimeProvider clock, CancellationToken cancellationToken = default)
    {
        (string Who, string Local)[] roles =
        [
            ("therapist, ratings sealed", await BusyAsync(db, SealedCode, "sealed", clock, cancellationToken)),
            ("therapist, feedback after session 6", await BusyAsync(db, FeedbackCode, "feedback", clock, cancellationToken)),
            ("therapist with a report to read", await ReaderAsync(db, FeedbackCode, cancellationToken)),
            ("consultant", "consultant.feedback"),
            ("trainer, ratings sealed", "trainer.sealed"),
            ("trainer, feedback after session 6", "trainer.feedback"),
            ("programme administrator", "administrator.feedback"),
            ("researcher", "researcher.feedback"),
            ("privacy officer", "privacy.feedback"),
            ("installation administrator", "installation"),
        ];
        var addresses = roles.Select(r => $"{r.Local}@{DemoPeople.Domain}".ToUpperInvariant()).ToList();
        var people = await db.Users.Where(u => addresses.Contains(u.NormalizedEmail!))
            .ToDictionaryAsync(u => u.NormalizedEmail!, StringComparer.Ordinal, cancellationToken);

        return
        [
            .. from pair in roles.Zip(addresses)
               where people.ContainsKey(pair.Second)
               let person = people[pair.Second]
               select new DemoRole(pair.First.Who, person.DisplayName, person.Id),
        ];
    }

    /// <summary>A therapist with something to rate now, as long as there is one.</summary>
    private static async Task<string> BusyAsync(
        AppDbContext db, string programme, string suffix, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var code = await (
            from a in db.Administrations
            where a.Rater == Rater.Therapist && a.Status == AdministrationStatus.Due && a.WindowClosesAt > now
            join p in db.Programmes on a.ProgrammeId equals p.Id
            where p.Code == programme
            join s in db.Sessions on a.SessionId equals s.Id
            join o in db.CasesOf on s.CaseId equals o.CaseId
            join t in db.TherapistProfiles on new { o.ProgrammeId, PersonId = o.TherapistId } equals new { t.ProgrammeId, t.PersonId }
            orderby t.Code
            select t.Code).FirstOrDefaultAsync(cancellationToken);

        return $"{code ?? "T01"}.{suffix}";
    }

    /// <summary>A therapist whose report is sent and not opened, as long as there is one.</summary>
    private static async Task<string> ReaderAsync(AppDbContext db, string programme, CancellationToken cancellationToken)
    {
        var code = await (
            from r in db.FeedbackReports
            where r.Status == ReportStatus.Sent
            join p in db.Programmes on r.ProgrammeId equals p.Id
            where p.Code == programme
            join t in db.TherapistProfiles on new { r.ProgrammeId, PersonId = r.TherapistId } equals new { t.ProgrammeId, t.PersonId }
            orderby r.SentAt descending
            select t.Code).FirstOrDefaultAsync(cancellationToken);

        return $"{code ?? "T02"}.feedback";
    }

    private static Programme Programme(
        Organisation organisation, string code, string name, DisclosureKind disclosure, int session, DateTimeOffset now) => new()
        {
            OrganisationId = organisation.Id,
            Code = code,
            Name = name,
            TimeZone = Zone,
            Language = "en",
            Disclosure = disclosure,
            DisclosureSession = session,
            CrisisText = "This is a demonstration. In a crisis in Canada call or text 9-8-8, at any hour.",
            CrisisTextFrench = "Ceci est une démonstration. En cas de crise au Canada, composez ou textez le 9-8-8, à toute heure.",
            Synthetic = true,
            CreatedAt = now.AddYears(-1),
        };
}

/// <summary>A made-up person to sign in as.</summary>
public sealed record DemoRole(string Who, string Name, Guid PersonId);
