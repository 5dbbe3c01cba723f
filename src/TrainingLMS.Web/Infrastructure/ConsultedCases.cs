using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.People;

namespace TrainingLMS.Web.Infrastructure;

/// <summary>The cases of the therapists a consultant meets now, in a programme where both roles hold now.</summary>
public sealed class ConsultedCases(AppDbContext db, TimeProvider clock)
{
    public IQueryable<CaseOf> Of(CurrentUser user)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var programmes = user.ProgrammesAs(Role.Consultant);
        return
            from held in db.CasesOf
            where programmes.Contains(held.ProgrammeId)
                && held.From <= today && (held.To == null || held.To > today)
                && db.ConsultantsOf.Any(c => c.ConsultantId == user.Id && c.ProgrammeId == held.ProgrammeId
                    && c.TherapistId == held.TherapistId && c.From <= today && (c.To == null || c.To > today))
            select held;
    }

    public Task<bool> HasAsync(Guid caseId, CurrentUser user, CancellationToken cancellationToken) =>
        Of(user).AnyAsync(o => o.CaseId == caseId, cancellationToken);
}
