using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;

namespace TrainingLMS.Web.Infrastructure.Learning;

/// <summary>Whose place in a cohort it is: theirs today, in a programme where they are a therapist today.</summary>
public sealed class OwnEnrolments(AppDbContext db, TimeProvider clock)
{
    public IQueryable<Enrolment> Of(CurrentUser user)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var programmes = user.ProgrammesAs(Role.Therapist);

        return db.Enrolments.Where(e => e.PersonId == user.Id && programmes.Contains(e.ProgrammeId)
            && e.From <= today && (e.To == null || e.To > today));
    }

    /// <summary>Whether the person's cohort has this module on its path; a module elsewhere is not there for them.</summary>
    public Task<bool> HasAsync(Guid enrolmentId, string moduleId, CurrentUser user, CancellationToken cancellationToken) =>
        Of(user).AnyAsync(
            e => e.Id == enrolmentId && db.PathSteps.Any(s => s.CohortId == e.CohortId && s.ModuleId == moduleId), cancellationToken);
}
