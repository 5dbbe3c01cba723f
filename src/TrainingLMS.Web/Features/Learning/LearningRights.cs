using TrainingLMS.Web.Infrastructure.Learning;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Learning;

/// <summary>A request about a module within one's own place in a cohort.</summary>
public interface IInModule
{
    Guid EnrolmentId { get; }

    string ModuleId { get; }
}

internal static class LearningRights
{
    /// <summary>Therapists, in modules on the path of a cohort that is theirs. For everybody else there is no such page.</summary>
    public static IReadOnlyList<Grant<TRequest>> OwnModule<TRequest>(OwnEnrolments enrolments)
        where TRequest : IInModule =>
        [Allow.To<TRequest>(Who.Therapist, "own enrolment", (r, user, cancellationToken) =>
            enrolments.HasAsync(r.EnrolmentId, r.ModuleId, user, cancellationToken))];
}
