using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Cases;

/// <summary>Takes a patient's consent back: no form opens any more, and what was released is sealed for good.</summary>
public static class WithdrawConsent
{
    public sealed record Query(Guid CaseId) : IQuery<Page>, IViews
    {
        Guid? IViews.CaseId => CaseId;
    }

    public sealed record Command(Guid CaseId) : ICommand<Guid>;

    public sealed record Page(Guid CaseId, string Code, bool InForce);

    public sealed class Access(OwnCases own) : IAccess<Query>, IAccess<Command>
    {
        IReadOnlyList<Grant<Query>> IAccess<Query>.Grants { get; } =
            [Allow.To<Query>(Who.Therapist, "own case", (q, user, stop) => own.HasAsync(q.CaseId, user, stop))];

        IReadOnlyList<Grant<Command>> IAccess<Command>.Grants { get; } =
            [Allow.To<Command>(Who.Therapist, "own case", (c, user, stop) => own.HasAsync(c.CaseId, user, stop))];
    }

    public sealed class PageHandler(AppDbContext db) : IRequestHandler<Query, Page>
    {
        public Task<Page> Handle(Query request, CancellationToken cancellationToken) =>
            db.Cases.Where(c => c.Id == request.CaseId)
                .Select(c => new Page(
                    c.Id, c.Code, db.ConsentRecords.Any(r => r.CaseId == c.Id && r.WithdrawnAt == null)))
                .SingleAsync(cancellationToken);
    }

    public sealed class Handler(StoppingPart stopping) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            if (!await stopping.StopAsync(request.CaseId, cancellationToken))
                throw new RuleBrokenException("There is no consent in force.");

            return request.CaseId;
        }
    }
}
