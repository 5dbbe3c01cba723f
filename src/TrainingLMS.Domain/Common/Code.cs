namespace TrainingLMS.Domain.Common;

/// <summary>Codes of cases, programmes and therapists: upper case, because SQL Server ignores case and SQLite does not.</summary>
public static class Code
{
    public const int Longest = 32;

    public static string Normalise(string code) => code.Trim().ToUpperInvariant();
}
