using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data.Encryption;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Study;

namespace TrainingLMS.Data.Study;

/// <summary>
/// The only way to a therapist's arm. Who may open it is the right of the request that asks; here it is kept so that
/// neither a copy of the database nor the length of a row tells.
/// </summary>
public sealed class ArmVault(AppDbContext db, SealKey key)
{
    private const int PaddedBytes = 128;
    private const int LongestArm = PaddedBytes - sizeof(ushort);

    /// <summary>Allocates a therapist, once; saved with the command that asks.</summary>
    /// <exception cref="RuleBrokenException">The arm's name is empty or too long.</exception>
    public void Seal(Guid programmeId, Guid therapistId, string arm, DateTimeOffset at)
    {
        var name = Encoding.UTF8.GetBytes(arm.Trim());
        if (name.Length is 0 or > LongestArm)
            throw new RuleBrokenException("An arm's name has 1 to {0} characters.", LongestArm);

        Span<byte> padded = stackalloc byte[PaddedBytes];
        padded.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(padded, (ushort)name.Length);
        name.CopyTo(padded[sizeof(ushort)..]);

        db.Add(new Allocation
        {
            ProgrammeId = programmeId,
            TherapistId = therapistId,
            EncryptedArm = Envelope.Close(key.Bytes, padded, Owner(programmeId, therapistId)),
            AllocatedAt = at,
        });
    }

    /// <summary>The arm of each allocated therapist of a programme.</summary>
    /// <exception cref="CryptographicException">The key is another one, or a row was changed.</exception>
    public async Task<IReadOnlyDictionary<Guid, string>> OpenAsync(
        Guid programmeId, CancellationToken cancellationToken = default)
    {
        var sealedArms = await db.Set<Allocation>().AsNoTracking()
            .Where(a => a.ProgrammeId == programmeId)
            .Select(a => new { a.TherapistId, a.EncryptedArm })
            .ToListAsync(cancellationToken);

        return sealedArms.ToDictionary(a => a.TherapistId, a => Open(programmeId, a.TherapistId, a.EncryptedArm));
    }

    /// <summary>Who is allocated, without saying to what.</summary>
    public async Task<IReadOnlySet<Guid>> AllocatedAsync(Guid programmeId, CancellationToken cancellationToken = default) =>
        (await db.Set<Allocation>().Where(a => a.ProgrammeId == programmeId)
            .Select(a => a.TherapistId).ToListAsync(cancellationToken)).ToHashSet();

    /// <summary>Takes the allocations of a programme away; for the removal of made-up data only.</summary>
    public async Task RemoveAsync(Guid programmeId, CancellationToken cancellationToken = default) =>
        db.RemoveRange(await db.Set<Allocation>().Where(a => a.ProgrammeId == programmeId).ToListAsync(cancellationToken));

    private string Open(Guid programmeId, Guid therapistId, byte[] encrypted)
    {
        var padded = Envelope.Open(key.Bytes, encrypted, Owner(programmeId, therapistId));
        return Encoding.UTF8.GetString(padded, sizeof(ushort), BinaryPrimitives.ReadUInt16LittleEndian(padded));
    }

    private static byte[] Owner(Guid programmeId, Guid therapistId) =>
        [.. "arm"u8, .. programmeId.ToByteArray(), .. therapistId.ToByteArray()];
}
