using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure.Instruments;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Instruments;

/// <summary>A programme asks this version from now on, of both raters at once. Sessions that began keep the forms they have.</summary>
public static class UseInstrument
{
    public sealed record Command(Guid VersionId, Guid ProgrammeId) : ICommand<Guid>;

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants { get; } =
            [Allow.InProgramme<Command>(Role.ProgrammeAdministrator, c => c.ProgrammeId)];
    }

    public sealed class Handler(AppDbContext db) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            var form = await db.DefinitionAsync(request.VersionId, cancellationToken);
            var (lowest, highest) = form.Measure == Measure.Alliance ? (1, 7) : (0, 100);
            if (form.LowestScore != lowest || form.HighestScore != highest)
            {
                throw new RuleBrokenException(
                    "Reports compare alliance from 1 to 7 and well-being from 0 to 100. This form gives {0} to {1}.",
                    form.LowestScore, form.HighestScore);
            }

            if (form.Measure == Measure.Alliance && Enum.GetValues<Rater>().Any(r => form.ItemsFor(r).Count == 0))
                throw new RuleBrokenException("Alliance is compared between two people: this form asks one of them only.");

            var occasion = form.Measure == Measure.Alliance ? Occasion.After : Occasion.Before;
            db.RemoveRange(await db.ProgrammeInstruments
                .Where(c => c.ProgrammeId == request.ProgrammeId && c.Measure == form.Measure && c.Perspective == Perspective.Own)
                .ToListAsync(cancellationToken));
            await db.SaveChangesAsync(cancellationToken); // one form a rater, the index says
            db.AddRange(
                from rater in Enum.GetValues<Rater>()
                where form.ItemsFor(rater).Count > 0
                select new ProgrammeInstrument
                {
                    ProgrammeId = request.ProgrammeId,
                    InstrumentVersionId = request.VersionId,
                    Measure = form.Measure,
                    Rater = rater,
                    Perspective = Perspective.Own,
                    Occasion = occasion,
                });
            return request.VersionId;
        }
    }
}
