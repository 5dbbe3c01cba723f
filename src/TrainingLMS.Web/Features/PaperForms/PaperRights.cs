using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.People;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.Web.Features.PaperForms;

/// <summary>Site staff of the programme type in sheets; never those of a patient they treat or have treated.</summary>
public sealed class PaperRights(AppDbContext db)
{
    public IQueryable<Case> CasesOf(CurrentUser user)
    {
        var mine = user.ProgrammesAs(Role.SiteStaff);
        var self = user.IdOrNull;
        return db.Cases.Where(c => mine.Contains(c.ProgrammeId)
            && !db.CasesOf.Any(o => o.CaseId == c.Id && o.TherapistId == self));
    }

    public Task<bool> MayAsync(Guid caseId, CurrentUser user, CancellationToken cancellationToken) =>
        CasesOf(user).AnyAsync(c => c.Id == caseId, cancellationToken);
}
