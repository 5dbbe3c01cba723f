using TrainingLMS.Data.Encryption;

namespace TrainingLMS.Data.Study;

/// <summary>The key under which arms lie. It is kept outside the database, and looked for only when it is needed.</summary>
public sealed class SealKey(Func<byte[]> find)
{
    private readonly Lazy<byte[]> _bytes = new(() => find() is { Length: Envelope.KeyBytes } bytes
        ? bytes
        : throw new InvalidOperationException($"The seal key must have {Envelope.KeyBytes} bytes."));

    internal ReadOnlySpan<byte> Bytes => _bytes.Value;
}
