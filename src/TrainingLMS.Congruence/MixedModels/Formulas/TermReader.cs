namespace TrainingLMS.Congruence.MixedModels.Formulas;

/// <summary>The variables whose product a term is, as indexes in ascending order.</summary>
internal sealed record Term(IReadOnlyList<int> Variables)
{
    public int Order => Variables.Count;

    public Term With(Term other) => new([.. Variables.Union(other.Variables).Order()]);

    public Term Without(int variable) => new([.. Variables.Where(v => v != variable)]);

    public bool IsIn(Term other) => Variables.All(other.Variables.Contains);

    public bool Equals(Term? other) => other is not null && Variables.SequenceEqual(other.Variables);

    public override int GetHashCode() => Variables.Aggregate(17, HashCode.Combine);
}

/// <summary>Terms over their variables, low orders first, as R's terms() gives them.</summary>
internal sealed record TermList(IReadOnlyList<Node> Variables, IReadOnlyList<Term> Terms, bool HasIntercept)
{
    public string Label(Term term) => string.Join(':', term.Variables.Select(v => Variables[v].ToString()));
}

/// <summary>
/// The algebra of Wilkinson &amp; Rogers (1973) as R has it: a*b = a + b + a:b, a/b = a + a:b, (a + b)^2 up to pairs,
/// - takes terms away, and 0 or -1 the intercept.
/// </summary>
internal sealed class TermReader
{
    // More would be a mistake in the formula (a * b * c * ... doubles with each factor).
    private const int MostTerms = 1000;

    private readonly List<Node> _variables = [];
    private readonly Dictionary<string, int> _indexOf = new(StringComparer.Ordinal);
    private readonly List<BarNode>? _bars;
    private bool _intercept = true;

    private TermReader(List<BarNode>? bars) => _bars = bars;

    /// <param name="node">Terms.</param>
    /// <param name="bars">Collects the random terms among them; null where none may be.</param>
    public static TermList Read(Node node, List<BarNode>? bars)
    {
        var reader = new TermReader(bars);
        var terms = reader.Expand(node, isSummand: true, isAdded: true, mayHaveBar: true);

        return new TermList(reader._variables, [.. terms.OrderBy(term => term.Order)], reader._intercept);
    }

    private IReadOnlyList<Term> Expand(Node node, bool isSummand, bool isAdded, bool mayHaveBar)
    {
        switch (node)
        {
            case NumberNode number:
                TakeIntercept(number, isSummand, isAdded);

                return [];
            case ColumnNode or CallNode:
                return [new Term([IndexOf(node)])];
            case ParenthesesNode { Inner: BarNode bar }:
                TakeBar(bar, mayHaveBar);

                return [];
            case ParenthesesNode parentheses:
                return Expand(parentheses.Inner, isSummand, isAdded, mayHaveBar);
            case SignNode sign:
                if (!isSummand)
                    throw new FormulaException(sign.At, "is a sign inside a product of terms; put arithmetic inside I(), such as I(-x).");

                var signed = Expand(sign.Operand, isSummand: true, sign.At.Is("+") == isAdded, mayHaveBar && sign.At.Is("+"));

                return sign.At.Is("+") ? signed : [];
            case BinaryNode binary:
                return Limited(binary.At, Combine(binary, isAdded, mayHaveBar));
            default:
                throw new InvalidOperationException("A bar stands in parentheses.");
        }
    }

    private IEnumerable<Term> Combine(BinaryNode binary, bool isAdded, bool mayHaveBar)
    {
        switch (binary.At.Text)
        {
            case "+":
                return [.. Expand(binary.Left, true, isAdded, mayHaveBar), .. Expand(binary.Right, true, isAdded, mayHaveBar)];
            case "-":
                var kept = Expand(binary.Left, true, isAdded, mayHaveBar);

                return kept.Except(Expand(binary.Right, true, !isAdded, false));
            case "^":
                return Power(binary, isAdded);
        }

        RefuseNumber(binary.Left, binary);
        RefuseNumber(binary.Right, binary);
        var left = Expand(binary.Left, false, isAdded, false);
        var right = Expand(binary.Right, false, isAdded, false);

        if (left.Count == 0 || right.Count == 0)
        {
            throw new FormulaException(
                binary.At, "has a side from which all terms were taken away; leave that side and the sign out.");
        }

        return binary.At.Text switch
        {
            ":" => Products(left, right),
            "*" => left.Concat(right).Concat(Products(left, right)),
            _ => left.Concat(Products([left.Aggregate((all, term) => all.With(term))], right)),
        };
    }

    private IEnumerable<Term> Power(BinaryNode binary, bool isAdded)
    {
        var single = Expand(binary.Left, false, isAdded, false);

        if (single.Count < 2)
        {
            throw new FormulaException(
                binary.At, $"between a single term and a number means nothing; write I({binary}) for the arithmetic.");
        }

        if (binary.Right is not NumberNode { At: { Value: >= 1 and <= 100 } exponent } || exponent.Value != Math.Floor(exponent.Value))
        {
            throw new FormulaException(
                binary.At, "needs a whole number from 1 to 100 behind it, the highest order of the interactions.");
        }

        var power = single;

        for (var i = 1; i < exponent.Value; i++)
        {
            var next = Limited(binary.At, Products(power, single));

            if (next.Count == power.Count)
                break;

            power = next;
        }

        return power;
    }

    private static IEnumerable<Term> Products(IReadOnlyList<Term> left, IReadOnlyList<Term> right) =>
        left.SelectMany(l => right.Select(l.With));

    private static List<Term> Limited(Token at, IEnumerable<Term> terms)
    {
        var distinct = new List<Term>();
        var seen = new HashSet<Term>();

        foreach (var term in terms)
        {
            if (seen.Add(term))
                distinct.Add(term);

            if (distinct.Count > MostTerms)
                throw new FormulaException(at, $"makes more than {MostTerms} terms; leave some interactions out.");
        }

        return distinct;
    }

    private void TakeIntercept(NumberNode number, bool isSummand, bool isAdded)
    {
        if (!isSummand || number.At.Value is not (0 or 1))
        {
            throw new FormulaException(
                number.At, "is a number among terms: only + 1, + 0 and - 1 have a meaning there; put arithmetic inside I().");
        }

        _intercept = number.At.Value == 1 == isAdded;
    }

    private void TakeBar(BarNode bar, bool mayHaveBar)
    {
        if (_bars is null)
            throw new FormulaException(bar.At, "stands inside another random term; write each as (1 | group) of its own.");

        if (!mayHaveBar)
            throw new FormulaException(bar.At, "belongs to a random term, which can only be added; put + before its parentheses.");

        _bars.Add(bar);
    }

    private static void RefuseNumber(Node operand, BinaryNode binary)
    {
        if (operand is NumberNode)
        {
            throw new FormulaException(
                operand.At, $"is a number in a product of terms; write I({binary}) for the arithmetic.");
        }
    }

    private int IndexOf(Node variable)
    {
        var name = variable.ToString();

        if (_indexOf.TryGetValue(name, out var index))
            return index;

        _variables.Add(variable);
        _indexOf.Add(name, _variables.Count - 1);

        return _variables.Count - 1;
    }
}
