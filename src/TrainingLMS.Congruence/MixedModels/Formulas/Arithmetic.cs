namespace TrainingLMS.Congruence.MixedModels.Formulas;

/// <summary>Numbers made of columns: what stands inside I(), log() and the like, and before the ~.</summary>
internal static class Arithmetic
{
    private static readonly Dictionary<string, Func<double, double>> _functions = new(StringComparer.Ordinal)
    {
        ["I"] = x => x,
        ["log"] = Math.Log,
        ["log2"] = Math.Log2,
        ["log10"] = Math.Log10,
        ["sqrt"] = Math.Sqrt,
        ["exp"] = Math.Exp,
        ["abs"] = Math.Abs,
    };

    public static string Names => string.Join(", ", _functions.Keys);

    public static bool Knows(string function) => _functions.ContainsKey(function);

    /// <summary>Refuses what is no arithmetic.</summary>
    public static void Check(Node node)
    {
        switch (node)
        {
            case CallNode { IsFactor: true }:
                throw new FormulaException(node.At, "makes groups, and numbers are needed here; use it as a term of its own.");
            case CallNode call:
                Check(call.Argument);
                break;
            case ParenthesesNode { Inner: BarNode bar }:
                throw new FormulaException(bar.At, "belongs to a random term, and numbers are needed here; move the term out.");
            case ParenthesesNode parentheses:
                Check(parentheses.Inner);
                break;
            case SignNode sign:
                Check(sign.Operand);
                break;
            case BinaryNode { At.Text: ":" }:
                throw new FormulaException(node.At, "is no arithmetic; write * to multiply.");
            case BinaryNode binary:
                Check(binary.Left);
                Check(binary.Right);
                break;
        }
    }

    /// <summary>One value a row; NaN where an operand is missing or the result is not defined.</summary>
    public static double[] Evaluate(Node node, int rows, Func<ColumnNode, IReadOnlyList<double>> values)
    {
        switch (node)
        {
            case NumberNode number:
                var constant = new double[rows];
                Array.Fill(constant, number.At.Value);

                return constant;
            case ColumnNode column:
                return [.. values(column)];
            case ParenthesesNode parentheses:
                return Evaluate(parentheses.Inner, rows, values);
            case CallNode call:
                var function = _functions[call.Function];

                return Each(Evaluate(call.Argument, rows, values), function);
            case SignNode sign:
                var operand = Evaluate(sign.Operand, rows, values);

                return sign.At.Is("-") ? Each(operand, x => -x) : operand;
            case BinaryNode binary:
                var left = Evaluate(binary.Left, rows, values);
                var right = Evaluate(binary.Right, rows, values);
                var combine = Operator(binary.At.Text);

                for (var row = 0; row < rows; row++)
                    left[row] = combine(left[row], right[row]);

                return left;
            default:
                throw new InvalidOperationException("Only arithmetic comes here.");
        }
    }

    public static IEnumerable<ColumnNode> Columns(Node node) => node switch
    {
        ColumnNode column => [column],
        CallNode call => Columns(call.Argument),
        ParenthesesNode parentheses => Columns(parentheses.Inner),
        SignNode sign => Columns(sign.Operand),
        BinaryNode binary => Columns(binary.Left).Concat(Columns(binary.Right)),
        _ => [],
    };

    private static Func<double, double, double> Operator(string sign) => sign switch
    {
        "+" => (a, b) => a + b,
        "-" => (a, b) => a - b,
        "*" => (a, b) => a * b,
        "/" => (a, b) => a / b,
        "^" => Power,
        _ => throw new InvalidOperationException("Only arithmetic comes here."),
    };

    // R squares by multiplying, which can differ from pow in the last digit.
    private static double Power(double x, double y) => y == 2 ? x * x : Math.Pow(x, y);

    private static double[] Each(double[] values, Func<double, double> function)
    {
        for (var row = 0; row < values.Length; row++)
            values[row] = function(values[row]);

        return values;
    }
}
