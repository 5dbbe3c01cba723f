using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace TrainingLMS.Web.Infrastructure.Imports;

/// <summary>
/// A file between its preview and the confirmation. It travels in the page, compressed, encrypted, and good for one
/// person and purpose and half an hour: nothing of it lies on the server meanwhile, and any node can go on.
/// </summary>
public sealed class SealedUpload(IDataProtectionProvider protection)
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(30);

    public string Close(byte[] file, Guid person, Guid programme)
    {
        using var packed = new MemoryStream();
        using (var zip = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zip.Write(file);

        return WebEncoders.Base64UrlEncode(Protector(person, programme).Protect(packed.ToArray(), _lifetime));
    }

    /// <summary>Null where it is somebody else's, changed, or too old.</summary>
    public byte[]? Open(string text, Guid person, Guid programme)
    {
        try
        {
            using var packed = new MemoryStream(Protector(person, programme).Unprotect(WebEncoders.Base64UrlDecode(text), out _));
            using var zip = new BrotliStream(packed, CompressionMode.Decompress);
            using var file = new MemoryStream();
            zip.CopyTo(file);
            return file.ToArray();
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private ITimeLimitedDataProtector Protector(Guid person, Guid programme) => protection
        .CreateProtector("Imports", person.ToString(), programme.ToString()).ToTimeLimitedDataProtector();
}
