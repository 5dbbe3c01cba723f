using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Messages;

namespace TrainingLMS.Web.Infrastructure.Mail;

/// <summary>Where a message goes: written on it for staff; for a patient looked up now, in the one row that knows.</summary>
public sealed class Recipients(PatientContacts contacts)
{
    /// <returns>Nothing where the patient wants no messages any more, or the address was destroyed.</returns>
    public async Task<string?> OfAsync(AppDbContext db, OutboxMessage row, CancellationToken cancellationToken)
    {
        if (row.ContactId is not { } id)
            return row.To;

        return await db.PatientContacts.AsNoTracking()
            .SingleOrDefaultAsync(c => c.Id == id && c.StoppedAt == null, cancellationToken) is { } contact
            ? contacts.Open(contact)
            : null;
    }
}
