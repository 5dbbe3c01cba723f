using TrainingLMS.Domain.People;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.Web.Pipeline;

/// <summary>Who may send a request. A request type without a rule is refused; refused looks like not found.</summary>
public interface IAccess<TRequest>
{
    IReadOnlyList<Grant<TRequest>> Grants { get; }
}

/// <summary>Whom a grant is for. The permission matrix has a column for each.</summary>
public enum Who
{
    /// <summary>Also somebody who has not signed in.</summary>
    Anyone,

    /// <summary>A patient who came by link, QR or code, for the one form that it opens.</summary>
    Patient,

    /// <summary>Signed in with the password, the second factor still missing.</summary>
    HalfSignedIn,
    SignedIn,
    Therapist,
    Consultant,
    Trainer,
    ProgrammeAdministrator,
    Researcher,
    PrincipalInvestigator,
    PrivacyOfficer,
    SiteStaff,
    InstallationAdministrator,
}

/// <summary>One cell of the permission matrix: for whom, on whose things, and the question that decides.</summary>
/// <param name="Who">The role this grant is for.</param>
/// <param name="Whose">On whose things, in a few words: "own case", "programme".</param>
/// <param name="Rule">Asked of the data, after the role.</param>
public sealed record Grant<TRequest>(
    Who Who, string Whose, Func<TRequest, CurrentUser, CancellationToken, Task<bool>> Rule)
{
    public async Task<bool> AllowsAsync(TRequest request, CurrentUser user, CancellationToken cancellationToken) =>
        user.Is(Who) && await Rule(request, user, cancellationToken);
}

/// <summary>Grants that read as a sentence.</summary>
public static class Allow
{
    public static Grant<TRequest> Anyone<TRequest>() => new(Who.Anyone, "any", (_, _, _) => Task.FromResult(true));

    public static Grant<TRequest> SignedIn<TRequest>() =>
        new(Who.SignedIn, "own", (_, _, _) => Task.FromResult(true));

    public static Grant<TRequest> To<TRequest>(
        Who who, string whose, Func<TRequest, CurrentUser, CancellationToken, Task<bool>> rule) => new(who, whose, rule);

    /// <summary>Everybody who holds the role in the programme that the request is about.</summary>
    public static Grant<TRequest> InProgramme<TRequest>(Role role, Func<TRequest, Guid> programme) =>
        new(CurrentUser.WhoOf(role), "programme", (request, user, _) => Task.FromResult(user.Holds(role, programme(request))));
}
