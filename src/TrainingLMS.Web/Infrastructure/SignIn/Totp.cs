using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TrainingLMS.Web.Infrastructure.SignIn;

/// <summary>Codes of an authenticator app: RFC 6238 with HMAC-SHA1, 30 seconds and 6 digits, as every app can.</summary>
public static class Totp
{
    public const int KeyBytes = 20;

    private const int StepSeconds = 30;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyBytes);

    public static long StepOf(DateTimeOffset instant) => instant.ToUnixTimeSeconds() / StepSeconds;

    public static string CodeAt(byte[] key, long step, int digits = 6)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        var hash = HMACSHA1.HashData(key, counter);

        var offset = hash[^1] & 0x0F;
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(offset, 4)) & 0x7FFF_FFFF;
        var shown = number % (int)Math.Pow(10, digits);
        return shown.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>The step whose code was typed: this one, the one before or the one after; none when it is wrong.</summary>
    public static long? FindStep(byte[] key, string typed, DateTimeOffset now)
    {
        var code = Encoding.UTF8.GetBytes(string.Concat(typed.Where(char.IsAsciiDigit)));
        long? found = null;
        for (var step = StepOf(now) - 1; step <= StepOf(now) + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(code, Encoding.UTF8.GetBytes(CodeAt(key, step))))
                found = step;
        }

        return found;
    }

    /// <summary>The key as apps take it, by hand or by QR.</summary>
    public static string ToBase32(byte[] key)
    {
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var octet in key)
        {
            (bits, count) = ((bits << 8) | octet, count + 8);
            for (; count >= 5; count -= 5)
                text.Append(Base32[(bits >> (count - 5)) & 31]);
            bits &= (1 << count) - 1;
        }

        if (count > 0)
            text.Append(Base32[(bits << (5 - count)) & 31]);
        return text.ToString();
    }

    public static byte[] FromBase32(string text)
    {
        var bytes = new List<byte>();
        var (bits, count) = (0, 0);
        foreach (var letter in text.Where(char.IsAsciiLetterOrDigit))
        {
            var value = Base32.IndexOf(char.ToUpperInvariant(letter), StringComparison.Ordinal);
            if (value < 0)
                throw new FormatException("A key has the letters A to Z and the digits 2 to 7.");

            (bits, count) = ((bits << 5) | value, count + 5);
            if (count < 8)
                continue;

            count -= 8;
            bytes.Add((byte)(bits >> count));
            bits &= (1 << count) - 1;
        }

        return [.. bytes];
    }

    /// <summary>What the QR says to the app.</summary>
    public static string Address(byte[] key, string account) =>
        $"otpauth://totp/TrainingLMS:{Uri.EscapeDataString(account)}?secret={ToBase32(key)}&issuer=TrainingLMS";
}
