using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;

namespace TrainingLMS.Web.Infrastructure;

/// <summary>What ends with a patient's consent, whoever takes it back: links, codes, half a form, and the address.</summary>
public sealed class StoppingPart(AppDbContext db, TimeProvider clock)
{
    /// <returns>False where there was no consent in force.</returns>
    public async Task<bool> StopAsync(Guid caseId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var consent = await db.ConsentRecords
            .SingleOrDefaultAsync(r => r.CaseId == caseId && r.WithdrawnAt == null, cancellationToken);
        consent?.Withdraw(now);

        var tickets = await (
            from ticket in db.FormTickets
            join session in db.Sessions on ticket.SessionId equals session.Id
            where session.CaseId == caseId && ticket.UsedAt == null && ticket.RevokedAt == null
            select ticket).ToListAsync(cancellationToken);
        foreach (var ticket in tickets)
            ticket.Revoke(now);

        db.RemoveRange(await (
            from draft in db.FormDrafts
            join session in db.Sessions on draft.SessionId equals session.Id
            where session.CaseId == caseId
            select draft).ToListAsync(cancellationToken));
        await ForgetContactAsync(caseId, cancellationToken);
        return consent is not null;
    }

    /// <summary>The address goes; a message that waits finds nobody to go to.</summary>
    public async Task ForgetContactAsync(Guid caseId, CancellationToken cancellationToken) =>
        db.RemoveRange(await db.PatientContacts.Where(c => c.CaseId == caseId).ToListAsync(cancellationToken));
}
