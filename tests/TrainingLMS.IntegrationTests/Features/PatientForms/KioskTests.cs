using System.Net;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Features.PatientForms;

/// <summary>A screen that is not the patient's own. The clock moves: an application of its own.</summary>
public sealed class KioskTests(AppFixture app) : IClassFixture<AppFixture>
{
    private static readonly string[] _six = ["7", "7", "7", "7", "7", "6"];

    [Fact]
    public async Task A_code_typed_at_a_kiosk_opens_one_form_and_leaves_nothing()
    {
        var practice = await RatedAsync();
        var (_, code) = await practice.GiveAsync(1);
        var tablet = app.Stranger();

        var typed = await tablet.SubmitFormAsync("/kiosk", "main form", ("Input.Code", code));
        Assert.Equal("/f/start", typed.Headers.Location!.OriginalString);
        Assert.Contains(typed.Headers.GetValues("Set-Cookie"), c => c.StartsWith("kiosk=", StringComparison.Ordinal) && !c.Contains("max-age", StringComparison.OrdinalIgnoreCase));
        await Practice.AnswerAsync(tablet, "/f/start", _six);
        var sent = await tablet.SubmitFormAsync("/f/check", "main form[action='/f/send']");

        Assert.Equal("/kiosk/done", sent.Headers.Location!.OriginalString);
        Assert.Equal("\"cache\", \"storage\"", Assert.Single(sent.Headers.GetValues("Clear-Site-Data")));
        foreach (var back in new[] { "/f", "/f?page=1", "/f/check", "/f/start", "/f/done" })
            Assert.Contains("This link is not known here.", (await tablet.PageAsync(back)).Body.Words(), StringComparison.Ordinal);

        var response = Assert.Single(await practice.ResponsesAsync());
        Assert.Equal(CaptureMode.Kiosk, await ModeAsync(response.AdministrationId));
    }

    [Fact]
    public async Task Two_minutes_without_a_touch_clear_the_screen_and_the_code_brings_only_the_rest_back()
    {
        var practice = await RatedAsync();
        var (_, code) = await practice.GiveAsync(1);
        var tablet = app.Stranger();
        await tablet.SubmitFormAsync("/kiosk", "main form", ("Input.Code", code));
        await tablet.SubmitFormAsync("/f/start", "main form");
        await tablet.SubmitFormAsync("/f?page=1", "main form",
            ("answers[0.came-for]", "7"), ("answers[0.heading]", "2"), ("answers[0.way-of-working]", "7"));

        app.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("/kiosk", (await tablet.GetAsync("/f?page=1")).Headers.Location?.OriginalString);
        await tablet.PageAsync("/kiosk");
        Assert.Contains("This link is not known here.", (await tablet.PageAsync("/f?page=1")).Body.Words(), StringComparison.Ordinal);

        await tablet.SubmitFormAsync("/kiosk", "main form", ("Input.Code", code));
        await tablet.SubmitFormAsync("/f/start", "main form");
        var rest = await tablet.PageAsync("/f");
        Assert.Equal(3, rest.QuerySelectorAll("main fieldset.scale").Length);
        Assert.Contains("I felt understood", rest.Body.Words(), StringComparison.Ordinal);
        Assert.Equal("/f?page=2", (await tablet.GetAsync("/f?page=1")).Headers.Location?.OriginalString); // what was answered is not shown
    }

    [Fact]
    public async Task Handing_over_signs_the_therapist_out_before_the_patient_sees_anything()
    {
        var practice = await RatedAsync();

        var over = await practice.Browser.SubmitFormAsync(
            $"{practice.Case}/sessions/1/form/after", "main form[action$='/kiosk']");

        Assert.Equal("/f/start", over.Headers.Location!.OriginalString);
        Assert.Contains(over.Headers.GetValues("Set-Cookie"), c => c.StartsWith("traininglms-staff=;", StringComparison.Ordinal));
        Assert.Contains(over.Headers.GetValues("Set-Cookie"), c => c.StartsWith("kiosk=", StringComparison.Ordinal));
        Assert.True(over.Headers.Contains("Clear-Site-Data"));
    }

    [Fact]
    public async Task What_one_device_has_answered_another_one_does_not_ask_or_show()
    {
        var practice = await RatedAsync();
        var (link, code) = await practice.GiveAsync(1);
        var phone = app.Stranger();
        await phone.SubmitFormAsync(link, "main form");
        await phone.SubmitFormAsync("/f?page=1", "main form",
            ("answers[0.came-for]", "7"), ("answers[0.heading]", "2"), ("answers[0.way-of-working]", "7"));

        var tablet = app.Stranger();
        await tablet.SubmitFormAsync("/code", "main form", ("Input.Code", code));
        await tablet.SubmitFormAsync("/f/start", "main form");
        await tablet.SubmitFormAsync("/f?page=2", "main form",
            ("answers[0.may-help]", "7"), ("answers[0.understood]", "7"), ("answers[0.could-say]", "6"));
        var check = await tablet.PageAsync("/f/check");
        Assert.Contains("answered before", check.Body.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("2 of 7", check.Body.Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await tablet.SendFormAsync(check, "main form[action='/f/send']")).StatusCode);

        Assert.Equal(6.0, Assert.Single(await practice.ResponsesAsync()).Score!.Value, 12);
        Assert.Equal(0, await app.ReadAsync(db => Task.FromResult(db.FormDrafts.Count(d => d.ProgrammeId == practice.Programme.Id))));
    }

    [Theory]
    [InlineData(nameof(WithdrawalKind.Stop), false)]
    [InlineData(nameof(WithdrawalKind.Delete), true)]
    public async Task A_patient_stops_from_the_form_and_what_is_asked_besides_waits_for_people(string kind, bool waits)
    {
        var practice = await RatedAsync();
        var officer = await app.MemberAsync(practice.Programme, Domain.People.Role.PrivacyOfficer);
        var (link, _) = await practice.GiveAsync(1);
        var phone = app.Stranger();
        await phone.SubmitFormAsync(link, "main form");

        var nothing = await phone.SubmitFormAsync("/f/stop", "main form");
        Assert.Contains("Choose what happens with your answers.", (await nothing.PageAsync()).Body.Words(), StringComparison.Ordinal);
        var stopped = await phone.SubmitFormAsync("/f/stop", "main form", ("Input.Kind", kind));
        Assert.Contains("You have stopped taking part", (await stopped.PageAsync()).Body.Words(), StringComparison.Ordinal);

        Assert.Contains("This link does not work any more.", (await app.Stranger().PageAsync(link)).Body.Words(), StringComparison.Ordinal);
        Assert.Contains("No consent in force", (await practice.CaseAsync()).Body.Words(), StringComparison.Ordinal);
        var desk = app.SignedIn(officer);
        var page = await desk.PageAsync("/withdrawals");
        Assert.Equal(waits, page.QuerySelector("table") is not null);
        Assert.Contains(practice.Code, page.Body.Words(), StringComparison.Ordinal);
        var mails = await app.ReadAsync(db => Task.FromResult(db.OutboxMessages.Where(m => m.PersonId == officer.Id).ToList()));
        Assert.Equal(waits ? 1 : 0, mails.Count);
        if (!waits)
            return;

        await Practice.WentAsync(await desk.SubmitFormAsync("/withdrawals", "main form"));
        Assert.Contains("Nothing is waiting.", (await desk.PageAsync("/withdrawals")).Body.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_a_form_was_missed_is_one_tap_and_only_once_its_time_has_passed()
    {
        var practice = await RatedAsync();
        var form = $"{practice.Case}/sessions/1/form/after";
        Assert.Null((await practice.Browser.PageAsync(form)).QuerySelector("button[name=reason]"));

        app.Clock.Advance(TimeSpan.FromDays(4));
        await Practice.WentAsync(await practice.Browser.SubmitFormAsync(form, "button[name=reason][value=Technical]"));

        Assert.Equal("true", (await practice.Browser.PageAsync(form)).QuerySelector("button[value=Technical]")!.GetAttribute("aria-pressed"));
        Assert.Equal(MissedReason.Technical, await app.ReadAsync(db => Task.FromResult(db.Administrations
            .Single(a => a.ProgrammeId == practice.Programme.Id && a.Rater == Rater.Patient).MissedReason)));
    }

    private Task<CaptureMode?> ModeAsync(Guid form) =>
        app.ReadAsync(db => Task.FromResult(db.Administrations.Single(a => a.Id == form).Mode));

    private async Task<Practice> RatedAsync()
    {
        var practice = await Practice.OpenAsync(app, scopes: ConsentScopes.TakePart);
        await practice.HoldAsync(1);
        return practice;
    }
}
