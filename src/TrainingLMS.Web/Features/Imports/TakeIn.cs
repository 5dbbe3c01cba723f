using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Imports;
using TrainingLMS.Web.Infrastructure.RatingsFiles;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Imports;

/// <summary>Takes in the file that was looked at: all of it or nothing.</summary>
public static class TakeIn
{
    public sealed record Command : ICommand<Done>
    {
        public Guid ProgrammeId { get; init; }

        public string FileName { get; init; } = "";

        public string Sealed { get; init; } = "";
    }

    public sealed record Done(int Sessions, int Therapists, int Cases);

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants { get; } = ImportRights.Of<Command>(c => c.ProgrammeId);
    }

    public sealed class Handler(AppDbContext db, RatingsImport import, SealedUpload uploads, CurrentUser user)
        : IRequestHandler<Command, Done>
    {
        public async Task<Done> Handle(Command request, CancellationToken cancellationToken)
        {
            var bytes = uploads.Open(request.Sealed, user.Id, request.ProgrammeId)
                ?? throw new RuleBrokenException("The preview is older than half an hour. Choose the file again.");
            var programme = await db.Programmes.SingleAsync(p => p.Id == request.ProgrammeId, cancellationToken);
            var rules = await import.RulesAsync(programme.Id, cancellationToken);
            using var stream = new MemoryStream(bytes);
            var file = RatingsFileReader.Read(stream, request.FileName, rules);
            var done = await import.WriteAsync(programme, file, cancellationToken);

            return new Done(done.New, done.NewTherapists, done.NewCases);
        }
    }
}
