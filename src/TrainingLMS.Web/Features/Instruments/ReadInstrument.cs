using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.People;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Instruments;

/// <summary>One version of a form as both raters see it, with its scoring and its rights.</summary>
public static class ReadInstrument
{
    public sealed record Query(Guid VersionId) : IQuery<Page>;

    /// <param name="VersionId">Of the version.</param>
    /// <param name="Form">What it says.</param>
    /// <param name="PublishedAt">Since when it is unchangeable.</param>
    /// <param name="Given">Ratings that were given under it.</param>
    /// <param name="Programmes">Own programmes, and whether each asks this version now.</param>
    public sealed record Page(
        Guid VersionId, InstrumentDefinition Form, DateTimeOffset PublishedAt, int Given,
        IReadOnlyList<(Guid Id, string Name, bool Asks)> Programmes);

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants { get; } =
        [
            Allow.To<Query>(Who.ProgrammeAdministrator, "all forms", (_, _, _) => Task.FromResult(true)),
            Allow.To<Query>(Who.InstallationAdministrator, "all forms", (_, _, _) => Task.FromResult(true)),
        ];
    }

    public sealed class Handler(AppDbContext db, CurrentUser user) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var version = await db.InstrumentVersions.SingleOrDefaultAsync(v => v.Id == request.VersionId, cancellationToken)
                ?? throw new NotFoundException();
            var mine = user.ProgrammesAs(Role.ProgrammeAdministrator);
            var programmes = await db.Programmes.Where(p => mine.Contains(p.Id)).OrderBy(p => p.Name)
                .Select(p => new
                {
                    p.Id,
                    p.Name,
                    Asks = db.ProgrammeInstruments.Any(c => c.ProgrammeId == p.Id && c.InstrumentVersionId == version.Id),
                }).ToListAsync(cancellationToken);
            return new Page(
                version.Id, InstrumentDefinition.FromJson(version.Definition), version.PublishedAt,
                await db.Administrations.CountAsync(
                    a => a.InstrumentVersionId == version.Id && a.Status == Domain.Ratings.AdministrationStatus.Done, cancellationToken),
                [.. programmes.Select(p => (p.Id, p.Name, p.Asks))]);
        }
    }
}
