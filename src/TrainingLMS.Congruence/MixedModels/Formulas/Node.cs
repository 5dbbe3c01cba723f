using System.Globalization;

namespace TrainingLMS.Congruence.MixedModels.Formulas;

/// <summary>A piece of a formula as it was written; <see cref="ToString"/> writes it as R does.</summary>
internal abstract record Node(Token At)
{
    public sealed override string ToString() => this switch
    {
        ColumnNode column => Quoted(column.Name),
        NumberNode number => Text(number.At.Value),
        CallNode call => $"{call.Function}({call.Argument})",
        ParenthesesNode parentheses => $"({parentheses.Inner})",
        SignNode sign => $"{sign.At.Text}{sign.Operand}",
        BinaryNode binary => binary.At.Text is "+" or "-" or "*"
            ? $"{binary.Left} {binary.At.Text} {binary.Right}"
            : $"{binary.Left}{binary.At.Text}{binary.Right}",
        BarNode bar => $"{bar.Terms} {bar.At.Text} {bar.Group}",
        _ => throw new InvalidOperationException("Every kind of node can be written."),
    };

    // R writes the shorter of 100000 and 1e+05, the first where they are of one length.
    private static string Text(double value)
    {
        var plain = value.ToString("0.###############", CultureInfo.InvariantCulture);
        var scientific = value.ToString("0.###############e+00", CultureInfo.InvariantCulture);

        return plain.Length <= scientific.Length && (plain != "0" || value == 0) ? plain : scientific;
    }

    private static string Quoted(string name) => Token.IsPlainName(name) ? name : $"`{name}`";
}

internal sealed record ColumnNode(Token At) : Node(At)
{
    public string Name => At.Text;
}

internal sealed record NumberNode(Token At) : Node(At);

internal sealed record CallNode(Token At, Node Argument) : Node(At)
{
    public string Function => At.Text;

    public bool IsFactor => Function is "factor" or "as.factor";
}

internal sealed record ParenthesesNode(Token At, Node Inner) : Node(At);

/// <summary>A sign before a term.</summary>
internal sealed record SignNode(Token At, Node Operand) : Node(At);

internal sealed record BinaryNode(Token At, Node Left, Node Right) : Node(At);

/// <summary>What stands between the parentheses of a random term.</summary>
internal sealed record BarNode(Token At, Node Terms, Node Group) : Node(At)
{
    public bool IsIndependent => At.Text == "||";
}
