using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace TrainingLMS.Web.Infrastructure;

/// <summary>Random tokens for links, and the hash under which they are kept.</summary>
public static class Tokens
{
    private const string Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int CodeLength = 10;

    /// <summary>128 random bits for a link or QR.</summary>
    public static string Link() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(16));

    /// <summary>Ten Crockford base-32 characters (50 bits) for typing.</summary>
    public static string Typed() => RandomNumberGenerator.GetString(Crockford, CodeLength);

    /// <summary>What was typed, with the look-alikes and separators that people add taken out.</summary>
    public static string Clean(string typed) => typed.Trim().ToUpperInvariant()
        .Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal)
        .Replace('O', '0').Replace('I', '1').Replace('L', '1').Replace('U', 'V');

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
