using TrainingLMS.Testing;

namespace TrainingLMS.BrowserTests.Pages;

internal static class LearningPages
{
    public static readonly CataloguePage[] All =
    [
        new("learning-path", async app => await (await LearnerAsync(app)).Visit("/learning")),
        new("learning-path-empty", app => Catalogue.MemberAsync(app, Domain.People.Role.Therapist, "/learning")),
        new("learning-module", async app => await (await LearnerAsync(app)).Visit("/mentalizing")),
        new("learning-print", async app => await (await LearnerAsync(app)).Visit("/mentalizing/print")),
        new("learning-reading", async app => await (await LearnerAsync(app)).Visit("/mentalizing/blocks/two-minds")),
        new("learning-check", async app => await (await LearnerAsync(app)).Visit("/mentalizing/blocks/check-modes")),
        new("learning-locked", async app => await (await LearnerAsync(app)).Visit("/mentalizing/blocks/bring", status: 403)),
        new("learning-reflection", async app => await (await LearnerAsync(app, upTo: "your-certainty")).Visit("/mentalizing/blocks/your-certainty")),
        new("learning-practice", async app => await (await LearnerAsync(app, upTo: "practice")).Visit("/mentalizing/blocks/practice")),
    ];

    private static Task<Learner> LearnerAsync(AppFixture app, string upTo = "arousal") => app.LearnerAsync("mentalizing", upTo);

    private static Task<Visit> Visit(this Learner learner, string path, int status = 200) => Task.FromResult(new Visit(
        learner.Therapist, path == "/learning" ? path : $"/learning/{learner.EnrolmentId}{path}", status));
}
