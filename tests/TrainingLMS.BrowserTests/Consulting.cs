using System.Text.RegularExpressions;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Testing;

namespace TrainingLMS.BrowserTests;

/// <summary>A therapist with one consented case, brought forward through the pages themselves.</summary>
internal sealed partial class Consulting(AppFixture app, Programme programme, AppUser therapist, HttpClient browser)
{
    private static readonly string[] _items = ["came-for", "heading", "way-of-working", "may-help", "understood", "could-say"];

    public Programme Programme => programme;

    public AppUser Therapist => therapist;

    public string Case { get; private set; } = "";

    public static async Task<Consulting> OpenAsync(
        AppFixture app, DisclosureKind disclosure = DisclosureKind.AfterBothRated, bool contact = false)
    {
        var programme = await app.ProgrammeAsync(disclosure);
        var therapist = await app.MemberAsync(programme, Role.Therapist, "Noor Haddad");
        var room = new Consulting(app, programme, therapist, app.SignedIn(therapist));
        await room.AddCaseAsync(contact);
        return room;
    }

    public async Task HoldAsync(int number, int daysAgo = 0) => await browser.SubmitFormAsync(
        $"{Case}/sessions/{number}/held", "main form",
        ("Input.Held", "True"), ("Input.On", $"{app.Today.AddDays(-daysAgo):yyyy-MM-dd}"));

    public async Task RateAsync(int number) => await browser.SubmitFormAsync(
        $"{Case}/sessions/{number}/rate", "main form", [.. _items.Select((item, i) => ($"Input.Answers[{item}]", $"{4 + i % 3}"))]);

    /// <summary>A fresh link to the patient's form after the session.</summary>
    public async Task<string> LinkAsync(int number)
    {
        var given = await browser.SubmitFormAsync($"{Case}/sessions/{number}/form/after", "main form");
        var words = (await given.PageAsync()).QuerySelector("main").Words();
        return Link().Match(words).Value;
    }

    /// <summary>The code to type instead of it.</summary>
    public async Task<string> CodeAsync(int number)
    {
        var given = await browser.SubmitFormAsync($"{Case}/sessions/{number}/form/after", "main form");
        return (await given.PageAsync()).QuerySelector("main .code").Words();
    }

    public static async Task TypeSheetAsync(HttpClient clerk, string sheet) => await clerk.SubmitFormAsync(
        sheet, "main form", [.. _items.Select(item => ($"Input.Answers[0-{item}]", "6"))]);

    public static async Task AnswerAsync(Visitor patient, string link)
    {
        await patient.Page.GotoAsync(link);
        await GoOnAsync(patient, "main form button");
        while (!patient.Page.Url.EndsWith("/f/check", StringComparison.Ordinal))
        {
            foreach (var mark in await patient.Page.Locator("fieldset.scale .point:nth-child(6) input").AllAsync())
                await mark.CheckAsync();
            await GoOnAsync(patient, "main form button");
        }
    }

    public static async Task SendAsync(Visitor patient, string link)
    {
        await AnswerAsync(patient, link);
        await GoOnAsync(patient, "form[action='/f/send'] button");
    }

    /// <summary>The page asks for the network before it sends, so a press alone is not yet the next page.</summary>
    public static async Task GoOnAsync(Visitor patient, string button)
    {
        var here = patient.Page.Url;
        await patient.Page.ClickAsync(button);
        await patient.Page.WaitForFunctionAsync("before => location.href !== before && document.readyState === 'complete'", here);
    }

    private async Task AddCaseAsync(bool contact)
    {
        (string, string)[] more = contact ? [("Input.Scopes", nameof(ConsentScopes.Contact))] : [];
        var added = await browser.SubmitFormAsync("/cases/new", "main form",
            [("Input.Code", "C-03"), ("Input.StartedOn", "2026-02-02"), ("Input.HasConsent", "true"),
            ("Input.ConsentOn", $"{app.Today:yyyy-MM-dd}"), ("Input.ConsentLanguage", "en"),
            ("Input.Scopes", nameof(ConsentScopes.TakePart)), ("Input.Scopes", nameof(ConsentScopes.Feedback)), .. more]);
        Case = added.RequestMessage!.RequestUri!.AbsolutePath; // on a real port redirects are followed
        Assert.StartsWith("/cases/0", Case, StringComparison.Ordinal);
    }

    [GeneratedRegex("/r/[A-Za-z0-9_-]{22}")]
    private static partial Regex Link();
}
