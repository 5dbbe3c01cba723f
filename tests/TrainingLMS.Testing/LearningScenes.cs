using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.Learning;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;

namespace TrainingLMS.Testing;

/// <summary>A therapist on a path, some way along it.</summary>
public sealed record Learner(Programme Programme, Cohort Cohort, AppUser Therapist, Guid EnrolmentId);

public static class LearningScenes
{
    /// <summary>
    /// On a path of the orientation, which is finished, the module, a workshop, ten hours of consultation and a module that
    /// waits for the first; all blocks of the module before <paramref name="upTo"/> are finished.
    /// </summary>
    public static async Task<Learner> LearnerAsync(this AppFixture app, string moduleId, string upTo)
    {
        var programme = await app.ProgrammeAsync();
        var therapist = await app.MemberAsync(programme, Role.Therapist, "Noor Haddad");
        var cohort = new Cohort { ProgrammeId = programme.Id, Name = "Spring cohort", From = app.Today.AddDays(-30) };
        var enrolment = new Enrolment { ProgrammeId = programme.Id, CohortId = cohort.Id, PersonId = therapist.Id, From = cohort.From };
        PathStep Step(int position, PathStepKind kind, string? module = null, int minutes = 0, int? after = null) => new()
        {
            ProgrammeId = programme.Id, CohortId = cohort.Id, Position = position, Kind = kind, ModuleId = module, Minutes = minutes, After = after,
        };
        await app.SaveAsync(
            cohort, enrolment,
            Step(1, PathStepKind.Module, "orientation"), Step(2, PathStepKind.Module, moduleId, after: 1),
            Step(3, PathStepKind.Workshop), Step(4, PathStepKind.Consultations, minutes: 600),
            Step(5, PathStepKind.Module, "metacommunication", after: 2));

        var learner = new Learner(programme, cohort, therapist, enrolment.Id);
        await app.FinishAsync(learner, "orientation", upTo: null);
        await app.FinishAsync(learner, moduleId, upTo);
        return learner;
    }

    /// <summary>Finishes blocks as pressing Done would have; all of them, and the quiz, where no end is named.</summary>
    public static async Task FinishAsync(this AppFixture app, Learner learner, string moduleId, string? upTo)
    {
        var outline = ModuleOutline.FromJson(await app.ReadAsync(db => db.ModuleVersions
            .Where(v => v.ModuleId == moduleId).OrderByDescending(v => v.Version).Select(v => v.Outline).FirstAsync()));
        LearningEvent Event(LearningEventKind kind, string block = "") => new()
        {
            ProgrammeId = learner.Programme.Id, EnrolmentId = learner.EnrolmentId, PersonId = learner.Therapist.Id,
            ModuleId = moduleId, Version = outline.Version, Kind = kind, BlockId = block, At = app.Clock.GetUtcNow(),
        };
        var blocks = outline.Blocks.TakeWhile(b => b.Id != upTo).Select(b => Event(LearningEventKind.Finished, b.Id));
        await app.SaveAsync([.. blocks, .. upTo is null ? [Event(LearningEventKind.QuizPassed)] : Array.Empty<LearningEvent>()]);
    }
}
