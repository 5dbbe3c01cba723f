namespace TrainingLMS.Data.Audit;

/// <summary>Who is behind a change: a member of staff, or else what acts in nobody's name.</summary>
/// <param name="PersonId">The member of staff.</param>
/// <param name="Name">"staff", "patient", "visitor", "system", or the name of a job.</param>
/// <param name="Address">Where the request came from.</param>
/// <param name="RequestId">The number that an error page would show.</param>
public sealed record Actor(Guid? PersonId, string Name, string? Address = null, string? RequestId = null)
{
    public static Actor System { get; } = new(null, "system");
}
