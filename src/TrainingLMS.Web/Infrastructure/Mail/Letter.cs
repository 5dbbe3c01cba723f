using MimeKit;
using MimeKit.Text;
using TrainingLMS.Data.Messages;

namespace TrainingLMS.Web.Infrastructure.Mail;

/// <summary>A row of the outbox as a mail: plain text, one recipient, nothing in a header that could begin another.</summary>
public static class Letter
{
    /// <exception cref="ParseException">The recipient is not one plain address.</exception>
    public static MimeMessage Of(OutboxMessage row, string to, string body, string from, DateTimeOffset now)
    {
        var sender = MailboxAddress.Parse(from);
        var message = new MimeMessage
        {
            MessageId = $"{row.Id:N}@{sender.Domain}",
            Subject = OneLine(row.Subject),
            Date = now,
            Body = new TextPart(TextFormat.Plain) { Text = body },
        };
        message.From.Add(sender);
        message.To.Add(Recipient(to));
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated"); // no holiday notes back, please
        return message;
    }

    private static MailboxAddress Recipient(string address)
    {
        if (address.Any(c => char.IsControl(c) || c is ',' or ';' or '<' or '>')
            || !MailboxAddress.TryParse(address, out var recipient))
            throw new ParseException("Not one plain address.", 0, 0);

        return recipient;
    }

    private static string OneLine(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
}
