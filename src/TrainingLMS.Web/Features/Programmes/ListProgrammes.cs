using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Programmes;

/// <summary>All programmes of the installation, without anything that belongs to their people or patients.</summary>
public static class ListProgrammes
{
    public sealed record Query : IQuery<Page>;

    public sealed record Page(IReadOnlyList<Line> Lines);

    public sealed record Line(Guid Id, string Code, string Name, string Organisation, bool Synthetic);

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants =>
            [Allow.To<Query>(Who.InstallationAdministrator, "installation", (_, _, _) => Task.FromResult(true))];
    }

    public sealed class Handler(AppDbContext db) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken) => new(await (
            from programme in db.Programmes
            join organisation in db.Organisations on programme.OrganisationId equals organisation.Id
            orderby programme.Code
            select new Line(programme.Id, programme.Code, programme.Name, organisation.Name, programme.Synthetic))
            .ToListAsync(cancellationToken));
    }
}
