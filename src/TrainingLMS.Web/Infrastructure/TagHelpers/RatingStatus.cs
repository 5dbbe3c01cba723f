using TrainingLMS.Domain.Ratings;

namespace TrainingLMS.Web.Infrastructure.TagHelpers;

/// <summary>The state of a form as a shape and words; it says how far it is, never what was answered.</summary>
public static class RatingStatus
{
    public static StatusKind KindOf(AdministrationStatus? status, bool late = false) => status switch
    {
        null => StatusKind.Waiting,
        AdministrationStatus.Due => StatusKind.Due,
        AdministrationStatus.Opened => StatusKind.Open,
        AdministrationStatus.Done => late ? StatusKind.Late : StatusKind.Done,
        AdministrationStatus.Declined or AdministrationStatus.Missed or AdministrationStatus.Closed => StatusKind.Missed,
        _ => StatusKind.Waiting,
    };

    /// <summary>English, the key of the translation; {0} is when.</summary>
    public static string Words(AdministrationStatus? status, bool late = false) => status switch
    {
        null => "Not yet",
        AdministrationStatus.Due => "Not opened yet",
        AdministrationStatus.Opened => "Opened {0}",
        AdministrationStatus.Done => late ? "Done {0}, late" : "Done {0}",
        AdministrationStatus.Declined => "Declined",
        AdministrationStatus.Missed => "Missed",
        AdministrationStatus.Closed => "Closed, not answered",
        _ => "Not yet",
    };
}
