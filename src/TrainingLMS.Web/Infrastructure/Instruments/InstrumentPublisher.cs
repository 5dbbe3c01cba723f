using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.Ratings;

namespace TrainingLMS.Web.Infrastructure.Instruments;

/// <summary>Publishes the forms that come with the program, and gives a programme the ones it asks unless it chose others.</summary>
public sealed class InstrumentPublisher(TimeProvider clock)
{
    private static readonly (string Key, Measure Measure, Rater Rater, Occasion Occasion)[] _defaults =
    [
        ("session-check", Measure.Alliance, Rater.Therapist, Occasion.After),
        ("session-check", Measure.Alliance, Rater.Patient, Occasion.After),
        ("week-check", Measure.WellBeing, Rater.Patient, Occasion.Before),
    ];

    /// <summary>
    /// Publishes what is not published yet and saves; running it again changes nothing. A file that changed without a
    /// new version is refused: a version is what it was on its first day.
    /// </summary>
    public async Task EnsureAsync(AppDbContext db, CancellationToken cancellationToken = default)
    {
        var fresh = await MissingAsync(db, cancellationToken);
        db.AddRange(fresh);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (e.IsDuplicate())
        {
            // Another node started at the same moment and published them; that they are the same is checked again.
            foreach (var entity in fresh)
                db.Entry(entity).State = EntityState.Detached;

            if (await MissingAsync(db, cancellationToken) is not [])
                throw;
        }
    }

    private async Task<IReadOnlyList<object>> MissingAsync(AppDbContext db, CancellationToken cancellationToken)
    {
        var fresh = new List<object>();
        var published = await (
            from version in db.InstrumentVersions
            join instrument in db.Instruments on version.InstrumentId equals instrument.Id
            select new { instrument.Key, version.Version, version.Hash }).ToListAsync(cancellationToken);
        var instruments = await db.Instruments.ToDictionaryAsync(i => i.Key, StringComparer.Ordinal, cancellationToken);

        foreach (var reading in InstrumentFile.ReadFolder(InstrumentFile.Folder))
        {
            if (reading.Definition is not { } definition)
                throw new InvalidOperationException(string.Join('\n', reading.Problems));

            var json = definition.ToJson();
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
            if (published.FirstOrDefault(p => p.Key == definition.Key && p.Version == definition.Version) is { } known)
            {
                if (known.Hash != hash)
                    throw new InvalidOperationException(
                        $"{reading.File}: version {definition.Version} is published and was changed; give it a new version.");

                continue;
            }

            if (!instruments.TryGetValue(definition.Key, out var instrument))
                fresh.Add(instruments[definition.Key] = instrument = new Instrument { Key = definition.Key, Name = definition.Name.In("en") });

            fresh.Add(new InstrumentVersion
            {
                InstrumentId = instrument.Id,
                Version = definition.Version,
                Definition = json,
                Hash = hash,
                LicenceHolder = definition.Licence.Holder,
                LicenceTerms = definition.Licence.Terms,
                Validated = definition.Validated,
                PublishedAt = clock.GetUtcNow(),
            });
        }

        return fresh;
    }

    /// <summary>
    /// Alliance after the session by both, well-being before it by the patient, in the newest version of each form.
    /// Adds what is missing; the caller saves.
    /// </summary>
    public static async Task EnsureForProgrammeAsync(
        AppDbContext db, Guid programmeId, CancellationToken cancellationToken = default)
    {
        var chosen = await db.ProgrammeInstruments.Where(p => p.ProgrammeId == programmeId)
            .Select(p => new { p.Measure, p.Rater }).ToListAsync(cancellationToken);
        if (_defaults.All(d => chosen.Any(c => c.Measure == d.Measure && c.Rater == d.Rater)))
            return;

        var versions = await (
            from version in db.InstrumentVersions
            join instrument in db.Instruments on version.InstrumentId equals instrument.Id
            orderby version.PublishedAt descending
            select new { instrument.Key, version.Id }).ToListAsync(cancellationToken);

        db.AddRange(
            from d in _defaults
            where chosen.All(c => c.Measure != d.Measure || c.Rater != d.Rater)
            select new ProgrammeInstrument
            {
                ProgrammeId = programmeId,
                InstrumentVersionId = versions.First(v => v.Key == d.Key).Id,
                Measure = d.Measure,
                Rater = d.Rater,
                Perspective = Perspective.Own,
                Occasion = d.Occasion,
            });
    }
}
