using System.Security.Cryptography;

namespace TrainingLMS.Data.Encryption;

/// <summary>
/// Authenticated encryption of a few bytes with AES-256-GCM. What it belongs to is bound to it, so a value moved to
/// another row does not open.
/// </summary>
public static class Envelope
{
    public const int KeyBytes = 32;

    private const byte Version = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int Head = 1 + NonceBytes + TagBytes;

    public static byte[] Close(ReadOnlySpan<byte> key, ReadOnlySpan<byte> content, ReadOnlySpan<byte> belongsTo)
    {
        var envelope = new byte[Head + content.Length];
        envelope[0] = Version;
        var nonce = envelope.AsSpan(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);

        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, content, envelope.AsSpan(Head), envelope.AsSpan(1 + NonceBytes, TagBytes), belongsTo);
        return envelope;
    }

    /// <exception cref="CryptographicException">Another key, another row, or changed bytes.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> belongsTo)
    {
        if (envelope.Length < Head || envelope[0] != Version)
            throw new CryptographicException("These bytes are no envelope of this program.");

        var content = new byte[envelope.Length - Head];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(
            envelope.Slice(1, NonceBytes), envelope[Head..], envelope.Slice(1 + NonceBytes, TagBytes), content, belongsTo);
        return content;
    }
}
