using System.Diagnostics;
using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Testing;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Instruments;

namespace TrainingLMS.Benchmarks;

/// <summary>
/// Fifty patients send their form at the same time, over HTTP, to a network of 60 000 patients with six sessions rated by
/// both. One case is rated through the intake; the others are copies of its rows (the audit and mail of copies is left out).
/// </summary>
internal static class SubmitBenchmark
{
    private const int Patients = 60_000;
    private const int AtOnce = 50;
    private const int Each = 10;

    private static readonly string[] _copied = ["Cases", "CasesOf", "ConsentRecords", "Sessions", "Administrations", "Responses", "Answers"];

    private static readonly string[] _ids = ["Id", "CaseId", "SessionId", "AdministrationId", "ResponseId"];

    public static async Task<string> RunAsync()
    {
        await using var app = new AppFixture();
        app.UseKestrel(port: 0);
        app.StartServer();
        var programme = await app.ProgrammeAsync(DisclosureKind.AfterBothRated);
        var therapist = await app.MemberAsync(programme, Role.Therapist);
        var template = await TemplateAsync(app, programme.Id, therapist.Id);
        var seeding = Stopwatch.StartNew();
        Copy(app);
        seeding.Stop();
        var tokens = await TicketsAsync(app, template);
        var responses = Count(app, "Responses");

        var phones = new List<(HttpClient Phone, IDocument Check)>();
        foreach (var token in tokens)
            phones.Add(await AnsweredAsync(app, token));

        var watch = Stopwatch.StartNew();
        var times = await Task.WhenAll(phones.Chunk(Each).Select(SendAsync));
        watch.Stop();
        var kept = Count(app, "Responses") - responses;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{new Figures(times.SelectMany(t => t))}, {AtOnce} at once, {kept} of {tokens.Count} kept, "
            + $"{tokens.Count / watch.Elapsed.TotalSeconds:0} a second, on {responses} ratings ({Count(app, "Answers")} answers) "
            + $"of {Patients} patients; {new FileInfo(Path.Combine(app.Folder, "traininglms.db")).Length / 1e6:0} MB, seeded in {seeding.Elapsed.TotalSeconds:0} s");
    }

    private static async Task<List<double>> SendAsync((HttpClient Phone, IDocument Check)[] phones)
    {
        var taken = new List<double>();
        foreach (var (phone, check) in phones)
        {
            var watch = Stopwatch.StartNew();
            using var sent = await phone.SendFormAsync(check, "main form[action='/f/send']");
            taken.Add(watch.Elapsed.TotalMilliseconds);
            if (sent.StatusCode != HttpStatusCode.Redirect)
                throw new InvalidOperationException($"A form was answered with {sent.StatusCode}.");
        }

        return taken;
    }

    private static async Task<Case> TemplateAsync(AppFixture app, Guid programmeId, Guid therapistId)
    {
        var programme = await app.ReadAsync(db => db.Programmes.SingleAsync(p => p.Id == programmeId));
        var therapist = await app.ReadAsync(db => db.Users.SingleAsync(u => u.Id == therapistId));
        var item = await app.CaseAsync(programme, therapist, "TEMPLATE", held: 6);
        await app.WriteAsync(async db =>
        {
            await InstrumentPublisher.EnsureForProgrammeAsync(db, programmeId);
            await db.SaveChangesAsync();
            var forms = await db.ProgrammeInstruments.Where(p => p.ProgrammeId == programmeId).ToListAsync();
            var intake = new RatingIntake(db, app.Clock);
            foreach (var session in item.Sessions)
            {
                foreach (var form in forms.Where(f => f.Measure == Measure.Alliance))
                {
                    var asked = new Administration
                    {
                        ProgrammeId = programmeId,
                        SessionId = session.Id,
                        InstrumentVersionId = form.InstrumentVersionId,
                        Measure = form.Measure,
                        Rater = form.Rater,
                        Perspective = form.Perspective,
                        Occasion = form.Occasion,
                    };
                    asked.OpenWindow(app.Clock.GetUtcNow().AddDays(-1), app.Clock.GetUtcNow().AddDays(2));
                    db.Add(asked);
                    if (session.Number == 6 && form.Rater == Rater.Patient)
                        continue; // the one that is sent

                    var definition = await db.DefinitionAsync(form.InstrumentVersionId, CancellationToken.None);
                    await intake.SubmitAsync(
                        asked, definition.ItemsFor(form.Rater).ToDictionary(i => i.Id, _ => (double?)5, StringComparer.Ordinal),
                        CaptureMode.Link, "en", recordedById: null);
                }
            }
        });
        return item;
    }

    private static void Copy(AppFixture app)
    {
        using var connection = new SqliteConnection(app.ConnectionString);
        connection.Open();
        using var transaction = connection.BeginTransaction();
        foreach (var table in _copied)
        {
            var columns = Names(connection, table);
            var values = columns.Select(c =>
                _ids.Contains(c, StringComparer.Ordinal) ? $"substr(t.\"{c}\", 1, 28) || printf('%08X', n)"
                : c == "Code" ? "'C-' || n"
                : $"t.\"{c}\"");
            using var command = connection.CreateCommand();
            command.CommandText =
                $"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {Patients}) "
                + $"INSERT INTO \"{table}\" ({string.Join(", ", columns.Select(c => $"\"{c}\""))}) "
                + $"SELECT {string.Join(", ", values)} FROM \"{table}\" t, numbers";
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private static async Task<List<string>> TicketsAsync(AppFixture app, Case template)
    {
        var last = template.Sessions.Single(s => s.Number == 6).Id.ToString().ToUpperInvariant();
        var tokens = Enumerable.Range(1, AtOnce * Each).Select(_ => Tokens.Link()).ToList();
        await app.SaveAsync([.. tokens.Select((token, n) => new FormTicket
        {
            ProgrammeId = template.ProgrammeId,
            SessionId = Guid.Parse(last[..28] + (n + 1).ToString("X8", CultureInfo.InvariantCulture)),
            Occasion = Occasion.After,
            TokenHash = Tokens.Hash(token),
            CodeHash = Tokens.Hash("code" + token),
            IssuedAt = app.Clock.GetUtcNow(),
            ExpiresAt = app.Clock.GetUtcNow().AddDays(2),
        })]);
        return tokens;
    }

    private static async Task<(HttpClient Phone, IDocument Check)> AnsweredAsync(AppFixture app, string token)
    {
        var phone = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = app.ClientOptions.BaseAddress };
        await phone.SubmitFormAsync($"/r/{token}", "main form");
        for (var page = 1; page <= 2; page++)
        {
            var shown = await phone.PageAsync($"/f?page={page}");
            var fields = shown.QuerySelectorAll("main fieldset.scale input[type=radio]").Select(i => i.GetAttribute("name")!).Distinct();
            await phone.SendFormAsync(shown, "main form", [.. fields.Select(f => (f, "6"))]);
        }

        return (phone, await phone.PageAsync("/f/check"));
    }

    private static List<string> Names(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT name FROM pragma_table_info('{table}')";
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
            names.Add(reader.GetString(0));
        return names;
    }

    private static long Count(AppFixture app, string table)
    {
        using var connection = new SqliteConnection(app.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM \"{table}\"";
        return (long)command.ExecuteScalar()!;
    }
}
