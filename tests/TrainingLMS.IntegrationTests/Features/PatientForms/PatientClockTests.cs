using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Testing;
using TrainingLMS.Web.Resources;

namespace TrainingLMS.IntegrationTests.Features.PatientForms;

/// <summary>What needs an application of its own: the clock moves, addresses are counted, whole databases are compared.</summary>
public sealed partial class PatientClockTests : IAsyncLifetime
{
    private static readonly string[] _six = ["7", "6", "5", "7", "6", "5"];

    private readonly AppFixture _app = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task No_row_of_any_table_changes_when_links_are_fetched()
    {
        var practice = await Practice.OpenAsync(_app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1);
        var (after, _) = await practice.GiveAsync(1);
        var (before, _) = await practice.GiveAsync(2, Occasion.Before);
        var scanner = _app.Stranger();
        await scanner.GetAsync(after); // whatever the first page of all needs, such as keys for cookies, is there now
        var rows = Rows();

        foreach (var link in new[] { after, before, after + "?via=qr", "/f", "/f/start", "/f/check", "/f/done", "/code", "/r/nothing" })
        {
            await scanner.GetAsync(link);
            using var head = new HttpRequestMessage(HttpMethod.Head, link);
            await scanner.SendAsync(head);
        }

        Assert.True(rows.Count > 20);
        Assert.Equal(rows, Rows());

        await scanner.SubmitFormAsync(after, "main form"); // and Start does change one
        Assert.NotEqual(rows, Rows());
    }

    [Fact]
    public async Task A_link_dies_with_its_window_and_whoever_began_in_time_may_finish()
    {
        var practice = await Practice.OpenAsync(_app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1);
        var (link, code) = await practice.GiveAsync(1);
        var begun = await Practice.AnswerAsync(_app.Stranger(), link, _six);
        var check = await begun.PageAsync("/f/check");

        // The session was on the 4th in Toronto; its window ends 48 hours after the 5th begins there.
        _app.Clock.SetUtcNow(new DateTimeOffset(2026, 3, 7, 4, 59, 0, TimeSpan.Zero));
        Assert.NotNull((await _app.Stranger().PageAsync(link)).QuerySelector("main form"));

        _app.Clock.SetUtcNow(new DateTimeOffset(2026, 3, 7, 6, 0, 0, TimeSpan.Zero));
        Assert.Equal("Sent", await SayAsync());

        async Task<string> SayAsync()
        {
            // The visit has run out meanwhile: the link is opened again. What was answered is there, and not shown.
            var restarted = await begun.SubmitFormAsync(link, "main form");
            Assert.Equal("/f", restarted.Headers.Location!.OriginalString);
            Assert.Equal("/f/check", (await begun.GetAsync("/f")).Headers.Location?.OriginalString);
            var sent = await begun.SendFormAsync(check, "main form[action='/f/send']");
            return sent.Headers.Location?.OriginalString == "/f/done" ? "Sent" : (await sent.PageAsync()).QuerySelector("h1").Words();
        }

        var rating = Assert.Single(await practice.ResponsesAsync());
        Assert.Equal(6.0, rating.Score);
        var late = await _app.ReadAsync(db => new TrainingLMS.Data.Ratings.Seal(db, _app.Clock).ForNetworkAsync(practice.Programme.Id, null));
        Assert.True(Assert.Single(late) is { PatientLate: true, PatientAlliance: null });
        Assert.NotEmpty(code);
    }

    [Fact]
    public async Task Half_an_answer_is_shown_during_the_visit_and_no_longer()
    {
        var practice = await Practice.OpenAsync(_app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1);
        var (link, _) = await practice.GiveAsync(1); // open for days
        var phone = _app.Stranger();
        await phone.SubmitFormAsync(link, "main form");
        _app.Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal(TimeSpan.FromMinutes(90), Age(await AnswerAsync(1)));
        Assert.NotEmpty((await phone.PageAsync("/f?page=1")).QuerySelectorAll("main input[type=radio][checked]"));

        // A browser that keeps its cookies longer than it was told is not believed.
        _app.Clock.Advance(TimeSpan.FromMinutes(91));
        Assert.Equal("/f", (await phone.SubmitFormAsync(link, "main form")).Headers.Location!.OriginalString);
        Assert.Equal("/f?page=2", (await phone.GetAsync("/f?page=1")).Headers.Location?.OriginalString); // only the rest

        Assert.Equal(TimeSpan.FromHours(2), Age(await AnswerAsync(2)));
        var check = await phone.PageAsync("/f/check");
        Assert.Contains("answered before", check.Body.Words(), StringComparison.Ordinal);
        await phone.SubmitFormAsync("/f/check", "main form[action='/f/send']");
        var done = await phone.GetAsync("/f/done");
        Assert.Contains("expires=Thu, 01 Jan 1970", Draft(done), StringComparison.Ordinal);

        async Task<HttpResponseMessage> AnswerAsync(int number)
        {
            var page = await phone.PageAsync($"/f?page={number}");
            var fields = page.QuerySelectorAll("main fieldset.scale input[type=radio]")
                .Select(i => i.GetAttribute("name")!).Distinct();
            return await phone.SendFormAsync(page, "main form", [.. fields.Select(f => (f, "7"))]);
        }

        static string Draft(HttpResponseMessage response) => Assert.Single(
            response.Headers.GetValues("Set-Cookie"), c => c.StartsWith("form-answers=", StringComparison.Ordinal));

        static TimeSpan Age(HttpResponseMessage response) => TimeSpan.FromSeconds(int.Parse(
            Draft(response).Split("max-age=")[1].Split(';')[0], CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task On_a_shared_screen_no_answer_is_shown_after_two_minutes_without_the_code()
    {
        var practice = await Practice.OpenAsync(_app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1);
        var (_, code) = await practice.GiveAsync(1);
        var tablet = _app.Stranger();
        var typed = await tablet.SubmitFormAsync("/code", "main form", ("Input.Code", code));
        await tablet.SubmitFormAsync("/f/start", "main form");
        var answered = await AnswerAsync(1);
        foreach (var cookie in typed.Headers.GetValues("Set-Cookie").Concat(answered.Headers.GetValues("Set-Cookie"))
            .Where(c => c.StartsWith("form", StringComparison.Ordinal)))
            Assert.DoesNotContain("max-age", cookie, StringComparison.OrdinalIgnoreCase); // ends with the browser

        for (var minute = 1; minute <= 5; minute++) // whoever goes on is not asked
        {
            _app.Clock.Advance(TimeSpan.FromSeconds(100));
            Assert.Equal(3, await ShownAsync());
        }

        var second = await tablet.PageAsync("/f?page=2");
        _app.Clock.Advance(TimeSpan.FromMinutes(2));
        foreach (var address in new[] { "/f", "/f?page=1", "/f/check", "/f/start" })
            Assert.Equal("/code?again=true", (await tablet.GetAsync(address)).Headers.Location?.OriginalString);

        // Who thought for long sends the page all the same; it is kept, and not shown.
        var late = await tablet.SendFormAsync(second, "main form", [.. Fields(second).Select(f => (f, "6"))]);
        Assert.Equal("/code?again=true", late.Headers.Location?.OriginalString);
        Assert.Equal("/code?again=true", (await tablet.GetAsync("/f?page=1")).Headers.Location?.OriginalString);
        Assert.Contains("Type your code again", (await tablet.PageAsync("/code?again=true")).Body.Words(), StringComparison.Ordinal);

        await tablet.SubmitFormAsync("/code", "main form", ("Input.Code", code));
        Assert.Equal(3, await ShownAsync());
        var sent = await tablet.SubmitFormAsync("/f/check", "main form[action='/f/send']");
        Assert.Equal("/f/done", sent.Headers.Location?.OriginalString);
        Assert.Equal([7.0, 7.0, 7.0, 6.0, 6.0, 6.0], (await practice.ResponsesAsync()).Single().Answers
            .OrderBy(a => Array.IndexOf(Practice.Items, a.ItemId)).Select(a => a.Value!.Value));

        async Task<HttpResponseMessage> AnswerAsync(int number)
        {
            var page = await tablet.PageAsync($"/f?page={number}");
            return await tablet.SendFormAsync(page, "main form", [.. Fields(page).Select(f => (f, "7"))]);
        }

        async Task<int> ShownAsync() =>
            (await tablet.PageAsync("/f?page=1")).QuerySelectorAll("main input[type=radio][checked]").Length;

        static IEnumerable<string> Fields(AngleSharp.Dom.IDocument page) =>
            page.QuerySelectorAll("main fieldset.scale input[type=radio]").Select(i => i.GetAttribute("name")!).Distinct();
    }

    [Fact]
    public async Task A_link_that_was_never_opened_says_that_its_time_has_passed()
    {
        var practice = await Practice.OpenAsync(_app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1);
        var (link, code) = await practice.GiveAsync(1);
        var waiting = await _app.Stranger().PageAsync(link);

        _app.Clock.SetUtcNow(new DateTimeOffset(2026, 3, 7, 5, 0, 0, TimeSpan.Zero));

        Assert.Contains("The time for this form has passed.", (await _app.Stranger().PageAsync(link)).Body.Words(), StringComparison.Ordinal);
        Assert.Null((await _app.Stranger().SendFormAsync(waiting, "main form")).Headers.Location);
        var tablet = _app.Stranger();
        await tablet.SubmitFormAsync("/code", "main form", ("Input.Code", code));
        Assert.Contains("The time for this form has passed.", (await tablet.PageAsync("/f/start")).Body.Words(), StringComparison.Ordinal);
        Assert.Contains("Closed, not answered", (await practice.CaseAsync()).Body.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_before_closes_when_the_session_has_been_held()
    {
        var practice = await Practice.OpenAsync(_app, scopes: ConsentScopes.TakePart);
        var (link, _) = await practice.GiveAsync(1, Occasion.Before);
        var phone = await Practice.AnswerAsync(_app.Stranger(), link, "9", "8", "9", "9", "8");
        var check = await phone.PageAsync("/f/check");

        _app.Clock.Advance(TimeSpan.FromMinutes(1));
        await practice.HoldAsync(1);

        Assert.Contains("The time for this form has passed.",
            (await (await phone.SendFormAsync(check, "main form[action='/f/send']")).PageAsync()).Body.Words(), StringComparison.Ordinal);
        Assert.Empty(await practice.ResponsesAsync());
    }

    [Fact]
    public async Task After_ten_wrong_codes_the_next_one_waits_even_if_it_is_right()
    {
        var practice = await Practice.OpenAsync(_app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1);
        var (_, code) = await practice.GiveAsync(1);
        var guesser = _app.Stranger();
        for (var wrong = 1; wrong <= 10; wrong++)
        {
            var answer = await guesser.SubmitFormAsync("/code", "main form", ("Input.Code", "0000-00000" + (wrong % 10)));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains("This code is not known.", (await answer.PageAsync()).Body.Words(), StringComparison.Ordinal);
        }

        var held = await guesser.SubmitFormAsync("/code", "main form", ("Input.Code", code));
        Assert.Contains("Too many tries. Try again in 30 seconds.", (await held.PageAsync()).Body.Words(), StringComparison.Ordinal);

        _app.Clock.Advance(TimeSpan.FromMinutes(16));
        var right = await guesser.SubmitFormAsync("/code", "main form", ("Input.Code", code));
        Assert.Equal("/f/start", right.Headers.Location!.OriginalString);
    }

    [Fact]
    public void Every_sentence_of_a_patient_s_page_has_its_French()
    {
        var text = _app.Services.GetRequiredService<IStringLocalizer<PatientText>>();
        var web = Path.Combine(Repository.Root, "src", "TrainingLMS.Web");
        var keys = new[] { Path.Combine("Features", "PatientForms"), Path.Combine("Infrastructure", "Consent"), Path.Combine("Features", "Shared") }
            .SelectMany(f => Directory.EnumerateFiles(Path.Combine(web, f)))
            .Where(f => !f.Contains("Shared", StringComparison.Ordinal) || f.Contains("Patient", StringComparison.Ordinal))
            .SelectMany(f => Sentence().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))
            .Distinct().ToList();
        Assert.True(keys.Count > 50);

        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("fr");
            Assert.Empty(keys.Where(k => text[k].ResourceNotFound));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [GeneratedRegex("(?:\\bP|\\btext)\\[\"([^\"]+)\"")]
    private static partial Regex Sentence();

    /// <summary>Every row of every table in one line each, as the database has it.</summary>
    private List<string> Rows()
    {
        using var connection = new SqliteConnection(_app.ConnectionString);
        connection.Open();
        var tables = Read(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name");
        return [.. tables.SelectMany(t => Read(connection, $"SELECT * FROM \"{t}\"").Select(r => $"{t}: {r}"))];
    }

    private static List<string> Read(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // names of our own tables
        command.CommandText = query;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) switch
            {
                byte[] bytes => Convert.ToHexString(bytes),
                var value => Convert.ToString(value, CultureInfo.InvariantCulture),
            })));
        }

        return rows;
    }
}
