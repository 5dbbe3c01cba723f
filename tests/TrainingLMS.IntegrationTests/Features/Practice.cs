using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Features;

/// <summary>A therapist with one case, used through the pages as a person would.</summary>
public sealed class Practice(AppFixture app, Programme programme, AppUser therapist)
{
    public static readonly string[] Items = ["came-for", "heading", "way-of-working", "may-help", "understood", "could-say"];

    public AppFixture App => app;

    public Programme Programme => programme;

    public AppUser Therapist => therapist;

    public HttpClient Browser { get; } = app.SignedIn(therapist);

    public Guid CaseId { get; private set; }

    public string Code { get; private set; } = "";

    public string Case => $"/cases/{CaseId}";

    public static async Task<Practice> OpenAsync(
        AppFixture app, DisclosureKind disclosure = DisclosureKind.Sealed, int session = 0,
        params ConsentScopes[] scopes)
    {
        var programme = await app.ProgrammeAsync(disclosure, session);
        var practice = new Practice(app, programme, await app.MemberAsync(programme, Role.Therapist));
        await practice.AddCaseAsync(scopes);
        return practice;
    }

    public async Task AddCaseAsync(params ConsentScopes[] scopes)
    {
        Code = $"C-{Guid.NewGuid().ToString("N")[..6]}".ToUpperInvariant();
        (string, string)[] consent =
        [
            ("Input.HasConsent", "true"), ("Input.ConsentOn", $"{app.Today:yyyy-MM-dd}"), ("Input.ConsentLanguage", "en"),
            .. scopes.Select(s => ("Input.Scopes", s.ToString())),
        ];
        var added = await Browser.SubmitFormAsync("/cases/new", "main form",
            [("Input.Code", Code), ("Input.StartedOn", "2026-02-02"), .. scopes.Length > 0 ? consent : []]);
        await WentAsync(added);
        CaseId = Guid.Parse(added.Headers.Location!.OriginalString.Split('/')[^1]);
    }

    public async Task HoldAsync(int number, DateOnly? on = null)
    {
        var held = await Browser.SubmitFormAsync($"{Case}/sessions/{number}/held", "main form",
            ("Input.Held", "True"), ("Input.On", $"{on ?? app.Today:yyyy-MM-dd}"));
        await WentAsync(held);
    }

    public async Task RateAsync(int number, params int[] answers)
    {
        var sent = await SendRatingAsync(number, answers);
        await WentAsync(sent);
    }

    public Task<HttpResponseMessage> SendRatingAsync(int number, params int[] answers) =>
        Browser.SubmitFormAsync($"{Case}/sessions/{number}/rate", "main form",
            [.. Items.Zip(answers, (item, answer) => ($"Input.Answers[{item}]", $"{answer}"))]);

    /// <summary>The link and the code that the page shows for the patient.</summary>
    public async Task<(string Link, string Code)> GiveAsync(int number, Occasion occasion = Occasion.After)
    {
        var given = await Browser.SubmitFormAsync(
            $"{Case}/sessions/{number}/form/{occasion.ToString().ToLowerInvariant()}", "main form");
        Assert.Equal(HttpStatusCode.OK, given.StatusCode);
        var shown = (await given.PageAsync()).QuerySelectorAll("main dd").Select(d => d.Words()).ToList();
        return (new Uri(shown[1]).AbsolutePath, shown[0]);
    }

    /// <summary>A patient's phone, from the link to the check page.</summary>
    public static async Task<HttpClient> AnswerAsync(HttpClient phone, string link, params string[] answers)
    {
        var started = await phone.SubmitFormAsync(link, "main form");
        Assert.Equal("/f", started.Headers.Location?.OriginalString);
        var given = new Queue<string>(answers);
        for (var page = 1; given.Count > 0; page++)
        {
            var fields = (await phone.PageAsync($"/f?page={page}")).QuerySelectorAll("main fieldset.scale input[type=radio]")
                .Select(i => i.GetAttribute("name")!).Distinct().ToList();
            var sent = await phone.SubmitFormAsync($"/f?page={page}", "main form",
                [.. fields.Select(f => (f, given.Dequeue()))]);
            Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        }

        return phone;
    }

    public async Task PatientRatesAsync(int number, params string[] answers)
    {
        var (link, _) = await GiveAsync(number);
        var phone = await AnswerAsync(app.Stranger(), link, answers);
        var sent = await phone.SubmitFormAsync("/f/check", "main form[action='/f/send']");
        Assert.Equal("/f/done", sent.Headers.Location?.OriginalString);
    }

    /// <summary>The form was accepted; otherwise the test says what the page said.</summary>
    public static async Task WentAsync(HttpResponseMessage response) => Assert.True(
        response.StatusCode == HttpStatusCode.Redirect,
        response.StatusCode + ": " + (await response.PageAsync()).QuerySelector("[role=alert]").Words());

    public async Task<IDocument> CaseAsync() => await Browser.PageAsync(Case);

    public Task<List<Response>> ResponsesAsync() => app.ReadAsync(db => (
        from r in db.Set<Response>()
        join a in db.Administrations on r.AdministrationId equals a.Id
        join s in db.Sessions on a.SessionId equals s.Id
        where s.CaseId == CaseId && a.Rater == Rater.Patient
        select r).Include(r => r.Answers).ToListAsync());

    public Task<int> RevealsAsync() => app.ReadAsync(db => (
        from v in db.Set<Reveal>()
        join r in db.Set<Response>() on v.ResponseId equals r.Id
        join a in db.Administrations on r.AdministrationId equals a.Id
        join s in db.Sessions on a.SessionId equals s.Id
        where s.CaseId == CaseId
        select v).CountAsync());
}
