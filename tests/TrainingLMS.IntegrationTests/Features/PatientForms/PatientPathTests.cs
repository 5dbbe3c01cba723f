using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Features.PatientForms;

public sealed class PatientPathTests(AppFixture app)
{
    private static readonly string[] _six = ["7", "7", "7", "7", "7", "6"]; // mean 6.83

    [Fact]
    public async Task Therapist_rates_gives_the_link_and_the_patient_rates()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1);
        await practice.RateAsync(1, 5, 6, 4, 7, 6, 5);
        var (link, _) = await practice.GiveAsync(1);

        var phone = app.Stranger();
        var first = await phone.PageAsync(link);
        Assert.Contains("About 2 minutes, 6 questions.", first.Body.Words(), StringComparison.Ordinal);
        Assert.Contains("In a crisis call 988.", first.Body.Words(), StringComparison.Ordinal);
        Assert.Contains("does not see your answers or your scores", first.Body.Words(), StringComparison.Ordinal);

        await Practice.AnswerAsync(phone, link, _six);
        Assert.Contains("3 of 3", (await phone.PageAsync("/f/check")).Body.Words(), StringComparison.Ordinal);
        var sent = await phone.SubmitFormAsync("/f/check", "main form[action='/f/send']");
        Assert.Equal("/f/done", sent.Headers.Location!.OriginalString);
        Assert.Contains("Sent 07:00. You can close this page.", (await phone.PageAsync("/f/done")).Body.Words(), StringComparison.Ordinal);

        var response = Assert.Single(await practice.ResponsesAsync());
        Assert.Equal(41 / 6.0, response.Score!.Value, 12);
        Assert.Equal(6, response.Answers.Count);
        Assert.Contains("Done today 07:00", (await practice.CaseAsync()).Body.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetching_a_link_changes_nothing_however_often()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1);
        var (link, _) = await practice.GiveAsync(1);
        var before = await TicketAndFormAsync(practice);

        var scanner = app.Stranger();
        foreach (var address in new[] { link, link + "?via=qr", "/f", "/f/start", "/f/check", "/f/done", "/code" })
        {
            using var head = new HttpRequestMessage(HttpMethod.Head, address);
            await scanner.SendAsync(head);
            using var prefetch = new HttpRequestMessage(HttpMethod.Get, address);
            prefetch.Headers.Add("Sec-Purpose", "prefetch");
            var fetched = await scanner.SendAsync(prefetch);
            Assert.DoesNotContain(
                fetched.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [],
                c => !c.Contains("ntiforgery", StringComparison.Ordinal));
            Assert.Equal("no-referrer", Assert.Single(fetched.Headers.GetValues("Referrer-Policy")));
        }

        Assert.Equal(before, await TicketAndFormAsync(practice));
        Assert.Empty(await practice.ResponsesAsync());
    }

    [Fact]
    public async Task A_second_send_is_told_that_we_have_it()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1);
        var (link, _) = await practice.GiveAsync(1);
        var phone = await Practice.AnswerAsync(app.Stranger(), link, _six);
        var check = await phone.PageAsync("/f/check");

        await phone.SendFormAsync(check, "main form[action='/f/send']");
        var again = await phone.SendFormAsync(check, "main form[action='/f/send']");

        Assert.Contains("We have it, received today 07:00.", (await again.PageAsync()).Body.Words(), StringComparison.Ordinal);
        Assert.Single(await practice.ResponsesAsync());
        Assert.Contains("We have it", (await phone.PageAsync(link)).Body.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_devices_at_once_leave_one_rating()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1);
        var (link, _) = await practice.GiveAsync(1);
        var phones = new List<(HttpClient Phone, IDocument Check)>();
        for (var device = 1; device <= 4; device++)
        {
            var phone = app.Stranger();
            if (device == 1)
                await Practice.AnswerAsync(phone, link, _six);
            else
                await phone.SubmitFormAsync(link, "main form"); // nothing is left to answer
            phones.Add((phone, await phone.PageAsync("/f/check")));
        }

        var answers = await Task.WhenAll(phones.Select(p => p.Phone.SendFormAsync(p.Check, "main form[action='/f/send']")));

        Assert.Single(await practice.ResponsesAsync());
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Redirect);
        foreach (var late in answers.Where(a => a.StatusCode != HttpStatusCode.Redirect))
            Assert.Contains("We have it", (await late.PageAsync()).Body.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_link_ends_the_one_before()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1);
        var (old, oldCode) = await practice.GiveAsync(1);
        var (link, _) = await practice.GiveAsync(1);

        Assert.Contains("This link does not work any more.", (await app.Stranger().PageAsync(old)).Body.Words(), StringComparison.Ordinal);
        Assert.NotNull((await app.Stranger().PageAsync(link)).QuerySelector("main form"));
        var typed = await app.Stranger().SubmitFormAsync("/code", "main form", ("Input.Code", oldCode));
        Assert.Equal("/f/start", typed.Headers.Location!.OriginalString); // and there it says so
    }

    [Theory]
    [InlineData("/r/AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/r/x")]
    [InlineData("/f")]
    [InlineData("/f/check")]
    [InlineData("/f/done")]
    public async Task An_unknown_link_says_one_thing_to_do_and_nothing_else(string link)
    {
        var response = await app.Stranger().GetAsync(link);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var page = await response.PageAsync();
        Assert.Equal("This link is not known here.", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("/code", page.QuerySelector("main a.button")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_made_up_cookie_is_no_way_in()
    {
        var phone = app.Stranger();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/f");
        request.Headers.Add("Cookie", "form=" + Guid.NewGuid());

        Assert.Contains("not known here", (await (await phone.SendAsync(request)).PageAsync()).Body.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_opens_its_own_form_and_no_other()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1, app.Today.AddDays(-1));
        var (after, _) = await practice.GiveAsync(1);
        var (before, _) = await practice.GiveAsync(2, Occasion.Before);
        var phone = app.Stranger();

        await phone.SubmitFormAsync(before, "main form");
        var week = await phone.PageAsync("/f");
        Assert.Contains("I had the energy", week.Body.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("I felt understood", week.Body.Words(), StringComparison.Ordinal);

        // Fields of the other form are not among those that were asked for, and are passed over.
        var page = await phone.PageAsync("/f");
        var foreign = await phone.PostAsync("/f", new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", page.QuerySelector<AngleSharp.Html.Dom.IHtmlInputElement>("main input[name=__RequestVerificationToken]")!.Value),
            new("page", "1"), new("answers[0.came-for]", "7"), new("answers[0.energy]", "11"),
        ]));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, foreign.StatusCode);
        Assert.Contains("Choose a number from the scale.", (await foreign.PageAsync()).Body.Words(), StringComparison.Ordinal);
        Assert.Empty(await practice.ResponsesAsync());

        Assert.Contains("about your session", (await app.Stranger().PageAsync(after)).Body.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_question_is_asked_once_and_may_be_skipped()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1);
        var (link, _) = await practice.GiveAsync(1);
        var phone = app.Stranger();
        await phone.SubmitFormAsync(link, "main form");

        var open = await phone.SubmitFormAsync("/f", "main form", ("answers[0.came-for]", "5"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, open.StatusCode);
        Assert.True((await open.PageAsync()).QuerySelector<AngleSharp.Html.Dom.IHtmlInputElement>("[name='answers[0.came-for]'][value='5']")!.IsChecked);

        // The same phone continues where it was; two skipped of six are too many for a score.
        await Practice.AnswerAsync(phone, link, "5", "skip", "4", "skip", "6", "5");
        var sent = await phone.SubmitFormAsync("/f/check", "main form[action='/f/send']");
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        var response = Assert.Single(await practice.ResponsesAsync());
        Assert.Null(response.Score);
        Assert.Equal(2, response.Answers.Count(a => a.Skipped));
    }

    [Fact]
    public async Task The_summary_counts_the_open_questions_and_leads_to_each()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1);
        var (link, _) = await practice.GiveAsync(1);
        var phone = app.Stranger();
        await phone.SubmitFormAsync(link, "main form");

        var none = await (await phone.SubmitFormAsync("/f", "main form")).PageAsync();
        var one = await (await phone.SubmitFormAsync("/f", "main form", ("answers[0.came-for]", "5"))).PageAsync();

        var questions = none.QuerySelectorAll("main fieldset.scale");
        Assert.Contains($"{questions.Length} questions are open", none.QuerySelector("#error-summary").Words(), StringComparison.Ordinal);
        Assert.Equal(
            questions.Select(q => (q.QuerySelector("legend").Words(), "#" + q.QuerySelector("input")!.Id)),
            none.QuerySelectorAll("#error-summary a").Select(a => (a.Words(), a.GetAttribute("href")!)));
        Assert.Equal(questions.Length - 1, one.QuerySelectorAll("#error-summary a").Length);
    }

    [Fact]
    public async Task Skipping_everything_is_not_sent()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1);
        var (link, _) = await practice.GiveAsync(1);
        var phone = await Practice.AnswerAsync(app.Stranger(), link, "skip", "skip", "skip", "skip", "skip", "skip");

        var sent = await phone.SubmitFormAsync("/f/check", "main form[action='/f/send']");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, sent.StatusCode);
        Assert.Contains("You have skipped every question.", (await sent.PageAsync()).Body.Words(), StringComparison.Ordinal);
        Assert.Empty(await practice.ResponsesAsync());
    }

    [Fact]
    public async Task Not_today_is_kept_as_declined_and_a_new_code_still_works()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1);
        var (link, _) = await practice.GiveAsync(1);

        var declined = await app.Stranger().SubmitFormAsync(link, "button[formaction]");
        Assert.Contains("Not today: that is fine.", (await declined.PageAsync()).Body.Words(), StringComparison.Ordinal);
        Assert.Contains("Declined", (await practice.CaseAsync()).Body.Words(), StringComparison.Ordinal);

        await practice.PatientRatesAsync(1, _six);
        Assert.Single(await practice.ResponsesAsync());
    }

    [Fact]
    public async Task A_typed_code_leads_to_who_sees_before_the_first_question()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1);
        var (_, code) = await practice.GiveAsync(1);
        var tablet = app.Stranger();

        var typed = await tablet.SubmitFormAsync("/code", "main form", ("Input.Code", code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)));
        Assert.Equal("/f/start", typed.Headers.Location!.OriginalString);
        Assert.Contains("Who sees your answers", (await tablet.PageAsync("/f/start")).Body.Words(), StringComparison.Ordinal);
        Assert.Equal("/f", (await tablet.SubmitFormAsync("/f/start", "main form")).Headers.Location!.OriginalString);

        var form = await app.ReadAsync(db => db.Administrations.SingleAsync(a =>
            a.ProgrammeId == practice.Programme.Id && a.Rater == Rater.Patient));
        Assert.Equal((CaptureMode.Code, AdministrationStatus.Opened), (form.Mode, form.Status));
    }

    [Fact]
    public async Task The_whole_form_is_there_in_French()
    {
        var practice = await Practice.OpenAsync(app, DisclosureKind.AfterSession, 3, ConsentScopes.TakePart, ConsentScopes.Feedback, ConsentScopes.Consultant);
        await practice.HoldAsync(1);
        var (link, _) = await practice.GiveAsync(1);
        var phone = app.Stranger();
        phone.DefaultRequestHeaders.Add("Cookie", ".AspNetCore.Culture=c%3Dfr%7Cuic%3Dfr");

        var first = await phone.PageAsync(link);
        Assert.Equal("fr", first.DocumentElement.GetAttribute("lang"));
        Assert.Contains("qu’après la séance 3", first.Body.Words(), StringComparison.Ordinal);
        Assert.Contains("En cas de crise, composez le 988.", first.Body.Words(), StringComparison.Ordinal);
    }

    private Task<string> TicketAndFormAsync(Practice practice) => app.ReadAsync(async db =>
    {
        var tickets = await db.FormTickets.Where(t => t.ProgrammeId == practice.Programme.Id).ToListAsync();
        var forms = await db.Administrations.Where(a => a.ProgrammeId == practice.Programme.Id).ToListAsync();
        return string.Join(
            '\n',
            [.. tickets.Select(t => $"{t.Id} {t.UsedAt} {t.RevokedAt}"), .. forms.Select(f => $"{f.Id} {f.Status} {f.OpenedAt}").Order(StringComparer.Ordinal)]);
    });
}
