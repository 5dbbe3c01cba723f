using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.People;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Instruments;

/// <summary>The rating forms of this installation, with their rights, and which of them the own programmes ask.</summary>
public static class ListInstruments
{
    public sealed record Query : IQuery<Page>;

    public sealed record Page(IReadOnlyList<Row> Rows);

    /// <param name="VersionId">Of the version.</param>
    /// <param name="Form">What it says.</param>
    /// <param name="PublishedAt">Since when it is unchangeable.</param>
    /// <param name="Programmes">Own programmes that ask it now.</param>
    public sealed record Row(Guid VersionId, InstrumentDefinition Form, DateTimeOffset PublishedAt, IReadOnlyList<string> Programmes);

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
            var mine = user.ProgrammesAs(Role.ProgrammeAdministrator);
            var asked = await (
                from choice in db.ProgrammeInstruments
                where mine.Contains(choice.ProgrammeId)
                join programme in db.Programmes on choice.ProgrammeId equals programme.Id
                select new { choice.InstrumentVersionId, programme.Name }).Distinct().ToListAsync(cancellationToken);
            var versions = await (
                from version in db.InstrumentVersions
                join instrument in db.Instruments on version.InstrumentId equals instrument.Id
                orderby instrument.Key, version.PublishedAt descending
                select new { version.Id, version.Definition, version.PublishedAt }).ToListAsync(cancellationToken);
            return new Page(
            [
                .. versions.Select(v => new Row(
                    v.Id, InstrumentDefinition.FromJson(v.Definition), v.PublishedAt,
                    [.. asked.Where(a => a.InstrumentVersionId == v.Id).Select(a => a.Name).Order(StringComparer.CurrentCulture)])),
            ]);
        }
    }
}
