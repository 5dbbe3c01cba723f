using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.People;

namespace TrainingLMS.Web.Infrastructure;

/// <summary>Whose case it is: theirs now, in a programme where they are a therapist now.</summary>
public sealed class OwnCases(AppDbContext db, TimeProvider clock)
{
    public IQueryable<CaseOf> Of(CurrentUser user)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var programmes = user.ProgrammesAs(Role.Therapist);
        return db.CasesOf.HeldBy(user.Id, today).Where(o => programmes.Contains(o.ProgrammeId));
    }

    public Task<bool> HasAsync(Guid caseId, CurrentUser user, CancellationToken cancellationToken) =>
        Of(user).AnyAsync(o => o.CaseId == caseId, cancellationToken);
}
