using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Testing;
using UglyToad.PdfPig;

namespace TrainingLMS.IntegrationTests.Features.Reports;

public sealed partial class ReportTests(AppFixture app)
{
    private const ConsentScopes Feedback = ConsentScopes.TakePart | ConsentScopes.Feedback;

    [Fact]
    public async Task The_list_says_who_is_ready_and_why_another_is_not_and_never_a_value()
    {
        // The first therapist has not rated anything.
        var network = await Network.MakeAsync(
            app, change: s => s.Therapist == "T01" ? s with { TherapistAlliance = null } : s);

        var page = await app.SignedIn(network.Trainer).PageAsync(network.PrepareUrl + $"&cohortId={network.Cohort.Id}");

        Assert.Contains("11 ready, 1 not ready", page.Body.Words(), StringComparison.Ordinal);
        Assert.Contains(
            page.QuerySelectorAll(".rows li"),
            li => li.Words() == "Therapist T01 The therapist has not rated a session yet.");
        foreach (var item in page.QuerySelectorAll(".rows li"))
            Assert.DoesNotMatch(Decimal(), item.Words());
    }

    [Fact]
    public async Task A_cut_off_that_lies_ahead_is_refused()
    {
        var network = await Network.MakeAsync(app);
        var tomorrow = network.CutOff.AddDays(1);

        var page = await app.SignedIn(network.Trainer)
            .PageAsync($"/reports/programmes/{network.Programme.Id}?cutOff={tomorrow:yyyy-MM-dd}");

        Assert.Contains("The cut-off lies ahead", page.Body.Words(), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll(".rows li"));
    }

    [Fact]
    public async Task The_trainer_who_opens_a_draft_is_its_one_reader()
    {
        var network = await Network.MakeAsync(app);
        var colleague = await app.MemberAsync(network.Programme, Role.Trainer);
        var id = await StartAsync(network, network.Therapists[0]);

        Assert.Equal(HttpStatusCode.OK, (await app.SignedIn(network.Trainer).GetAsync($"/reports/{id}/review")).StatusCode);
        foreach (var stranger in new[] { colleague, network.Therapists[0], network.Therapists[1], await app.UserAsync() })
        {
            var browser = app.SignedIn(stranger);
            foreach (var url in new[] { $"/reports/{id}/review", $"/reports/{id}/report.pdf", $"/reports/{id}" })
                Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(url)).StatusCode);
        }

        var again = await PressAsync(app.SignedIn(colleague), network, network.Therapists[0]);
        Assert.Null(again); // the colleague's list names the reader instead of a button
    }

    [Fact]
    public async Task Preview_send_open_and_the_stored_bytes_are_one_report()
    {
        var network = await Network.MakeAsync(app);
        var therapist = network.Therapists[0];
        var (trainers, theirs) = (app.SignedIn(network.Trainer), app.SignedIn(therapist));
        var id = await StartAsync(network, therapist);

        var preview = await ReviewAsync(trainers, id);
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.GetAsync($"/reports/{id}")).StatusCode);
        await SendAsync(trainers, id);

        var cover = await theirs.PageAsync($"/reports/{id}");
        Assert.Null(cover.QuerySelector(".report"));
        Assert.Equal(HttpStatusCode.NotFound, (await theirs.GetAsync($"/reports/{id}/report.pdf")).StatusCode);

        await theirs.SubmitFormAsync($"/reports/{id}", "form[action$='/open']");
        var read = await theirs.PageAsync($"/reports/{id}");
        var pdf = await (await theirs.GetAsync($"/reports/{id}/report.pdf")).Content.ReadAsByteArrayAsync();
        var stored = await app.ReadAsync(db => db.FeedbackReports.Include(r => r.Content).SingleAsync(r => r.Id == id));

        Assert.Contains("I look forward to our talk.", read.QuerySelector(".report").Words(), StringComparison.Ordinal);
        Assert.Equal(preview, read.QuerySelector(".report").Words());
        Assert.Equal(stored.Content!.Pdf, pdf);
        Assert.Equal(stored.Content.Hash, Convert.ToHexStringLower(SHA256.HashData(pdf)));
        Assert.Equal((ReportStatus.Opened, app.Clock.GetUtcNow()), (stored.Status, stored.OpenedAt!.Value));
    }

    [Fact]
    public async Task Opening_is_noted_once_with_each_patient_rating_that_it_shows()
    {
        var network = await Network.MakeAsync(app);
        var therapist = network.Therapists[1];
        var id = await StartAsync(network, therapist);
        await ReviewAsync(app.SignedIn(network.Trainer), id);
        await SendAsync(app.SignedIn(network.Trainer), id);
        Assert.Equal(0, await RevealsAsync(therapist));

        var browser = app.SignedIn(therapist);
        await browser.SubmitFormAsync($"/reports/{id}", "form[action$='/open']");
        var first = await RevealsAsync(therapist);
        await browser.GetAsync($"/reports/{id}");
        await browser.GetAsync($"/reports/{id}/report.pdf");

        Assert.True(first > 0);
        Assert.Equal(first, await RevealsAsync(therapist));
        var views = await app.ReadAsync(db => db.AccessEntries
            .Where(e => e.ReportId == id && e.PersonId == therapist.Id).Select(e => e.Request).ToListAsync());
        Assert.Contains("OpenReport.Command", views, StringComparer.Ordinal);
        Assert.Contains("DownloadReport.Query", views, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_report_is_not_sent_without_a_conversation_that_lies_ahead()
    {
        var network = await Network.MakeAsync(app);
        var trainers = app.SignedIn(network.Trainer);
        var id = await StartAsync(network, network.Therapists[2]);

        var unread = await PostAsync(trainers, $"/reports/{id}/send", $"/reports/{id}/review");
        Assert.Contains("Read the report first", await AlertAsync(unread), StringComparison.Ordinal);

        await trainers.SubmitFormAsync($"/reports/{id}/review", "form[action$='/review']", ("Input.Paragraph", "Well done."));
        var undated = await PostAsync(trainers, $"/reports/{id}/send", $"/reports/{id}/review");
        Assert.Contains("Propose a consultation", await AlertAsync(undated), StringComparison.Ordinal);

        var past = await trainers.SubmitFormAsync(
            $"/reports/{id}/review", "form[action$='/review']",
            ("Input.Day", "2026-03-03"), ("Input.Hour", "10:00"), ("Input.Paragraph", "Kept words."));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, past.StatusCode);
        var page = await past.PageAsync();
        Assert.Contains("lies in the past", page.QuerySelector(".error-summary").Words(), StringComparison.Ordinal);
        Assert.Equal("Kept words.", page.QuerySelector("textarea")!.TextContent.Trim());

        var gap = await trainers.SubmitFormAsync(
            $"/reports/{id}/review", "form[action$='/review']", ("Input.Day", "2026-03-08"), ("Input.Hour", "02:30"));
        Assert.Contains("That hour does not exist", await AlertAsync(gap), StringComparison.Ordinal);
        Assert.Equal(0, await MailsAsync(network.Therapists[2]));
    }

    [Fact]
    public async Task Sending_twice_leaves_one_neutral_mail()
    {
        var network = await Network.MakeAsync(app);
        var therapist = network.Therapists[3];
        var trainers = app.SignedIn(network.Trainer);
        var id = await StartAsync(network, therapist);
        await ReviewAsync(trainers, id);

        var page = await trainers.PageAsync($"/reports/{id}/review");
        var both = await Task.WhenAll(
            trainers.SendFormAsync(page, "form[action$='/send']"), trainers.SendFormAsync(page, "form[action$='/send']"));

        Assert.Equal(1, both.Count(r => r.StatusCode == HttpStatusCode.Redirect));
        var mail = await app.ReadAsync(db => db.OutboxMessages.SingleAsync(m => m.PersonId == therapist.Id));
        Assert.Equal(("Your feedback report is ready", therapist.Email), (mail.Subject, mail.To));
    }

    [Fact]
    public async Task A_cut_off_that_is_no_day_is_answered_with_an_example_of_one()
    {
        var programme = await app.ProgrammeAsync();
        var trainers = app.SignedIn(await app.MemberAsync(programme, Role.Trainer));

        var answer = await trainers.GetAsync($"/reports/programmes/{programme.Id}?cutOff=abc");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.PageAsync();
        var link = page.QuerySelector(".error-summary a")!;
        Assert.Equal("Choose a day, such as 2026-11-30.", link.Words());
        Assert.NotNull(page.QuerySelector(link.GetAttribute("href")!));
        Assert.Empty(page.QuerySelectorAll("main .rows"));
    }

    [Fact]
    public async Task Recalling_a_report_asks_once_more()
    {
        var programme = await app.ProgrammeAsync();
        var (therapist, trainer) = (await app.MemberAsync(programme, Role.Therapist), await app.MemberAsync(programme, Role.Trainer));
        var report = await app.ReportRowAsync(programme, therapist, trainer, ReportStatus.Sent);

        var page = await app.SignedIn(trainer).PageAsync("/reports");

        var button = page.QuerySelector($"form[action$='{report.Id}/recall'] button")!;
        Assert.Equal("Yes, recall the report", button.Words());
        Assert.False(button.Closest("details")!.HasAttribute("open"));
    }

    [Fact]
    public async Task A_report_that_is_not_opened_can_be_taken_back()
    {
        var network = await Network.MakeAsync(app);
        var trainers = app.SignedIn(network.Trainer);
        var (kept, opened) = (network.Therapists[4], network.Therapists[5]);
        var ids = new Dictionary<AppUser, Guid>();
        foreach (var therapist in new[] { kept, opened })
        {
            ids[therapist] = await StartAsync(network, therapist);
            await ReviewAsync(trainers, ids[therapist]);
            await SendAsync(trainers, ids[therapist]);
        }

        await app.SignedIn(opened).SubmitFormAsync($"/reports/{ids[opened]}", "form[action$='/open']");
        var recalled = await trainers.SubmitFormAsync("/reports", $"form[action$='{ids[kept]}/recall']");
        var tooLate = await PostAsync(trainers, $"/reports/{ids[opened]}/recall", "/reports");

        Assert.Equal(HttpStatusCode.Redirect, recalled.StatusCode);
        Assert.Contains("Only a report that was sent and not yet opened", await AlertAsync(tooLate), StringComparison.Ordinal);
        var page = await app.SignedIn(kept).PageAsync($"/reports/{ids[kept]}");
        Assert.Contains("took this report back", page.Body.Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await app.SignedIn(kept).GetAsync($"/reports/{ids[kept]}/report.pdf")).StatusCode);
    }

    [Fact]
    public async Task A_sealed_report_holds_no_patient_score_in_any_shape()
    {
        // Nobody else rates anywhere near these.
        const double Alliance = 2.27;
        const double WellBeing = 91.3;
        var network = await Network.MakeAsync(
            app, DisclosureKind.Sealed,
            s => s.Therapist == "T01"
                ? s with { TherapistAlliance = 6, PatientAlliance = Alliance + s.Session / 1000.0, WellBeing = WellBeing }
                : s);
        var trainers = app.SignedIn(network.Trainer);
        var id = await StartAsync(network, network.Therapists[0]);
        await ReviewAsync(trainers, id);

        var twin = (await trainers.PageAsync($"/reports/{id}/review")).QuerySelector(".report");
        var pdf = Text(await (await trainers.GetAsync($"/reports/{id}/report.pdf")).Content.ReadAsByteArrayAsync());
        var json = await app.ReadAsync(db => db.Set<ReportContent>().Where(c => c.ReportId == id).Select(c => c.Model).SingleAsync());

        foreach (var text in new[] { twin!.Words(), pdf, json })
        {
            Assert.Contains("6", text, StringComparison.Ordinal);
            Assert.DoesNotMatch(Planted(), text);
        }

        Assert.Equal(0, await RevealsAsync(network.Trainer));
    }

    [Fact]
    public async Task Only_consenting_cases_enter_the_personal_pages()
    {
        var network = await Network.MakeAsync(
            app, scopes: code => code == "P01" ? ConsentScopes.TakePart : Feedback,
            change: s => s.Dyad == "P01" ? s with { PatientAlliance = 2.27, WellBeing = 91.3 } : s);
        var id = await StartAsync(network, network.Therapists[0]);

        var json = await app.ReadAsync(db => db.Set<ReportContent>().Where(c => c.ReportId == id).Select(c => c.Model).SingleAsync());

        Assert.Contains("\"P01\"", json, StringComparison.Ordinal);
        Assert.DoesNotMatch(Planted(), json);
        Assert.Contains("\"patient\":", json, StringComparison.Ordinal); // the other cases are there
    }

    [Fact]
    public async Task Consent_taken_back_stops_a_report_that_was_read_and_closes_one_that_was_sent()
    {
        var network = await Network.MakeAsync(app);
        var trainers = app.SignedIn(network.Trainer);
        var (read, sent) = (network.Therapists[6], network.Therapists[7]);
        var reads = await StartAsync(network, read);
        var sents = await StartAsync(network, sent);
        await ReviewAsync(trainers, reads);
        await ReviewAsync(trainers, sents);
        await SendAsync(trainers, sents);
        await app.SignedIn(sent).SubmitFormAsync($"/reports/{sents}", "form[action$='/open']");

        foreach (var therapist in new[] { read, sent })
        {
            await app.WriteAsync(async db =>
            {
                var held = await db.CasesOf.Where(o => o.TherapistId == therapist.Id).Select(o => o.CaseId).FirstAsync();
                (await db.ConsentRecords.SingleAsync(r => r.CaseId == held)).Withdraw(app.Clock.GetUtcNow());
            });
        }

        foreach (var id in new[] { reads, sents })
        {
            var review = await trainers.PageAsync($"/reports/{id}/review");
            Assert.Null(review.QuerySelector(".report"));
            Assert.Contains("may not be shown any more", review.Body.Words(), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await trainers.GetAsync($"/reports/{id}/report.pdf")).StatusCode);
        }

        var refused = await PostAsync(trainers, $"/reports/{reads}/send", $"/reports/{reads}/review");
        Assert.Contains("has changed since you read this report", await AlertAsync(refused), StringComparison.Ordinal);

        var closed = await app.SignedIn(sent).PageAsync($"/reports/{sents}");
        Assert.Null(closed.QuerySelector(".report"));
        Assert.Contains("may not be shown any more", closed.Body.Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await app.SignedIn(sent).GetAsync($"/reports/{sents}/report.pdf")).StatusCode);

        await ReviewAsync(trainers, reads); // saved again, it is made from what may be shown
        Assert.Equal(HttpStatusCode.OK, (await trainers.GetAsync($"/reports/{reads}/report.pdf")).StatusCode);
    }

    [Fact]
    public async Task A_report_that_a_withdrawal_closed_stays_closed_whatever_is_agreed_later()
    {
        var network = await Network.MakeAsync(app);
        var trainers = app.SignedIn(network.Trainer);
        var therapist = network.Therapists[8];
        var id = await StartAsync(network, therapist);
        await ReviewAsync(trainers, id);
        await SendAsync(trainers, id);
        await app.SignedIn(therapist).SubmitFormAsync($"/reports/{id}", "form[action$='/open']");

        var now = app.Clock.GetUtcNow();
        await app.WriteAsync(async db =>
        {
            var held = await db.CasesOf.Where(o => o.TherapistId == therapist.Id).Select(o => o.CaseId).FirstAsync();
            (await db.ConsentRecords.SingleAsync(r => r.CaseId == held)).Withdraw(now.AddMinutes(-2));
            await db.SaveChangesAsync();
            db.Add(new ConsentRecord
            {
                ProgrammeId = network.Programme.Id,
                CaseId = held,
                TextVersion = "1",
                Language = "en",
                Scopes = Feedback,
                GivenAt = now.AddDays(-90),
                RecordedAt = now.AddMinutes(-1),
                RecordedById = therapist.Id,
            });
        });

        var closed = await app.SignedIn(therapist).PageAsync($"/reports/{id}");
        Assert.Null(closed.QuerySelector(".report"));
        Assert.Contains("may not be shown any more", closed.Body.Words(), StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.NotFound, (await app.SignedIn(therapist).GetAsync($"/reports/{id}/report.pdf")).StatusCode);
    }

    [Theory]
    [InlineData(Role.Consultant)]
    [InlineData(Role.ProgrammeAdministrator)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.PrivacyOfficer)]
    public async Task Others_of_the_programme_prepare_no_reports(Role role)
    {
        var programme = await app.ProgrammeAsync();
        var browser = app.SignedIn(await app.MemberAsync(programme, role));

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/reports")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/reports/programmes/{programme.Id}")).StatusCode);
    }

    internal static async Task<Guid> StartAsync(Network network, AppUser therapist) =>
        await PressAsync(network.App.SignedIn(network.Trainer), network, therapist)
            ?? throw new InvalidOperationException("The report is not offered.");

    internal static async Task<Guid?> PressAsync(HttpClient browser, Network network, AppUser therapist)
    {
        var page = await browser.PageAsync(network.PrepareUrl);
        var item = page.QuerySelectorAll(".rows li").Single(li => li.Words().StartsWith(therapist.DisplayName + " ", StringComparison.Ordinal));
        if (item.QuerySelector("form") is null)
            return null;

        item.QuerySelector("form")!.Id = "pressed";
        var started = await browser.SendFormAsync(page, "#pressed");
        Assert.Equal(HttpStatusCode.Redirect, started.StatusCode);
        return Guid.Parse(started.Headers.Location!.OriginalString.Split('/')[2]);
    }

    /// <summary>Adds a word and a conversation; returns what the preview then says.</summary>
    internal static async Task<string> ReviewAsync(HttpClient browser, Guid id)
    {
        var saved = await browser.SubmitFormAsync(
            $"/reports/{id}/review", "form[action$='/review']",
            ("Input.Paragraph", "I look forward to our talk."), ("Input.Day", "2026-03-12"), ("Input.Hour", "10:30"));
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        return (await browser.PageAsync($"/reports/{id}/review")).QuerySelector(".report").Words();
    }

    internal static async Task SendAsync(HttpClient browser, Guid id)
    {
        var sent = await browser.SubmitFormAsync($"/reports/{id}/review", "form[action$='/send']");
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
    }

    /// <summary>Sends a form that the page does not offer, with the page's token.</summary>
    internal static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string to, string from)
    {
        var page = await browser.PageAsync(from);
        var form = page.QuerySelector(HtmlForms.AnyPost)!;
        form.SetAttribute("action", to);
        form.Id = "forged";
        return await browser.SendFormAsync(page, "#forged");
    }

    internal static async Task<string> AlertAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        return (await response.PageAsync()).QuerySelector(".error-summary").Words();
    }

    private Task<int> RevealsAsync(AppUser person) =>
        app.ReadAsync(db => db.Set<Reveal>().CountAsync(r => r.ToPersonId == person.Id));

    private Task<int> MailsAsync(AppUser person) =>
        app.ReadAsync(db => db.OutboxMessages.CountAsync(m => m.PersonId == person.Id));

    private static string Text(byte[] pdf)
    {
        using var document = PdfDocument.Open(pdf);
        return string.Join('\n', document.GetPages().Select(p => p.Text));
    }

    [GeneratedRegex(@"\d[.,]\d")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"(?<![\w.,])(2[.,]27\d*|2[.,]28\d*|2[.,]3|91[.,]3|91)(?!\w)")]
    private static partial Regex Planted();
}
