using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Web.Infrastructure.Instruments;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Instruments;

/// <summary>Publishes a form that is in order. From then on its version is what it is; a change is a new version.</summary>
public static class PublishInstrument
{
    public sealed record Command(string Text) : ICommand<Guid>;

    public sealed class Access : IAccess<Command>
    {
        public IReadOnlyList<Grant<Command>> Grants { get; } =
        [
            Allow.To<Command>(Who.ProgrammeAdministrator, "new forms", (_, _, _) => Task.FromResult(true)),
            Allow.To<Command>(Who.InstallationAdministrator, "new forms", (_, _, _) => Task.FromResult(true)),
        ];
    }

    public sealed class Handler(AppDbContext db, TimeProvider clock) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command request, CancellationToken cancellationToken)
        {
            if (InstrumentFile.Read("form", request.Text).Definition is not { } form)
                throw new RuleBrokenException("This form is not in order yet: see below.");

            var json = form.ToJson();
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
            var instrument = await db.Instruments.SingleOrDefaultAsync(i => i.Key == form.Key, cancellationToken);
            if (instrument is not null && await db.InstrumentVersions
                .SingleOrDefaultAsync(v => v.InstrumentId == instrument.Id && v.Version == form.Version, cancellationToken) is { } known)
            {
                if (known.Hash == hash)
                    return known.Id;

                var given = await db.Administrations.IgnoreQueryFilters()
                    .CountAsync(a => a.InstrumentVersionId == known.Id && a.FinishedAt != null, cancellationToken);
                throw new RuleBrokenException(
                    "Version {0} of this form is published, with {1} ratings given under it. It cannot be changed: give the form a new version.",
                    form.Version, given);
            }

            if (instrument is null)
                db.Add(instrument = new Instrument { Key = form.Key, Name = form.Name.In("en") });

            var version = new InstrumentVersion
            {
                InstrumentId = instrument.Id,
                Version = form.Version,
                Definition = json,
                Hash = hash,
                LicenceHolder = form.Licence.Holder,
                LicenceTerms = form.Licence.Terms,
                Validated = form.Validated,
                PublishedAt = clock.GetUtcNow(),
            };
            db.Add(version);
            return version.Id;
        }
    }
}
