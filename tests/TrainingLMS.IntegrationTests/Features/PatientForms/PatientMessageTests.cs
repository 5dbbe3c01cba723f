using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using TrainingLMS.Data.Messages;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Testing;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Mail;

namespace TrainingLMS.IntegrationTests.Features.PatientForms;

/// <summary>Links that are sent, and reminders. The clock moves and a mail server listens: an application of its own.</summary>
public sealed class PatientMessageTests : IAsyncLifetime
{
    private const string Address = "somebody@example.test";

    private LoopbackSmtp _smtp = null!;
    private WebApplication _provider = null!;
    private readonly List<(string? Authorization, JsonElement Body)> _texts = [];
    private int _answer = 202;
    private MailApp _app = null!;

    private List<MimeMessage> Mails => [.. _smtp.Messages.Select(m => m.Message)];

    public async ValueTask InitializeAsync()
    {
        _smtp = new LoopbackSmtp();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _provider = builder.Build();
        _provider.MapPost("/texts", async (HttpContext context) =>
        {
            _texts.Add((context.Request.Headers.Authorization, await context.Request.ReadFromJsonAsync<JsonElement>()));
            return Results.StatusCode(_answer);
        });
        await _provider.StartAsync();
        var url = _provider.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _app = new MailApp(_smtp.Port, url + "/texts");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _provider.DisposeAsync();
        await _smtp.DisposeAsync();
    }

    [Fact]
    public async Task A_link_goes_to_the_agreed_address_and_says_nothing_about_the_person()
    {
        var practice = await ReachableAsync(ContactChannel.Mail, Address);

        var sent = await practice.Browser.SubmitFormAsync($"{practice.Case}/sessions/1/form/after", "form[action$='/send']");
        Assert.Contains("A link is on its way", (await sent.PageAsync()).Body.Words(), StringComparison.Ordinal);
        await _app.WorkAsync<SendOutbox>();

        var mail = Assert.Single(Mails);
        Assert.Contains(Address, mail.To.ToString(), StringComparison.Ordinal);
        Assert.Equal("Your form is ready", mail.Subject);
        var link = new Uri(mail.TextBody!.Split('\n').First(l => l.Contains("/r/", StringComparison.Ordinal)).Trim()).AbsolutePath;
        Assert.Contains("Who sees your answers", (await _app.Stranger().PageAsync(link)).Body.Words(), StringComparison.Ordinal);
        foreach (var never in new[] { practice.Code, practice.Therapist.DisplayName, "therap", "session", practice.Programme.Name })
            Assert.DoesNotContain(never, mail.Subject + mail.TextBody! + mail.From, StringComparison.OrdinalIgnoreCase);

        // The address stands in one row, encrypted, and nowhere else.
        var row = await _app.ReadAsync(db => db.OutboxMessages.SingleAsync(m => m.ContactId != null));
        Assert.Equal("", row.To);
        Assert.DoesNotContain(Address, (await practice.Browser.PageAsync($"{practice.Case}/contact")).DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_reminders_at_most_in_waking_hours_and_none_once_it_is_done_or_stopped()
    {
        var practice = await ReachableAsync(ContactChannel.Mail, Address, reminders: true);
        await practice.Browser.SubmitFormAsync($"{practice.Case}/sessions/1/form/after", "form[action$='/send']");
        await _app.WorkAsync<SendOutbox>();

        // Open for 63 hours from Wednesday 14:00 UTC: half of it has passed on Thursday at 21:30 UTC.
        await AdvanceAndWorkAsync(TimeSpan.FromHours(20), expected: 1);
        await AdvanceAndWorkAsync(TimeSpan.FromHours(13), expected: 2); // Thursday 21:00 UTC
        await AdvanceAndWorkAsync(TimeSpan.FromHours(1), expected: 2); // the same step again: nothing
        _app.Clock.SetUtcNow(new DateTimeOffset(2026, 3, 6, 13, 20, 0, TimeSpan.Zero)); // three quarters have passed
        await WorkAsync(3);
        await AdvanceAndWorkAsync(TimeSpan.FromHours(8), expected: 3);
        Assert.Single(Mails.Select(m => m.TextBody!.Split('\n').First(l => l.Contains("/r/", StringComparison.Ordinal))).Distinct());
    }

    [Fact]
    public async Task In_quiet_hours_a_link_waits_and_the_page_says_until_when()
    {
        var practice = await ReachableAsync(ContactChannel.Mail, Address, at: TimeSpan.Zero); // 7:00 in Toronto

        var sent = await practice.Browser.SubmitFormAsync($"{practice.Case}/sessions/1/form/after", "form[action$='/send']");
        Assert.Contains("it leaves today 08:00", (await sent.PageAsync()).Body.Words(), StringComparison.Ordinal);

        await AdvanceAndWorkAsync(TimeSpan.FromMinutes(59), expected: 0);
        await AdvanceAndWorkAsync(TimeSpan.FromMinutes(1), expected: 1);
    }

    [Fact]
    public async Task Who_stops_messages_gets_none_and_the_form_stays_open()
    {
        var practice = await ReachableAsync(ContactChannel.Mail, Address, reminders: true);
        await practice.Browser.SubmitFormAsync($"{practice.Case}/sessions/1/form/after", "form[action$='/send']");
        await _app.WorkAsync<SendOutbox>();
        var stop = new Uri(Mails.Single().TextBody!.Split('\n').First(l => l.Contains("/stop/", StringComparison.Ordinal)).Trim()).AbsolutePath;

        await _app.Stranger().PageAsync(stop); // a scanner looks
        Assert.NotNull((await practice.Browser.PageAsync($"{practice.Case}/sessions/1/form/after")).QuerySelector("form[action$='/send']"));
        var done = await _app.Stranger().SubmitFormAsync(stop, "main form");
        Assert.Contains("We will not write to you any more.", (await done.PageAsync()).Body.Words(), StringComparison.Ordinal);

        await AdvanceAndWorkAsync(TimeSpan.FromHours(40), expected: 1);
        Assert.Null((await practice.Browser.PageAsync($"{practice.Case}/sessions/1/form/after")).QuerySelector("form[action$='/send']"));
        Assert.Contains("We will not write", (await (await _app.Stranger().SubmitFormAsync("/stop/made-up", "main form")).PageAsync()).Body.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_destroyed_address_gets_nothing_that_was_waiting()
    {
        var practice = await ReachableAsync(ContactChannel.Mail, Address);
        await practice.Browser.SubmitFormAsync($"{practice.Case}/sessions/1/form/after", "form[action$='/send']");
        await Practice.WentAsync(await practice.Browser.SubmitFormAsync($"{practice.Case}/contact", "form[action$='/destroy']"));

        await _app.WorkAsync<SendOutbox>();

        Assert.Empty(Mails);
        Assert.Equal(0, await _app.ReadAsync(db => db.PatientContacts.CountAsync()));
    }

    [Theory]
    [InlineData(202, true, false)]
    [InlineData(400, false, true)]
    [InlineData(503, false, false)]
    public async Task A_text_message_goes_by_the_provider_and_what_it_answers_is_seen(int answer, bool sent, bool bounced)
    {
        _answer = answer;
        var practice = await ReachableAsync(ContactChannel.Sms, "+1 613 555 0100");
        await practice.Browser.SubmitFormAsync($"{practice.Case}/sessions/1/form/after", "form[action$='/send']");

        await _app.WorkAsync<SendTexts>();
        await _app.WorkAsync<SendTexts>(); // deferred: not again before its time

        var (authorization, body) = Assert.Single(_texts);
        Assert.Equal("Bearer sesame", authorization);
        Assert.Equal("+1 613 555 0100", body.GetProperty("to").GetString());
        Assert.Contains("/r/", body.GetProperty("text").GetString(), StringComparison.Ordinal);
        var row = await _app.ReadAsync(db => db.OutboxMessages.SingleAsync(m => m.Channel == MessageChannel.Sms));
        Assert.Equal((sent, bounced, !sent && !bounced), (row.SentAt is not null, row.Bounced, row.GivenUpAt is null && row.SentAt is null));
        var administrator = await _app.MemberAsync(practice.Programme, Domain.People.Role.ProgrammeAdministrator);
        Assert.Contains(
            sent ? "Sent" : bounced ? "Bounced" : "Deferred",
            (await _app.SignedIn(administrator).PageAsync("/messages")).Body.Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mail", "nobody", "This is not an e-mail address.")]
    [InlineData("Mail", "", "Write the address or number.")]
    [InlineData("Sms", "0613 555", "Write the number with + and the country")]
    public async Task What_is_no_address_is_not_kept(string channel, string address, string says)
    {
        var practice = await Practice.OpenAsync(_app, scopes: [ConsentScopes.TakePart, ConsentScopes.Contact]);

        var refused = await practice.Browser.SubmitFormAsync($"{practice.Case}/contact", "main form",
            ("Input.Channel", channel), ("Input.Address", address));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains(says, (await refused.PageAsync()).Body.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_agreement_no_address_is_asked_for()
    {
        var practice = await Practice.OpenAsync(_app, scopes: ConsentScopes.TakePart);

        Assert.Null((await practice.Browser.PageAsync($"{practice.Case}/contact")).QuerySelector("main form"));
    }

    [Theory]
    [InlineData("2026-03-04T12:00Z", "2026-03-04T13:00Z")] // 7:00 in Toronto waits for 8:00
    [InlineData("2026-03-04T15:00Z", "2026-03-04T15:00Z")]
    [InlineData("2026-03-05T02:00Z", "2026-03-05T13:00Z")] // 21:00 waits for the morning
    [InlineData("2026-03-08T03:00Z", "2026-03-08T12:00Z")] // the night in which the clocks go forward
    public void Quiet_hours_are_those_of_the_receiver(string now, string leaves)
    {
        var invariant = System.Globalization.CultureInfo.InvariantCulture;
        Assert.Equal(
            DateTimeOffset.Parse(leaves, invariant),
            PatientMessages.AfterQuiet(DateTimeOffset.Parse(now, invariant), "America/Toronto", 20, 8));
    }

    private async Task AdvanceAndWorkAsync(TimeSpan by, int expected)
    {
        _app.Clock.Advance(by);
        await WorkAsync(expected);
    }

    private async Task WorkAsync(int expected)
    {
        await _app.WorkAsync<RemindPatients>();
        await _app.WorkAsync<SendOutbox>();
        Assert.Equal(expected, Mails.Count);
    }

    private async Task<Practice> ReachableAsync(ContactChannel channel, string address, bool reminders = false, TimeSpan? at = null)
    {
        _app.Clock.Advance(at ?? TimeSpan.FromHours(2)); // 9:00 in Toronto: not quiet
        var practice = await Practice.OpenAsync(_app, scopes: [ConsentScopes.TakePart, ConsentScopes.Contact]);
        await practice.HoldAsync(1);
        if (reminders)
            await _app.WriteAsync(async db => (await db.Programmes.SingleAsync(p => p.Id == practice.Programme.Id)).Reminders = true);
        (string, string)[] wanted = reminders ? [("Input.Reminders", "true")] : [];
        await Practice.WentAsync(await practice.Browser.SubmitFormAsync($"{practice.Case}/contact", "main form",
            [("Input.Channel", channel.ToString()), ("Input.Address", address), .. wanted]));
        return practice;
    }

    private sealed class MailApp(int port, string texts) : AppFixture
    {
        protected override void Adapt(IWebHostBuilder builder)
        {
            builder.UseSetting("Mail:Host", "127.0.0.1");
            builder.UseSetting("Mail:Port", $"{port}");
            builder.UseSetting("Mail:StartTls", "false");
            builder.UseSetting("Mail:From", "forms@example.test");
            builder.UseSetting("Sms:Url", texts);
            builder.UseSetting("Sms:Token", "sesame");
        }
    }
}
