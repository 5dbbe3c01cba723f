using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Messages;
using TrainingLMS.Domain.Consent;

namespace TrainingLMS.Web.Infrastructure;

/// <summary>
/// Where messages are left. The row is saved with the change that causes it; a job sends it later, once.
/// </summary>
public sealed class Outbox(AppDbContext db, IDataProtectionProvider protection, TimeProvider clock)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Outbox");

    /// <param name="key">Person, event and step: unique, so a second try leaves no second message.</param>
    public void Add(string key, Guid? personId, string to, string subject, string body, Guid? programmeId = null)
    {
        var now = clock.GetUtcNow();
        db.OutboxMessages.Add(new OutboxMessage
        {
            ProgrammeId = programmeId,
            Key = key,
            PersonId = personId,
            To = to,
            Subject = subject,
            Body = _protector.Protect(System.Text.Encoding.UTF8.GetBytes(body)),
            CreatedAt = now,
            NextTryAt = now,
        });
    }

    /// <summary>To a patient who asked for it; where to is known when it is sent, and only then.</summary>
    public OutboxMessage MessageTo(
        string key, PatientContact contact, string subject, string body, DateTimeOffset notBefore) => new()
        {
            ProgrammeId = contact.ProgrammeId,
            Key = key,
            Channel = contact.Channel == ContactChannel.Sms ? MessageChannel.Sms : MessageChannel.Mail,
            To = "",
            ContactId = contact.Id,
            Subject = subject,
            Body = _protector.Protect(System.Text.Encoding.UTF8.GetBytes(body)),
            CreatedAt = clock.GetUtcNow(),
            NextTryAt = notBefore,
        };

    /// <summary>The same where it may have been left before, by an earlier run or another node.</summary>
    /// <returns>False where the key is there already.</returns>
    public async Task<bool> AddOnceAsync(
        string key, Guid? personId, string to, string subject, string body, Guid? programmeId = null,
        CancellationToken cancellationToken = default)
    {
        if (db.OutboxMessages.Local.Any(m => m.Key == key)
            || await db.OutboxMessages.AnyAsync(m => m.Key == key, cancellationToken))
            return false;

        Add(key, personId, to, subject, body, programmeId);
        return true;
    }

    public string BodyOf(OutboxMessage message) =>
        System.Text.Encoding.UTF8.GetString(_protector.Unprotect(message.Body));
}
