using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Learning;
using TrainingLMS.Domain.Programmes;

namespace TrainingLMS.Web.Infrastructure.Learning;

/// <summary>
/// How far people are on the paths of their cohorts, made from what was recorded: the one place that certificates, quizzes
/// and pages ask. Four statements, however many people.
/// </summary>
public sealed class LearningRecord(AppDbContext db, TimeProvider clock)
{
    /// <summary>The paths of these enrolments; a cohort without a path gives none.</summary>
    public async Task<IReadOnlyList<LearnerPath>> OfAsync(IQueryable<Enrolment> enrolments, CancellationToken cancellationToken)
    {
        var places = await (
            from e in enrolments
            join c in db.Cohorts on e.CohortId equals c.Id
            join p in db.Programmes on e.ProgrammeId equals p.Id
            orderby e.From descending, e.Id
            select new { e.Id, e.PersonId, e.ProgrammeId, e.CohortId, Cohort = c.Name, p.TimeZone }).ToListAsync(cancellationToken);
        if (places is [])
            return [];

        var cohorts = places.Select(p => p.CohortId).Distinct().ToList();
        var steps = (await db.PathSteps.Where(s => cohorts.Contains(s.CohortId)).AsNoTracking().ToListAsync(cancellationToken))
            .ToLookup(s => s.CohortId);
        var wanted = steps.SelectMany(s => s).Select(s => s.ModuleId).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var outlines = (await db.ModuleVersions.Where(v => wanted.Contains(v.ModuleId)).Select(v => v.Outline).ToListAsync(cancellationToken))
            .Select(ModuleOutline.FromJson).ToLookup(o => o.Id, StringComparer.Ordinal);
        var events = (await db.LearningEvents.Where(v => enrolments.Any(e => e.Id == v.EnrolmentId)).AsNoTracking().ToListAsync(cancellationToken))
            .ToLookup(e => (e.EnrolmentId, e.ModuleId));
        var now = clock.GetUtcNow();

        return
        [
            .. from p in places
               where steps[p.CohortId].Any()
               let modules = steps[p.CohortId].Select(s => s.ModuleId).OfType<string>().Where(outlines.Contains).Distinct(StringComparer.Ordinal)
                   .ToDictionary(m => m, m => ModuleProgress.Of([.. outlines[m]], events[(p.Id, m)]), StringComparer.Ordinal)
               select new LearnerPath(
                   p.Id, p.PersonId, p.ProgrammeId, p.CohortId, p.Cohort,
                   PathProgress.Of([.. steps[p.CohortId].Select(s => OnPath(s, modules))], LocalDay.Of(now, p.TimeZone)),
                   modules),
        ];
    }

    private static StepOnPath OnPath(PathStep step, Dictionary<string, ModuleProgress> modules) =>
        step.ModuleId is { } id && modules.TryGetValue(id, out var module)
            ? new StepOnPath(step, module.Newest.Title, module.StartedAt is not null, module.FinishedAt)
            : new StepOnPath(step, "", Started: false, FinishedAt: null);
}

/// <summary>One person's way through one cohort.</summary>
public sealed record LearnerPath(
    Guid EnrolmentId, Guid PersonId, Guid ProgrammeId, Guid CohortId, string Cohort,
    IReadOnlyList<StepProgress> Steps, IReadOnlyDictionary<string, ModuleProgress> Modules)
{
    /// <summary>The first step that is begun, else the first that can be: what Continue leads to.</summary>
    public StepProgress? Next =>
        Steps.FirstOrDefault(s => s.State == StepState.Started) ?? Steps.FirstOrDefault(s => s.State == StepState.Open);

    public StepProgress? StepOf(string moduleId) => Steps.FirstOrDefault(s => s.Step.ModuleId == moduleId);
}
