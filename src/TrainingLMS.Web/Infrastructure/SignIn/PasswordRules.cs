using System.Text;

namespace TrainingLMS.Web.Infrastructure.SignIn;

/// <summary>
/// What a new password must be: long enough and not one that is tried first. Nothing is asked of its characters.
/// </summary>
public static class PasswordRules
{
    public const int Shortest = 12;

    public const int Longest = 256;

    private const int ShortestWord = 4;
    private const int LeftOver = 8;
    private const int FewestCharacters = 5;

    private static readonly Lazy<HashSet<string>> _common = new(ReadCommon);

    /// <summary>What is wrong with it, in a sentence for the person; nothing when it is good.</summary>
    /// <param name="password">As typed.</param>
    /// <param name="names">Words that a guesser tries for this person: their names and address, the organisation.</param>
    public static string? Problem(string password, params IEnumerable<string?> names)
    {
        if (password.Length < Shortest)
            return "Use at least 12 characters; 15 or more are better. Three or four unrelated words do well.";
        if (password.Length > Longest)
            return "Use at most 256 characters.";

        var plain = Plain(password);
        if (_common.Value.Contains(password.ToLowerInvariant()) || _common.Value.Contains(plain) || IsCommonWords(plain))
            return "This password is on lists of common passwords, which are tried first. Choose another.";
        if (IsPattern(password.ToLowerInvariant()))
            return "This password repeats itself or follows the keyboard, which is tried first. Choose another.";
        return IsName(plain, names)
            ? "This password is little more than a name that others know: yours, the organisation's or this site's. Choose another."
            : null;
    }

    /// <summary>Lower case, with the usual replacements undone and decoration at both ends taken off.</summary>
    private static string Plain(string password)
    {
        var letters = new StringBuilder(password.Length);
        foreach (var letter in password.ToLowerInvariant().Trim("0123456789!?.,;:-_+*#$%&/()=@ ".ToCharArray()))
        {
            letters.Append(letter switch
            {
                '0' => 'o',
                '1' or '!' => 'i',
                '3' => 'e',
                '4' or '@' => 'a',
                '5' or '$' => 's',
                '7' => 't',
                _ => letter,
            });
        }

        return letters.Replace(" ", "").Replace("-", "").Replace("_", "").Replace(".", "").ToString();
    }

    /// <summary>One common password, or two of them in a row.</summary>
    private static bool IsCommonWords(string plain) =>
        plain.Length > 0 && (_common.Value.Contains(plain) || Enumerable.Range(1, plain.Length - 1).Any(
            cut => _common.Value.Contains(plain[..cut]) && _common.Value.Contains(plain[cut..])));

    private static bool IsPattern(string password)
    {
        if (password.Distinct().Count() < FewestCharacters)
            return true;

        for (var period = 1; period <= password.Length / 2; period++)
        {
            if (Enumerable.Range(period, password.Length - period).All(i => password[i] == password[i - period]))
                return true;
        }

        return IsRun(password);
    }

    /// <summary>Most of it steps along the alphabet, the digits or a row of the keyboard.</summary>
    private static bool IsRun(string password)
    {
        string[] rows =
        [
            "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm",
            "azertyuiop", "qsdfghjklm", "wxcvbn", "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
        ];
        var steps = Enumerable.Range(1, password.Length - 1).Count(i => rows.Any(row =>
            row.Contains($"{password[i - 1]}{password[i]}", StringComparison.Ordinal)
            || row.Contains($"{password[i]}{password[i - 1]}", StringComparison.Ordinal)));
        return steps >= password.Length * 3 / 4;
    }

    private static bool IsName(string plain, IEnumerable<string?> names)
    {
        var words = names.Append("TrainingLMS").Append("training")
            .SelectMany(n => (n ?? "").Split([' ', '@', '.', '-', '_', ','], StringSplitOptions.RemoveEmptyEntries)
                .Append(n?.Replace(" ", "", StringComparison.Ordinal) ?? ""))
            .Select(w => w.ToLowerInvariant())
            .Where(w => w.Length >= ShortestWord)
            .OrderByDescending(w => w.Length)
            .ToList();
        var rest = words.Aggregate(plain, (left, word) => left.Replace(word, "", StringComparison.Ordinal));
        return rest.Length < plain.Length && rest.Length < LeftOver;
    }

    private static HashSet<string> ReadCommon()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        var common = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
            common.Add(line);
        return common;
    }
}
