using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.People;
using TrainingLMS.Testing;

namespace TrainingLMS.BrowserTests.Pages;

/// <summary>
/// Every page that a person can reach, with what must be there first. Whoever adds a page adds a line to one of the
/// lists: it is then looked at on a phone and on a wide screen, in light and dark, by axe and for sideways scrolling.
/// </summary>
public static class Catalogue
{
    public static readonly IReadOnlyList<CataloguePage> Pages =
    [
        .. ProblemPages.All,
        .. AccountPages.All,
        .. TodayPages.All,
        .. CasePages.All,
        .. LearningPages.All,
        .. PatientPages.All,
        .. PeoplePages.All,
        .. ReportPages.All,
        .. ProgrammePages.All,
    ];

    public static CataloguePage Find(string name) => Pages.Single(p => p.Name == name);

    internal static Task<Visit> Stranger(string path, int status = 200) => Task.FromResult(new Visit(null, path, status));

    internal static async Task<Visit> MemberAsync(AppFixture app, Role role, string path, int status = 200)
    {
        var programme = await app.ProgrammeAsync();
        return new Visit(await app.MemberAsync(programme, role, "Ada Berg"), path, status);
    }
}

/// <param name="Name">Unique; names the test and the picture.</param>
/// <param name="Arrange">Makes the people and rows that the page needs.</param>
public sealed record CataloguePage(string Name, Func<AppFixture, Task<Visit>> Arrange)
{
    /// <summary>An installation of its own: nobody there yet, or nothing but what is made up.</summary>
    public bool Own { get; init; }
}

/// <param name="Person">Who looks; nobody in particular where empty.</param>
/// <param name="Path">What they open.</param>
/// <param name="Status">What the page answers.</param>
/// <param name="Before">What they do in the browser to get there, if opening is not enough.</param>
public sealed record Visit(AppUser? Person, string Path, int Status = 200, Func<Visitor, Task>? Before = null)
{
    /// <summary>Password only, the second factor still missing.</summary>
    public bool Half { get; init; }

    /// <summary>The path on which that ends, where it is another one.</summary>
    public string? Lands { get; init; }
}
