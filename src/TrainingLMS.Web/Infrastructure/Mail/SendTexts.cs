using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Messages;
using TrainingLMS.Web.Infrastructure.Jobs;

namespace TrainingLMS.Web.Infrastructure.Mail;

/// <summary>Sends the text messages that lie in the outbox, where a provider is set; otherwise they stay.</summary>
public sealed class SendTexts(Outbox outbox, Recipients recipients, ITextMessages texts, TimeProvider clock) : IWork
{
    private const int AtOnce = 100;
    private const int MostTries = 10;

    private static readonly TimeSpan _firstPause = TimeSpan.FromMinutes(1);

    public static string Name => "send-texts";

    public async Task RunAsync(AppDbContext db, CancellationToken cancellationToken)
    {
        if (!texts.IsOn)
            return;

        var now = clock.GetUtcNow();
        var due = await db.OutboxMessages
            .Where(m => m.Channel == MessageChannel.Sms && m.SentAt == null && m.GivenUpAt == null && m.NextTryAt <= now)
            .OrderBy(m => m.NextTryAt).ThenBy(m => m.Id).Take(AtOnce).ToListAsync(cancellationToken);
        foreach (var message in due)
            await SendAsync(db, message, cancellationToken);
    }

    private async Task SendAsync(AppDbContext db, OutboxMessage row, CancellationToken cancellationToken)
    {
        if (await recipients.OfAsync(db, row, cancellationToken) is not { } to)
        {
            db.Remove(row);
            await db.SaveChangesAsync(CancellationToken.None);
            return;
        }

        row.Tries++;
        var outcome = await texts.SendAsync(row.Id, to, outbox.BodyOf(row), cancellationToken);
        var now = clock.GetUtcNow();
        switch (outcome)
        {
            case TextOutcome.Taken:
                (row.SentAt, row.LastError) = (now, null);
                break;
            case TextOutcome.Later when row.Tries < MostTries:
                (row.NextTryAt, row.LastError) = (now + (_firstPause * Math.Pow(2, row.Tries - 1)), "The provider did not take it yet.");
                break;
            default:
                (row.GivenUpAt, row.Bounced) = (now, outcome == TextOutcome.Refused);
                row.LastError = outcome == TextOutcome.Refused ? "The provider refused it." : "The provider did not take it yet.";
                break;
        }

        await db.SaveChangesAsync(CancellationToken.None); // what was sent must be known as sent
    }
}
