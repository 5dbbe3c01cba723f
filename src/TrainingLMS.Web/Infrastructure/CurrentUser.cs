using TrainingLMS.Data.Audit;
using TrainingLMS.Domain.People;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Infrastructure;

/// <summary>Who sends this request, with the roles that are theirs today. Filled once a request, before anything else.</summary>
public sealed class CurrentUser
{
    private IReadOnlyList<(Guid Programme, Role Role)> _roles = [];

    public Guid? IdOrNull { get; private set; }

    /// <summary>The person; only to be asked where an access rule has let a signed-in person pass.</summary>
    public Guid Id => IdOrNull ?? throw new NotFoundException();

    public string DisplayName { get; private set; } = "";

    public string? TimeZone { get; private set; }

    public string? Language { get; private set; }

    public bool IsInstallationAdministrator { get; private set; }

    /// <summary>Password, and the second factor too.</summary>
    public bool IsSignedIn { get; private set; }

    /// <summary>The row of the session in which the person sits.</summary>
    public Guid? SessionId { get; set; }

    /// <summary>The form that a patient's link, QR or code has opened.</summary>
    public Guid? FormTicketId { get; private set; }

    public string? Address { get; set; }

    /// <summary>The number that an error page would show.</summary>
    public string? RequestId { get; set; }

    /// <summary>Set where a job acts and nobody asked for it.</summary>
    public string? Job { get; set; }

    /// <summary>As the audit names whoever is behind a change.</summary>
    public Actor Actor => new(IdOrNull, this switch
    {
        { Job: { } job } => job,
        { IdOrNull: not null } => "staff",
        { FormTicketId: not null } => "patient",
        { RequestId: not null } => "visitor",
        _ => Actor.System.Name,
    }, Address, RequestId);

    /// <summary>Names of the person's programmes, the one they joined first at the head.</summary>
    public IReadOnlyList<string> ProgrammeNames { get; private set; } = [];

    /// <summary>
    /// Whether any of it is made up for demonstration; said on every page. Who administers the installation stands above
    /// all programmes: for them it is said where every programme is made up; beside real ones the lists name each.
    /// </summary>
    public bool SeesSynthetic { get; private set; }

    /// <summary>The first programme is the one whose name is shown; most people have one.</summary>
    public IEnumerable<Guid> Programmes => _roles.Select(r => r.Programme).Distinct();

    public bool Is(Who who) => who switch
    {
        Who.Anyone => true,
        Who.Patient => FormTicketId is not null,
        Who.HalfSignedIn => IdOrNull is not null && !IsSignedIn,
        Who.SignedIn => IsSignedIn,
        Who.InstallationAdministrator => IsSignedIn && IsInstallationAdministrator,
        _ => IsSignedIn && _roles.Any(r => WhoOf(r.Role) == who),
    };

    public bool Holds(Role role) => IsSignedIn && _roles.Any(r => r.Role == role);

    public bool Holds(Role role, Guid programme) => IsSignedIn && _roles.Contains((programme, role));

    /// <summary>The programmes in which the person holds the role.</summary>
    public Guid[] ProgrammesAs(Role role) =>
        IsSignedIn ? [.. _roles.Where(r => r.Role == role).Select(r => r.Programme).Distinct()] : [];

    public static Who WhoOf(Role role) => role switch
    {
        Role.Therapist => Who.Therapist,
        Role.Consultant => Who.Consultant,
        Role.Trainer => Who.Trainer,
        Role.ProgrammeAdministrator => Who.ProgrammeAdministrator,
        Role.Researcher => Who.Researcher,
        Role.PrincipalInvestigator => Who.PrincipalInvestigator,
        Role.PrivacyOfficer => Who.PrivacyOfficer,
        Role.SiteStaff => Who.SiteStaff,
    };

    public void HalfSignIn(Guid id, string displayName) => (IdOrNull, DisplayName) = (id, displayName);

    public void SignIn(
        Guid id, string displayName, string timeZone, string language, bool installationAdministrator,
        IReadOnlyList<(Guid Programme, Role Role)> roles)
    {
        (IdOrNull, DisplayName, TimeZone, Language) = (id, displayName, timeZone, language);
        IsInstallationAdministrator = installationAdministrator;
        IsSignedIn = true;
        _roles = roles;
    }

    public void Join(IReadOnlyList<string> programmeNames, bool synthetic) =>
        (ProgrammeNames, SeesSynthetic) = (programmeNames, synthetic);

    public void ComeAsPatient(Guid formTicket) => FormTicketId = formTicket;
}
