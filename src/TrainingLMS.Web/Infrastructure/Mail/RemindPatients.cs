using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure.Jobs;

namespace TrainingLMS.Web.Infrastructure.Mail;

/// <summary>
/// Reminds patients who asked for it of a form that was sent to them and is still open: once when half of its time has
/// passed, once when three quarters have. Drafts of forms whose time is over go here, too.
/// </summary>
public sealed class RemindPatients(PatientMessages messages, TimeProvider clock) : IWork
{
    private static readonly TimeSpan _draftsStay = TimeSpan.FromHours(2); // whoever began in time may finish

    public static string Name => "remind-patients";

    public async Task RunAsync(AppDbContext db, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var open = await (
            from ticket in db.FormTickets
            where ticket.UsedAt == null && ticket.RevokedAt == null && ticket.ExpiresAt > now
            join session in db.Sessions on ticket.SessionId equals session.Id
            join item in db.Cases on session.CaseId equals item.Id
            join programme in db.Programmes on item.ProgrammeId equals programme.Id
            where programme.Reminders
            join contact in db.PatientContacts on item.Id equals contact.CaseId
            where contact.Reminders && contact.StoppedAt == null
            where db.Administrations.Any(a => a.SessionId == session.Id && a.Occasion == ticket.Occasion
                && a.Rater == Rater.Patient
                && (a.Status == AdministrationStatus.Due || a.Status == AdministrationStatus.Opened))
            select new { Ticket = ticket, Case = item, Programme = programme, Contact = contact })
            .AsNoTracking().ToListAsync(cancellationToken);

        foreach (var form in open)
        {
            var first = await db.OutboxMessages.AsNoTracking()
                .SingleOrDefaultAsync(m => m.Key == PatientMessages.KeyOf(form.Case.Id, form.Ticket), cancellationToken);
            if (first?.SentAt is null)
                continue; // it was not sent to them, or has not left yet

            var step = StepAt(now, form.Ticket);
            if (step > 0 && await messages.RemindAsync(
                db, form.Case, form.Programme, form.Contact, form.Ticket, messages.LinkIn(first), step, cancellationToken))
                await db.SaveChangesAsync(cancellationToken);
        }

        db.RemoveRange(await (
            from draft in db.FormDrafts
            where !db.FormTickets.Any(t => t.SessionId == draft.SessionId && t.Occasion == draft.Occasion
                && t.UsedAt == null && t.ExpiresAt > now - _draftsStay)
            select draft).ToListAsync(cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
    }

    private static int StepAt(DateTimeOffset now, FormTicket ticket) =>
        ((now - ticket.IssuedAt) / (ticket.ExpiresAt - ticket.IssuedAt)) switch
        {
            >= .75 => PatientMessages.MostReminders,
            >= .5 => 1,
            _ => 0,
        };
}
