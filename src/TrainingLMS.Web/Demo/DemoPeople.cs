using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using TrainingLMS.Data.Identity;

namespace TrainingLMS.Web.Demo;

/// <summary>Made-up people. Their addresses end in .example, a domain that never exists.</summary>
internal static class DemoPeople
{
    public const string Domain = "demo.example";

    private static readonly string[] _first =
    [
        "Mara", "Julian", "Amina", "Theo", "Ines", "Samuel", "Priya", "Oliver", "Noor", "Felix", "Clara", "Hugo", "Leila", "Marcus",
        "Sofia", "Dylan", "Yasmin", "Peter", "Elena", "Kofi", "Hannah", "Mateo", "Ruth", "Owen", "Chloe", "Arjun", "Beatrice", "Luc",
        "Wanda", "Isaac", "Nadia", "Tobias", "Greta", "Malik", "Vera",
    ];

    private static readonly string[] _last =
    [
        "Okafor", "Lindqvist", "Tremblay", "Castellan", "Whitlock", "Moreau", "Adeyemi", "Brandt", "Fairweather", "Nakagawa", "Pelletier",
        "Osborne", "Rahimi", "Szabo", "Thornbury", "Ueland", "Vasquez", "Winterbourne", "Yilmaz", "Zielinski", "Ashgrove", "Bellweather",
        "Corriveau", "Dunmore", "Eriksen", "Fontaine", "Gallowglass", "Harrowgate", "Ibekwe", "Jardine", "Kowalczyk",
    ];

    // A password of which nobody knows more than its hash: they have joined, and come in by their link alone.
    private static readonly Lazy<string> _password = new(
        () => new PasswordHasher<AppUser>().HashPassword(null!, Convert.ToHexString(RandomNumberGenerator.GetBytes(32))));

    /// <summary>The n-th name; the two lists have no common divisor, so over a thousand are different.</summary>
    public static string Name(int n) => $"{_first[n % _first.Length]} {_last[n % _last.Length]}";

    public static AppUser Make(string name, string local, string zone, string language, DateTimeOffset since)
    {
        var address = $"{local}@{Domain}";
        return new AppUser
        {
            Id = Guid.CreateVersion7(),
            UserName = address,
            NormalizedUserName = address.ToUpperInvariant(),
            Email = address,
            NormalizedEmail = address.ToUpperInvariant(),
            EmailConfirmed = true,
            PasswordHash = _password.Value,
            SecurityStamp = Guid.NewGuid().ToString("N"),
            DisplayName = name,
            TimeZone = zone,
            Language = language,
            CreatedAt = since,
            Synthetic = true,
        };
    }
}
