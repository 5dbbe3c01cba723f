using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Imports;

/// <summary>What a file has brought, once it is in. The counts come with the address; the rows are where they belong.</summary>
public static class ReadDone
{
    public sealed record Query(Guid ProgrammeId, int Sessions, int Therapists, int Cases) : IQuery<Page>;

    public sealed record Page(Guid ProgrammeId, string Programme, int Sessions, int Therapists, int Cases);

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants { get; } = ImportRights.Of<Query>(q => q.ProgrammeId);
    }

    public sealed class Handler(AppDbContext db) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken) => new(
            request.ProgrammeId,
            await db.Programmes.Where(p => p.Id == request.ProgrammeId).Select(p => p.Name).SingleAsync(cancellationToken),
            request.Sessions, request.Therapists, request.Cases);
    }
}
