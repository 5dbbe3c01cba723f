using System.Text;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data.Encryption;
using TrainingLMS.Data.Study;
using TrainingLMS.Domain.Learning;

namespace TrainingLMS.Data.Learning;

/// <summary>Puts away and opens what therapists write in modules. Whose it is, and who may read it, is asked before.</summary>
public sealed class WritingVault(AppDbContext db, SealKey key)
{
    /// <summary>By part and try, of one block.</summary>
    public async Task<IReadOnlyDictionary<(int Part, int Try), (string Text, DateTimeOffset SavedAt)>> OpenAsync(
        Guid enrolmentId, string moduleId, string blockId, CancellationToken cancellationToken = default)
    {
        var rows = await Of(enrolmentId, moduleId, blockId).AsNoTracking().ToListAsync(cancellationToken);

        return rows.ToDictionary(
            w => (w.Part, w.Try),
            w => (Encoding.UTF8.GetString(Envelope.Open(key.Bytes, w.Encrypted, w.Id.ToByteArray())), w.SavedAt));
    }

    /// <summary>Writes, or writes over; saved with the command that asks.</summary>
    public async Task SaveAsync(Place place, string text, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var row = await Of(place.EnrolmentId, place.ModuleId, place.BlockId)
            .SingleOrDefaultAsync(w => w.Part == place.Part && w.Try == place.Try, cancellationToken);
        if (row is null)
        {
            row = new Writing
            {
                ProgrammeId = place.ProgrammeId,
                EnrolmentId = place.EnrolmentId,
                PersonId = place.PersonId,
                ModuleId = place.ModuleId,
                BlockId = place.BlockId,
                Part = place.Part,
                Try = place.Try,
                Encrypted = [],
                SavedAt = at,
            };
            db.Add(row);
        }

        row.Encrypted = Envelope.Close(key.Bytes, Encoding.UTF8.GetBytes(text), row.Id.ToByteArray());
        row.SavedAt = at;
    }

    private IQueryable<Writing> Of(Guid enrolmentId, string moduleId, string blockId) => db.Set<Writing>()
        .Where(w => w.EnrolmentId == enrolmentId && w.ModuleId == moduleId && w.BlockId == blockId);

    /// <summary>Where a piece of writing stands.</summary>
    public sealed record Place(
        Guid ProgrammeId, Guid EnrolmentId, Guid PersonId, string ModuleId, string BlockId, int Part, int Try);
}
