using System.Globalization;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using MimeKit;
using TrainingLMS.Data;
using TrainingLMS.Data.Messages;
using TrainingLMS.Web.Infrastructure.Jobs;

namespace TrainingLMS.Web.Infrastructure.Mail;

/// <summary>
/// Sends what lies in the outbox. A message goes out once, but for one window: if this process dies after the server
/// has taken a message and before the row says so, it goes out again, under the same message id.
/// </summary>
public sealed partial class SendOutbox(
    Outbox outbox, Recipients recipients, IOptionsMonitor<MailSettings> settings, TimeProvider clock,
    ILogger<SendOutbox> logger) : IWork
{
    private const int AtOnce = 100;
    private const int MostTries = 10;

    /// <summary>A minute, two, four, and so on; about eight and a half hours in all.</summary>
    private static readonly TimeSpan _firstPause = TimeSpan.FromMinutes(1);

    /// <summary>How many were said to stay, so that it is said once and not three times a minute.</summary>
    private static int _kept;

    public static string Name => "send-outbox";

    public async Task RunAsync(AppDbContext db, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var due = await db.OutboxMessages
            .Where(m => m.Channel == MessageChannel.Mail && m.SentAt == null && m.GivenUpAt == null && m.NextTryAt <= now)
            .OrderBy(m => m.NextTryAt).ThenBy(m => m.Id).Take(AtOnce).ToListAsync(cancellationToken);
        if (due is [])
            return;

        var mail = settings.CurrentValue;
        if (mail.Host is not { Length: > 0 })
        {
            if (Interlocked.Exchange(ref _kept, due.Count) != due.Count)
                Kept(due.Count);
            return;
        }

        if (mail.Problem is { } problem)
        {
            Unsafe(problem);
            return;
        }

        using var server = new SmtpClient();
        try
        {
            foreach (var message in due)
            {
                if (!server.IsConnected)
                    await ConnectAsync(server, mail, cancellationToken);

                await SendAsync(db, server, mail, message, cancellationToken);
            }

            await server.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or AuthenticationException
            or SslHandshakeException or ServiceNotConnectedException)
        {
            // The server cannot be reached: no message is to blame, and all of them wait.
            Unreachable(e.GetType().Name);
        }
    }

    private static async Task ConnectAsync(SmtpClient server, MailSettings mail, CancellationToken cancellationToken)
    {
        await server.ConnectAsync(mail.Host!, mail.Port, mail.Security, cancellationToken);
        if (mail.User is { Length: > 0 })
            await server.AuthenticateAsync(mail.User, mail.Password ?? "", cancellationToken);
    }

    private async Task SendAsync(
        AppDbContext db, SmtpClient server, MailSettings mail, OutboxMessage row, CancellationToken cancellationToken)
    {
        if (await recipients.OfAsync(db, row, cancellationToken) is not { } to)
        {
            db.Remove(row); // a patient who wants no more messages: there is nobody left to write to
            await db.SaveChangesAsync(CancellationToken.None);
            return;
        }

        row.Tries++;
        try
        {
            using var message = Letter.Of(row, to, outbox.BodyOf(row), mail.From, clock.GetUtcNow());
            await server.SendAsync(message, cancellationToken);
            row.SentAt = clock.GetUtcNow();
            row.LastError = null;
        }
        catch (ParseException)
        {
            GiveUp(row, "The address is not an address.", bounced: true);
        }
        catch (SmtpCommandException e)
        {
            // The code alone: what servers say around it quotes addresses.
            var code = string.Create(CultureInfo.InvariantCulture, $"The server answered {(int)e.StatusCode}.");
            if ((int)e.StatusCode >= 500)
                GiveUp(row, code, bounced: true);
            else
                TryLater(row, code);
        }
        catch (Exception e) when (e is IOException or SmtpProtocolException)
        {
            TryLater(row, "The connection broke.");
            if (server.IsConnected)
                await server.DisconnectAsync(quit: false, CancellationToken.None);
        }

        // At once, and although the work may be stopping: what was sent must be known as sent.
        await db.SaveChangesAsync(CancellationToken.None);
    }

    private void TryLater(OutboxMessage row, string why)
    {
        if (row.Tries >= MostTries)
        {
            GiveUp(row, why, bounced: false);
            return;
        }

        row.LastError = why;
        row.NextTryAt = clock.GetUtcNow() + (_firstPause * Math.Pow(2, row.Tries - 1));
        Refused(row.Id, row.Tries, why);
    }

    private void GiveUp(OutboxMessage row, string why, bool bounced)
    {
        row.LastError = why;
        row.Bounced = bounced;
        row.GivenUpAt = clock.GetUtcNow();
        GivenUp(row.Id, row.Tries, why);
    }

    [LoggerMessage(LogLevel.Information, "{Count} messages stay in the outbox: no mail server is configured (Mail:Host)")]
    private partial void Kept(int count);

    [LoggerMessage(LogLevel.Error, "No mail is sent: {Problem}")]
    private partial void Unsafe(string problem);

    [LoggerMessage(LogLevel.Warning, "The mail server cannot be reached ({Why}); messages wait")]
    private partial void Unreachable(string why);

    [LoggerMessage(LogLevel.Warning, "Message {Id} was not taken at try {Try}: {Why}")]
    private partial void Refused(Guid id, int @try, string why);

    [LoggerMessage(LogLevel.Error, "Message {Id} was given up after {Tries} tries: {Why}")]
    private partial void GivenUp(Guid id, int tries, string why);
}
