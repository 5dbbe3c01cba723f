namespace TrainingLMS.Web.Features.Today;

/// <summary>Addresses of other features. They are only addresses: what stands there is no business of this page.</summary>
public static class Ways
{
    public const string SignIn = "~/account/sign-in";
    public const string SecondFactor = "~/account/factor";
    public const string Cases = "~/cases";
    public const string NewCase = "~/cases/new";
    public const string Reports = "~/reports";
    public const string People = "~/people";
    public const string Messages = "~/messages";
    public const string Programme = "~/programme";
    public const string Programmes = "~/programmes";

    public const string Accounts = "~/installation";

    public const string NewProgramme = "~/programmes/new";

    public static string ProgrammeOf(Guid programme) => $"{Programme}?programmeId={programme}";

    public static string PeopleOf(Guid programme) => $"{People}?programmeId={programme}";

    public static string WhoIsReady(Guid programme) => $"{Reports}/programmes/{programme}";

    public static string Import(Guid programme) => $"{Programmes}/{programme}/import";

    public static string Case(Guid id) => $"{Cases}/{id}";

    public static string Rate(Guid caseId, int session) => $"{Cases}/{caseId}/sessions/{session}/rate";

    public static string Held(Guid caseId, int session) => $"{Cases}/{caseId}/sessions/{session}/held";

    public static string PatientForm(Guid caseId, int session) => $"{Cases}/{caseId}/sessions/{session}/form/after";

    public static string Consent(Guid caseId) => $"{Cases}/{caseId}/consent";

    public static string Report(Guid id) => $"{Reports}/{id}";

    public static string Review(Guid id) => $"{Reports}/{id}/review";
}
