using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Imports;
using TrainingLMS.Web.Infrastructure.RatingsFiles;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Imports;

/// <summary>A file of ratings is sent and looked at; nothing is written before somebody says so.</summary>
public static class ChooseFile
{
    public const int MostBytes = 2 * 1024 * 1024;
    public const int MostRows = 20_000;

    public sealed record Query(Guid ProgrammeId) : IQuery<Form>;

    /// <summary>Asks what a file would do; changes nothing, although it is sent by a form.</summary>
    public sealed record Look : IQuery<Preview>
    {
        public Guid ProgrammeId { get; init; }

        public IFormFile? File { get; init; }
    }

    public sealed record Form(Guid ProgrammeId, string Programme, Look Input);

    /// <param name="ProgrammeId">Where to.</param>
    /// <param name="Programme">Its name.</param>
    /// <param name="FileName">As the sender calls it.</param>
    /// <param name="Result">What would happen.</param>
    /// <param name="Sealed">The file itself, for the confirmation; empty where there is nothing to confirm.</param>
    public sealed record Preview(Guid ProgrammeId, string Programme, string FileName, ImportPreview Result, string? Sealed);

    public sealed class Access : IAccess<Query>, IAccess<Look>
    {
        IReadOnlyList<Grant<Query>> IAccess<Query>.Grants { get; } = ImportRights.Of<Query>(q => q.ProgrammeId);

        IReadOnlyList<Grant<Look>> IAccess<Look>.Grants { get; } = ImportRights.Of<Look>(q => q.ProgrammeId);
    }

    public sealed class Validator : AbstractValidator<Look>
    {
        public Validator()
        {
            RuleFor(l => l.File).Cascade(CascadeMode.Stop)
                .NotNull().WithMessage("Choose a file.")
                .Must(f => f!.Length <= MostBytes).WithMessage("The file is larger than 2 MB. Larger ones go in with the command line.");
        }
    }

    public sealed class FormHandler(AppDbContext db) : IRequestHandler<Query, Form>
    {
        public async Task<Form> Handle(Query request, CancellationToken cancellationToken) => new(
            request.ProgrammeId,
            await db.Programmes.Where(p => p.Id == request.ProgrammeId).Select(p => p.Name).SingleAsync(cancellationToken),
            new Look());
    }

    public sealed class Handler(AppDbContext db, RatingsImport import, SealedUpload uploads, CurrentUser user)
        : IRequestHandler<Look, Preview>
    {
        public async Task<Preview> Handle(Look request, CancellationToken cancellationToken)
        {
            var programme = await db.Programmes.SingleAsync(p => p.Id == request.ProgrammeId, cancellationToken);
            using var bytes = new MemoryStream();
            await request.File!.CopyToAsync(bytes, cancellationToken);
            bytes.Position = 0;

            var name = Path.GetFileName(request.File.FileName);
            var rules = await import.RulesAsync(programme.Id, cancellationToken);
            var file = RatingsFileReader.Read(bytes, name, rules with { MostRows = MostRows });
            var preview = await import.PreviewAsync(programme, file, cancellationToken);

            return new Preview(
                programme.Id, programme.Name, name, preview,
                preview.CanImport ? uploads.Close(bytes.ToArray(), user.Id, programme.Id) : null);
        }
    }
}
