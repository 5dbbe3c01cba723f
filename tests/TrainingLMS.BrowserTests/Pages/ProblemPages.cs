using TrainingLMS.Domain.People;

namespace TrainingLMS.BrowserTests.Pages;

internal static class ProblemPages
{
    public static readonly CataloguePage[] All =
    [
        new("problem-not-found", _ => Catalogue.Stranger("/no-such-page", status: 404)),
        new("problem-not-found-signed-in", app => Catalogue.MemberAsync(app, Role.Therapist, "/no-such-page", status: 404)),
        new("problem-busy", _ => Catalogue.Stranger("/problem/503")),
        new("problem-wrong", _ => Catalogue.Stranger("/problem/500")),
    ];
}
