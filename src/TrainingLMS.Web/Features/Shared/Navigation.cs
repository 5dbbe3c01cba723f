using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Shared;

/// <summary>
/// The entries in the header: at most six for any one role, and only pages that the person's roles can open.
/// </summary>
public sealed class Navigation(CurrentUser user, PagesThere pages)
{
    /// <summary>In the order in which they stand. A page that does not exist is not listed.</summary>
    public static readonly IReadOnlyList<Entry> All =
    [
        new("/", "Today", [Who.SignedIn]),
        new("/cases", "Cases", [Who.Therapist]),
        new("/learning", "Learning", [Who.Therapist]),
        new("/consultation/cases", "Cases of your therapists", [Who.Consultant]),
        new("/signals", "Worth asking", [Who.Therapist, Who.Consultant]),
        new("/reports", "Reports", [Who.Therapist, Who.Trainer]),
        new("/people", "People", [Who.ProgrammeAdministrator]),
        new("/programme", "Programme", [Who.ProgrammeAdministrator]),
        new("/programmes", "Programmes", [Who.InstallationAdministrator]),
        new("/installation", "Accounts", [Who.InstallationAdministrator]),
        new("/instruments", "Rating forms", [Who.ProgrammeAdministrator]),
        new("/messages", "Messages", [Who.ProgrammeAdministrator, Who.InstallationAdministrator]),
        new("/paper", "Paper sheets", [Who.SiteStaff]),
        new("/withdrawals", "Withdrawals", [Who.PrivacyOfficer, Who.ProgrammeAdministrator]),
        new("/audit", "Audit", [Who.PrivacyOfficer]),
    ];

    public IEnumerable<Entry> Entries =>
        user.IsSignedIn ? All.Where(e => e.For.Any(user.Is) && pages.Contains(e.Path)) : [];

    /// <summary>Whether this entry leads to the page shown or to one above it.</summary>
    public static bool IsHere(Entry entry, PathString path) =>
        entry.Path == "/" ? path == "/" || path == "" : path.StartsWithSegments(entry.Path, StringComparison.OrdinalIgnoreCase);

    /// <param name="Path">Without parameters.</param>
    /// <param name="Words">English, the key of the translation.</param>
    /// <param name="For">Who can open it.</param>
    public sealed record Entry(string Path, string Words, Who[] For);
}

/// <summary>Which addresses without parameters this application answers.</summary>
public sealed class PagesThere(EndpointDataSource endpoints)
{
    private readonly Lazy<HashSet<string>> _paths = new(() => endpoints.Endpoints.OfType<RouteEndpoint>()
        .Select(e => "/" + e.RoutePattern.RawText?.Trim('/'))
        .ToHashSet(StringComparer.OrdinalIgnoreCase));

    public bool Contains(string path) => _paths.Value.Contains(path);
}
