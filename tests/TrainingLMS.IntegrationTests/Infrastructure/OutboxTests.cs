using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TrainingLMS.Data;
using TrainingLMS.Data.Jobs;
using TrainingLMS.Data.Messages;
using TrainingLMS.Testing;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Mail;

namespace TrainingLMS.IntegrationTests.Infrastructure;

/// <summary>Messages go out with the change that caused them, or not at all, and once. Each test has its own application.</summary>
public sealed class OutboxTests : IAsyncLifetime
{
    private readonly LoopbackSmtp _server = new();
    private readonly MailFixture _app;

    public OutboxTests() => _app = new MailFixture(_server);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_message_is_sent_once_and_noted_as_sent()
    {
        await LeaveAsync("a", subject: "Your rapport est prêt", body: "Line one.\nLigne deux : é.");

        await _app.WorkAsync<SendOutbox>();
        await _app.WorkAsync<SendOutbox>();

        var sent = Assert.Single(_server.Messages);
        Assert.Equal(["ada@example.test"], sent.To);
        Assert.Equal("Your rapport est prêt", sent.Message.Subject);
        Assert.Equal("Line one.\nLigne deux : é.", sent.Message.TextBody!.ReplaceLineEndings("\n").TrimEnd());
        Assert.Equal(AppFixture.Start, (await RowAsync("a")).SentAt);
    }

    [Fact]
    public async Task The_same_event_left_twice_is_one_message()
    {
        Assert.True(await LeaveOnceAsync("same"));
        Assert.False(await LeaveOnceAsync("same"));
        await Assert.ThrowsAsync<DbUpdateException>(() => LeaveAsync("same")); // two nodes at once: the index decides

        await _app.WorkAsync<SendOutbox>();

        Assert.Single(_server.Messages);
    }

    [Fact]
    public async Task A_change_that_fails_leaves_no_message()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _app.WriteAsync(async db =>
        {
            Outbox(db).Add("lost", null, "ada@example.test", "Subject", "Body");
            await db.SaveChangesAsync();
            throw new InvalidOperationException("the rest of the change failed");
        }));

        await _app.WorkAsync<SendOutbox>();

        Assert.Empty(_server.Messages);
    }

    [Fact]
    public async Task A_message_that_was_refused_for_now_is_tried_again_later_and_not_sooner()
    {
        await LeaveAsync("later");
        _server.Refusal = "451 ada@example.test is busy";
        await _app.WorkAsync<SendOutbox>();
        _server.Refusal = null;

        await _app.WorkAsync<SendOutbox>();
        var waiting = await RowAsync("later");
        _app.Clock.Advance(TimeSpan.FromMinutes(2));
        await _app.WorkAsync<SendOutbox>();

        Assert.Equal((1, "The server answered 451."), (waiting.Tries, waiting.LastError)); // the code, not the address
        Assert.Null(waiting.SentAt);
        Assert.Single(_server.Messages);
        Assert.NotNull((await RowAsync("later")).SentAt);
    }

    [Fact]
    public async Task A_message_that_is_refused_for_good_is_given_up_and_the_others_go_out()
    {
        await LeaveAsync("bad", to: "not an address");
        await LeaveAsync("good");

        await _app.WorkAsync<SendOutbox>();

        Assert.NotNull((await RowAsync("bad")).GivenUpAt);
        Assert.NotNull((await RowAsync("good")).SentAt);
        Assert.Single(_server.Messages);
    }

    [Fact]
    public async Task A_server_that_is_not_there_costs_no_try()
    {
        await LeaveAsync("patient");
        await _server.DisposeAsync();

        await _app.WorkAsync<SendOutbox>();

        Assert.Equal((0, null), ((await RowAsync("patient")).Tries, (await RowAsync("patient")).SentAt));
    }

    [Fact]
    public async Task A_death_between_sending_and_noting_repeats_the_message_under_the_same_id()
    {
        await LeaveAsync("twice");
        _server.DiesAfterMessage = true;
        await _app.WorkAsync<SendOutbox>();
        _server.DiesAfterMessage = false;
        _app.Clock.Advance(TimeSpan.FromHours(1));

        await _app.WorkAsync<SendOutbox>();

        Assert.Equal(2, _server.Messages.Count);
        Assert.Single(_server.Messages.Select(m => m.Message.MessageId).Distinct());
        Assert.StartsWith((await RowAsync("twice")).Id.ToString("N"), _server.Messages[0].Message.MessageId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_name_or_subject_can_begin_another_header()
    {
        await LeaveAsync("injected", subject: "Hello\r\nBcc: eve@example.test\r\n\r\nInstead of the body");
        await LeaveAsync("recipient", to: "ada@example.test\r\nRCPT TO:<eve@example.test>");
        await LeaveAsync("list", to: "ada@example.test, eve@example.test");

        await _app.WorkAsync<SendOutbox>();

        var sent = Assert.Single(_server.Messages);
        Assert.Empty(sent.Message.Bcc);
        Assert.Equal(["ada@example.test"], sent.To);
        Assert.Equal("Body.", sent.Message.TextBody!.TrimEnd());
        Assert.NotNull((await RowAsync("recipient")).GivenUpAt);
        Assert.NotNull((await RowAsync("list")).GivenUpAt);
    }

    [Fact]
    public async Task While_another_node_has_the_lease_nothing_is_sent_here()
    {
        await LeaveAsync("leased");
        await _app.ReadAsync(db => new JobLeases(db, _app.Clock).TakeAsync(SendOutbox.Name, "other node", TimeSpan.FromMinutes(5)));

        var ran = await _app.WorkAsync<SendOutbox>();
        _app.Clock.Advance(TimeSpan.FromMinutes(5));
        var ranLater = await _app.WorkAsync<SendOutbox>();

        Assert.Equal((false, true), (ran, ranLater)); // a node that died keeps its lease for five minutes, no longer
        Assert.Single(_server.Messages);
    }

    [Fact]
    public async Task Fifty_nodes_that_want_the_lease_at_once_get_it_once()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 50).Select(node => _app.ReadAsync(
            db => new JobLeases(db, _app.Clock).TakeAsync("race", $"node {node}", TimeSpan.FromMinutes(5)))));

        Assert.Single(taken, true);
    }

    [Fact]
    public async Task Unencrypted_mail_to_another_machine_is_not_sent()
    {
        Assert.NotNull(new MailSettings { Host = "mail.example", StartTls = false }.Problem);
        Assert.Null(new MailSettings { Host = "127.0.0.1", StartTls = false }.Problem);
        Assert.Null(new MailSettings { Host = "mail.example" }.Problem);
        Assert.Null(new MailSettings { Host = "mail.example", Port = 465, StartTls = false }.Problem);

        await using var open = new MailFixture(_server, host: "mail.example");
        await open.WriteAsync(db =>
        {
            new Outbox(db, open.Services.GetRequiredService<IDataProtectionProvider>(), open.Clock)
                .Add("open", null, "ada@example.test", "Subject", "Body.");
            return Task.CompletedTask;
        });
        await open.WorkAsync<SendOutbox>();
        Assert.Equal(0, await open.ReadAsync(db => db.OutboxMessages.Where(m => m.Key == "open").Select(m => m.Tries).SingleAsync()));
    }

    [Fact]
    public async Task Without_a_mail_server_messages_stay()
    {
        await using var quiet = new AppFixture();
        await quiet.WriteAsync(db =>
        {
            new Outbox(db, quiet.Services.GetRequiredService<IDataProtectionProvider>(), quiet.Clock)
                .Add("stays", null, "ada@example.test", "Subject", "Body.");
            return Task.CompletedTask;
        });

        Assert.True(await quiet.WorkAsync<SendOutbox>());

        var row = await quiet.ReadAsync(db => db.OutboxMessages.SingleAsync(m => m.Key == "stays"));
        Assert.Equal((0, null, null), (row.Tries, row.SentAt, row.GivenUpAt));
    }

    private Task LeaveAsync(string key, string to = "ada@example.test", string subject = "Subject", string body = "Body.") =>
        _app.WriteAsync(db =>
        {
            Outbox(db).Add(key, null, to, subject, body);
            return Task.CompletedTask;
        });

    private async Task<bool> LeaveOnceAsync(string key)
    {
        var left = false;
        await _app.WriteAsync(async db => left = await Outbox(db).AddOnceAsync(key, null, "ada@example.test", "Subject", "Body."));
        return left;
    }

    private Task<OutboxMessage> RowAsync(string key) => _app.ReadAsync(db => db.OutboxMessages.SingleAsync(m => m.Key == key));

    private Outbox Outbox(AppDbContext db) => new(db, _app.Services.GetRequiredService<IDataProtectionProvider>(), _app.Clock);

    private sealed class MailFixture(LoopbackSmtp server, string? host = null) : AppFixture
    {
        protected override void Adapt(IWebHostBuilder builder)
        {
            builder.UseSetting("Mail:Host", host ?? LoopbackSmtp.Host);
            builder.UseSetting("Mail:Port", server.Port.ToString(provider: null));
            builder.UseSetting("Mail:From", "training@example.test");
            builder.UseSetting("Mail:StartTls", "false");
        }
    }
}
