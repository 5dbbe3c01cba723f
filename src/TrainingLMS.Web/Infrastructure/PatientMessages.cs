using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using NodaTime.Extensions;
using TrainingLMS.Data;
using TrainingLMS.Data.Messages;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Resources;

namespace TrainingLMS.Web.Infrastructure;

/// <summary>
/// Messages to patients who asked for them: that a form is there, and the way to it. They name neither a person nor a
/// clinic nor what the form is about, and none leaves in the hours that are quiet where the patient is.
/// </summary>
public sealed class PatientMessages(
    Outbox outbox, PatientContacts contacts, PublicAddress address, IStringLocalizer<MailText> text,
    TimeProvider clock)
{
    public const int MostReminders = 2;

    /// <summary>All messages about a case begin so. The case's id is in no message.</summary>
    public static string KeyOf(Guid caseId) => $"patient/{caseId:N}/";

    public static string KeyOf(Guid caseId, FormTicket ticket) => $"{KeyOf(caseId)}{ticket.Id:N}";

    /// <summary>One more message about this form, once for each step, with the same link.</summary>
    public static string ReminderKey(Guid caseId, FormTicket ticket, int step) => string.Create(
        CultureInfo.InvariantCulture, $"{KeyOf(caseId)}{ticket.SessionId:N}/{ticket.Occasion}/reminder-{step}");

    /// <returns>When it leaves: now, or when the quiet hours are over.</returns>
    public DateTimeOffset Send(
        AppDbContext db, Case item, Programme programme, PatientContact contact, FormTicket ticket, string token) =>
        Leave(db, item, programme, contact, KeyOf(item.Id, ticket), address.Of($"/r/{token}"), ticket.ExpiresAt);

    /// <summary>The same link again. Nothing where this step was taken before, here or on another node.</summary>
    public async Task<bool> RemindAsync(
        AppDbContext db, Case item, Programme programme, PatientContact contact, FormTicket ticket, string link, int step,
        CancellationToken cancellationToken)
    {
        var key = ReminderKey(item.Id, ticket, step);
        if (await db.OutboxMessages.AnyAsync(m => m.Key == key, cancellationToken))
            return false;

        Leave(db, item, programme, contact, key, link, ticket.ExpiresAt);
        return true;
    }

    /// <summary>The link of the first message, which nothing else keeps.</summary>
    public string LinkIn(OutboxMessage message) => outbox.BodyOf(message).Split('\n', StringSplitOptions.TrimEntries)
        .First(line => line.StartsWith("http", StringComparison.Ordinal) && line.Contains("/r/", StringComparison.Ordinal));

    /// <summary>The first instant from now on that is not quiet in this zone. Equal hours: it is never quiet.</summary>
    public static DateTimeOffset AfterQuiet(DateTimeOffset now, string zone, int from, int until)
    {
        var local = now.ToInstant().InZone(DateTimeZoneProviders.Tzdb[zone]);
        var quiet = from < until ? local.Hour >= from && local.Hour < until : from > until && (local.Hour >= from || local.Hour < until);
        if (!quiet)
            return now;

        var day = local.Hour < until ? local.Date : local.Date.PlusDays(1);
        return day.At(new NodaTime.LocalTime(until, 0)).InZoneLeniently(local.Zone).ToDateTimeOffset().ToUniversalTime();
    }

    private DateTimeOffset Leave(
        AppDbContext db, Case item, Programme programme, PatientContact contact, string key, string link, DateTimeOffset until)
    {
        var (before, beforeUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(item.Language);
            var leaves = AfterQuiet(clock.GetUtcNow(), item.TimeZone, programme.QuietFromHour, programme.QuietUntilHour);
            var end = until.ToInstant().InZone(DateTimeZoneProviders.Tzdb[item.TimeZone]).ToDateTimeOffset().AddMinutes(-1)
                .ToString("f", CultureInfo.CurrentCulture);
            var stop = address.Of($"/stop/{contacts.StopToken(contact)}");
            var body = contact.Channel == ContactChannel.Sms
                ? text["Your form is ready: {0}\nNo more messages: {1}", link, stop].Value
                : text["Your form is ready. It takes about two minutes:\n\n{0}\n\nThe link works until {1}. You need not answer this message: nobody reads what comes back.\n\nNo more messages:\n{2}", link, end, stop].Value;
            db.Add(outbox.MessageTo(key, contact, text["Your form is ready"], body, leaves));
            return leaves;
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUi);
        }
    }
}
