using System.Globalization;

namespace TrainingLMS.Congruence.MixedModels.Formulas;

internal enum TokenKind
{
    Name,
    Number,
    Symbol,
    End,
}

/// <summary>A word of a formula; a name in backticks comes without them.</summary>
internal sealed record Token(TokenKind Kind, string Text, int Position, double Value = 0, bool IsQuoted = false)
{
    private const string Symbols = "~+-*/^:|(),";

    // A formula is written by hand; far longer ones would only exhaust the stack.
    private const int Longest = 4000;

    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public static IReadOnlyList<Token> Read(string text)
    {
        if (text.Length > Longest)
        {
            throw new FormulaException(
                new Token(TokenKind.End, "", Longest + 1), $"The formula is longer than {Longest} characters; shorten it.");
        }

        var tokens = new List<Token>();

        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var token = Next(text, at, out at);
            tokens.Add(token);
        }

        tokens.Add(new Token(TokenKind.End, "", text.Length + 1));

        return tokens;
    }

    /// <summary>A name that needs no backticks.</summary>
    public static bool IsPlainName(string name) =>
        name.All(IsOfName) && !char.IsDigit(name[0]) && name != "."
        && !(name[0] == '.' && name.Length > 1 && char.IsDigit(name[1]));

    private static Token Next(string text, int at, out int end)
    {
        var c = text[at];

        if (c == '`')
            return Quoted(text, at, out end);

        if (char.IsAsciiDigit(c) || (c == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
            return Number(text, at, out end);

        if (IsOfName(c))
        {
            end = at;

            while (end < text.Length && IsOfName(text[end]))
                end++;

            var name = new Token(TokenKind.Name, text[at..end], at + 1);

            return name.Text == "."
                ? throw new FormulaException(name, "stands for all other columns elsewhere; name the columns here.")
                : name;
        }

        if (text.AsSpan(at).StartsWith("||", StringComparison.Ordinal))
        {
            end = at + 2;

            return new Token(TokenKind.Symbol, "||", at + 1);
        }

        if (text.AsSpan(at).StartsWith("**", StringComparison.Ordinal))
        {
            end = at + 2;

            return new Token(TokenKind.Symbol, "^", at + 1);
        }

        end = at + 1;
        var symbol = new Token(TokenKind.Symbol, c.ToString(), at + 1);

        return Symbols.Contains(c, StringComparison.Ordinal)
            ? symbol
            : throw new FormulaException(
                symbol, "is no sign of a formula; put a column's name in `backticks` if it belongs to one.");
    }

    private static Token Quoted(string text, int at, out int end)
    {
        var close = text.IndexOf('`', at + 1);

        if (close < 0)
        {
            throw new FormulaException(
                new Token(TokenKind.Symbol, "`", at + 1), "opens a name that no second ` closes; add it.");
        }

        end = close + 1;

        return close > at + 1
            ? new Token(TokenKind.Name, text[(at + 1)..close], at + 1, IsQuoted: true)
            : throw new FormulaException(
                new Token(TokenKind.Symbol, "``", at + 1), "is an empty name; write a column's name between the backticks.");
    }

    private static Token Number(string text, int at, out int end)
    {
        end = at;

        while (end < text.Length
            && (IsOfName(text[end]) || (text[end] is '+' or '-' && text[end - 1] is 'e' or 'E' && IsDigits(text[at..(end - 1)]))))
        {
            end++;
        }

        var number = new Token(TokenKind.Number, text[at..end], at + 1);

        return double.TryParse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
            ? number with { Value = value }
            : throw new FormulaException(
                number, "is neither a number nor a name; put a name that begins with a digit in `backticks`.");
    }

    private static bool IsDigits(string text) => text.All(c => char.IsAsciiDigit(c) || c == '.');

    private static bool IsOfName(char c) =>
        char.IsLetterOrDigit(c) || c is '.' or '_' || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark;
}
