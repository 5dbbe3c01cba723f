using MediatR;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Learning;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Learning;

/// <summary>The chain of a therapist's cohort: done, now, next, and why the rest is locked.</summary>
public static class ShowPath
{
    public sealed record Query : IQuery<Page>;

    public sealed record Page(IReadOnlyList<LearnerPath> Paths);

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants { get; } =
            [Allow.To<Query>(Who.Therapist, "own", (_, _, _) => Task.FromResult(true))];
    }

    public sealed class Handler(LearningRecord record, OwnEnrolments enrolments, CurrentUser user) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken) =>
            new(await record.OfAsync(enrolments.Of(user), cancellationToken));
    }
}
