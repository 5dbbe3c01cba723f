using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Features.Cases;

public sealed class CaseTests(AppFixture app)
{
    [Fact]
    public async Task A_new_case_has_six_empty_sessions_and_no_way_in_for_the_patient_yet()
    {
        var practice = await Practice.OpenAsync(app);

        var page = await practice.CaseAsync();
        Assert.Equal(6, page.QuerySelector("table")!.QuerySelectorAll("tbody tr").Length);
        Assert.Contains("No consent in force", page.Body.Words(), StringComparison.Ordinal);

        await practice.HoldAsync(1);
        foreach (var address in new[] { "sessions/1/form/after", "sessions/2/form/before" })
            Assert.Null((await practice.Browser.PageAsync($"{practice.Case}/{address}")).QuerySelector("main form"));
    }

    [Fact]
    public async Task No_ticket_is_made_without_consent_even_by_a_form_that_was_open_before()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1);
        var open = await practice.Browser.PageAsync($"{practice.Case}/sessions/1/form/after");
        await Practice.WentAsync(await practice.Browser.SubmitFormAsync($"{practice.Case}/consent/withdraw", "main form"));

        var refused = await practice.Browser.SendFormAsync(open, "main form");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Record the patient’s consent first", (await refused.PageAsync()).Body.Words(), StringComparison.Ordinal);
        Assert.False(await app.ReadAsync(db => db.FormTickets.AnyAsync(t => t.ProgrammeId == practice.Programme.Id)));
    }

    [Theory]
    [InlineData("Input.Code", "", "Give the case a code.")]
    [InlineData("Input.Code", "J. Smith", "A code has letters, digits and hyphens only.")]
    [InlineData("Input.StartedOn", "2026-03-06", "Choose today or an earlier day.")]
    public async Task What_is_wrong_is_said_at_its_field_and_what_was_typed_stays(string field, string value, string message)
    {
        var practice = await Practice.OpenAsync(app);

        var response = await practice.Browser.SubmitFormAsync("/cases/new", "main form",
            field == "Input.Code" ? [(field, value)] : [("Input.Code", "C-9"), (field, value)]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        var page = await response.PageAsync();
        Assert.Equal(message, page.GetElementById(field.Replace('.', '_') + "-error").Words());
        Assert.Equal(value, page.QuerySelector($"[name='{field}']")!.GetAttribute("value") ?? "");
    }

    [Fact]
    public async Task The_zones_begin_with_the_programmes_own_which_is_chosen_already()
    {
        var programme = await app.ProgrammeAsync();
        var therapist = await app.MemberAsync(programme, Role.Therapist);
        await app.WriteAsync(async db => (await db.Users.FindAsync(therapist.Id))!.TimeZone = "Europe/Zurich");

        var zones = (await app.SignedIn(therapist).PageAsync("/cases/new"))
            .QuerySelectorAll<AngleSharp.Html.Dom.IHtmlOptionElement>("select[name='Input.TimeZone'] option").ToList();

        Assert.Equal(["America/Toronto", "Europe/Zurich", "Africa/Abidjan"], zones.Take(3).Select(z => z.Value), StringComparer.Ordinal);
        Assert.Equal("America/Toronto", Assert.Single(zones, z => z.IsSelected).Value);
    }

    [Fact]
    public async Task A_code_is_used_once_in_a_programme_whatever_its_case()
    {
        var practice = await Practice.OpenAsync(app);

        var again = await practice.Browser.SubmitFormAsync("/cases/new", "main form", ("Input.Code", practice.Code.ToLowerInvariant()));

        Assert.Contains("This code is taken.", (await again.PageAsync()).Body.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_follow_each_other()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);

        var third = await practice.Browser.PageAsync($"{practice.Case}/sessions/3/held");
        Assert.Null(third.QuerySelector("main form"));
        Assert.Contains("say first whether session 1 was held.", third.Body.Words(), StringComparison.Ordinal);
        Assert.EndsWith("/sessions/1/held", third.QuerySelector("main .button")!.GetAttribute("href"), StringComparison.Ordinal);

        var page = await practice.Browser.PageAsync($"{practice.Case}/sessions/1/held");
        page.QuerySelector("main form")!.SetAttribute("action", $"{practice.Case}/sessions/2/held");
        var forced = await practice.Browser.SendFormAsync(page, "main form", ("Input.Held", "True"), ("Input.On", $"{app.Today:yyyy-MM-dd}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, forced.StatusCode);

        await practice.HoldAsync(1);
        Assert.NotNull((await practice.Browser.PageAsync($"{practice.Case}/sessions/2/held")).QuerySelector("main form"));
        var earlier = await practice.Browser.SubmitFormAsync($"{practice.Case}/sessions/2/held", "main form",
            ("Input.Held", "True"), ("Input.On", $"{app.Today.AddDays(-1):yyyy-MM-dd}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, earlier.StatusCode);
        var tomorrow = await practice.Browser.SubmitFormAsync($"{practice.Case}/sessions/2/held", "main form",
            ("Input.Held", "True"), ("Input.On", $"{app.Today.AddDays(1):yyyy-MM-dd}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, tomorrow.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await practice.Browser.GetAsync($"{practice.Case}/sessions/7/held")).StatusCode);
    }

    [Fact]
    public async Task A_no_show_uses_no_number()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);

        await Practice.WentAsync(await practice.Browser.SubmitFormAsync($"{practice.Case}/sessions/1/held", "main form",
            ("Input.Held", "False"), ("Input.On", $"{app.Today.AddDays(-1):yyyy-MM-dd}"), ("Input.Reason", "NoShow")));

        var page = await practice.CaseAsync();
        Assert.Contains("0 of 6 sessions held.", page.Body.Words(), StringComparison.Ordinal);
        Assert.Contains("No show", page.Body.Words(), StringComparison.Ordinal);
        await practice.HoldAsync(1);
    }

    [Fact]
    public async Task A_session_that_was_not_held_is_not_rated_by_anyone()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);

        var rate = await practice.Browser.GetAsync($"{practice.Case}/sessions/1/rate");
        Assert.EndsWith("/sessions/1/held", rate.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Contains("This form opens after the session.",
            (await practice.Browser.PageAsync($"{practice.Case}/sessions/1/form/after")).Body.Words(), StringComparison.Ordinal);

        var page = await practice.Browser.PageAsync($"{practice.Case}/sessions/1/held");
        var token = page.QuerySelector<AngleSharp.Html.Dom.IHtmlInputElement>("main input[name=__RequestVerificationToken]")!.Value;
        var forced = await practice.Browser.PostAsync($"{practice.Case}/sessions/1/form/after",
            new FormUrlEncodedContent([new("__RequestVerificationToken", token)]));
        Assert.Contains("Say first whether session 1 was held.", (await forced.PageAsync()).Body.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task My_cases_take_four_statements_however_many_they_are()
    {
        var practice = await Practice.OpenAsync(app, DisclosureKind.AfterBothRated, scopes: [ConsentScopes.TakePart, ConsentScopes.Feedback]);
        var first = practice.Code;
        await practice.HoldAsync(1);
        await practice.AddCaseAsync(ConsentScopes.TakePart);
        await practice.HoldAsync(1, app.Today.AddDays(-1));
        await practice.AddCaseAsync();

        using var counted = app.Statements.Count();
        var page = await practice.Browser.PageAsync("/cases");

        Assert.InRange(counted.Statements.Count, 1, 4);
        var codes = page.QuerySelectorAll("tbody th").Select(c => c.Words()).ToList();
        Assert.Equal(3, codes.Count);
        Assert.Equal(first, codes[1]); // yesterday's session closes a day earlier
    }

    [Fact]
    public async Task A_case_ends_with_its_reason_and_takes_no_further_session()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);
        await Practice.WentAsync(await practice.Browser.SubmitFormAsync($"{practice.Case}/end", "main form", ("Input.Ending", "DropOut")));

        Assert.Contains("Ended", (await practice.CaseAsync()).Body.Words(), StringComparison.Ordinal);
        var held = await practice.Browser.SubmitFormAsync($"{practice.Case}/sessions/1/held", "main form", ("Input.Held", "True"));
        Assert.Contains("This case has ended.", (await held.PageAsync()).Body.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_consent_text_says_what_the_policy_does_in_both_languages()
    {
        var practice = await Practice.OpenAsync(app, DisclosureKind.AfterSession, 3, ConsentScopes.TakePart);
        await practice.AddCaseAsync(ConsentScopes.TakePart);

        var texts = await app.ReadAsync(db => db.ConsentTexts.Where(t => t.ProgrammeId == practice.Programme.Id)
            .OrderBy(t => t.Language).ToListAsync());
        Assert.Equal([("1", "en"), ("1", "fr")], texts.Select(t => (t.Version, t.Language)));
        Assert.Contains("only after session 3", texts[0].Body, StringComparison.Ordinal);
        Assert.Contains("One trainer", texts[0].Body, StringComparison.Ordinal);
        Assert.Contains("qu’après la séance 3", texts[1].Body, StringComparison.Ordinal);
        Assert.Contains("988", texts[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_late_rating_is_kept_and_marked()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1, app.Today.AddDays(-7));

        await practice.RateAsync(1, 4, 4, 4, 4, 4, 4);

        Assert.Contains("marked as late", (await practice.Browser.PageAsync($"{practice.Case}/sessions/1/rate")).Body.Words(), StringComparison.Ordinal);
        var closed = await practice.Browser.PageAsync($"{practice.Case}/sessions/1/form/after");
        Assert.Contains("The time for this form has passed.", closed.Body.Words(), StringComparison.Ordinal);
        var late = Assert.Single(await app.ReadAsync(db =>
            new TrainingLMS.Data.Ratings.Seal(db, app.Clock).ForNetworkAsync(practice.Programme.Id, null)));
        Assert.Equal((true, null), (late.TherapistLate, late.TherapistAlliance));
        Assert.Equal(4.0, Assert.Single(await app.ReadAsync(db => new TrainingLMS.Data.Ratings.Seal(db, app.Clock)
            .ForNetworkAsync(practice.Programme.Id, null, includeLate: true))).TherapistAlliance);
    }

    [Fact]
    public async Task The_summary_of_an_empty_rating_names_each_question_in_the_order_of_the_page()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1);

        var sent = await (await practice.Browser.SubmitFormAsync($"{practice.Case}/sessions/1/rate", "main form")).PageAsync();

        var questions = sent.QuerySelectorAll("main fieldset.scale");
        var said = sent.QuerySelectorAll("#error-summary a");
        Assert.Equal(Practice.Items.Length, said.Length);
        Assert.Equal(questions.Select(q => "#" + q.QuerySelector("input")!.Id), said.Select(a => a.GetAttribute("href")!));
        Assert.Equal(
            questions.Select(q => $"{q.QuerySelector("legend").Words().TrimEnd('.', ':')}: Choose a number, or skip this question."),
            said.Select(a => a.Words()));
    }

    [Fact]
    public async Task After_rating_the_form_is_offered_while_the_patient_has_not_sent_it()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1);
        await practice.RateAsync(1, 4, 4, 4, 4, 4, 4);
        Assert.EndsWith("/form/after", await OfferedAsync(), StringComparison.Ordinal);

        await practice.PatientRatesAsync(1, "7", "7", "7", "7", "7", "6");
        Assert.Equal(practice.Case, await OfferedAsync());

        async Task<string> OfferedAsync() =>
            (await practice.Browser.PageAsync($"{practice.Case}/sessions/1/rate")).QuerySelector("main a.button")!.GetAttribute("href")!;
    }

    [Fact]
    public async Task A_therapist_sends_a_rating_once()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1);
        var form = await practice.Browser.PageAsync($"{practice.Case}/sessions/1/rate");
        (string, string)[] answers = [.. Practice.Items.Select(i => ($"Input.Answers[{i}]", "5"))];

        await Task.WhenAll(Enumerable.Range(1, 3).Select(_ => practice.Browser.SubmitFormAsync(
            $"{practice.Case}/sessions/1/rate", "main form", answers)).Select(async sent =>
            {
                try
                {
                    await sent;
                }
                catch (InvalidOperationException)
                {
                    // The page was fetched after the first had been sent: there is no form on it any more.
                }
            }));
        var again = await practice.Browser.SendFormAsync(form, "main form", [.. Practice.Items.Select(i => ($"Input.Answers[{i}]", "1"))]);

        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
        var page = await practice.Browser.PageAsync($"{practice.Case}/sessions/1/rate");
        Assert.Contains("You sent your rating today 07:00. It is locked.", page.Body.Words(), StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("fieldset"));
        var kept = Assert.Single(await app.ReadAsync(db => db.Set<Response>().Where(r => r.ProgrammeId == practice.Programme.Id).ToListAsync()));
        Assert.Equal((5.0, practice.Therapist.Id), (kept.Score!.Value, kept.RecordedById!.Value));
    }

    [Fact]
    public async Task A_question_left_open_is_named_and_a_foreign_one_refused()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1);

        var open = await practice.SendRatingAsync(1, 5, 5, 5, 5, 5);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, open.StatusCode);
        var page = await open.PageAsync();
        Assert.Contains("Choose a number, or skip this question.", page.QuerySelector("fieldset.invalid").Words(), StringComparison.Ordinal);

        var token = page.QuerySelector<AngleSharp.Html.Dom.IHtmlInputElement>("main input[name=__RequestVerificationToken]")!.Value;
        var fields = Practice.Items.Select(i => new KeyValuePair<string, string>($"Input.Answers[{i}]", "5"))
            .Append(new("Input.Answers[energy]", "5")).Append(new("__RequestVerificationToken", token));
        var foreign = await practice.Browser.PostAsync($"{practice.Case}/sessions/1/rate", new FormUrlEncodedContent(fields));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, foreign.StatusCode);
        Assert.Empty(await app.ReadAsync(db => db.Set<Response>().Where(r => r.ProgrammeId == practice.Programme.Id).ToListAsync()));
    }
}
