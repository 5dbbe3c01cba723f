namespace TrainingLMS.Congruence.MixedModels.Formulas;

/// <summary>Recursive descent over the tokens, with R's precedence: ^, then :, then * and /, then + and -.</summary>
internal sealed class FormulaParser(string text)
{
    private const int Deepest = 100;

    private readonly IReadOnlyList<Token> _tokens = Token.Read(text);
    private int _at;
    private int _depth;

    private Token Current => _tokens[_at];

    /// <summary>outcome ~ terms</summary>
    public static (Node Outcome, Node Terms) Formula(string text)
    {
        var parser = new FormulaParser(text);

        if (parser.Current.Is("~"))
        {
            throw new FormulaException(
                parser.Current, "has no outcome before it; write the formula as outcome ~ terms + (1 | group).");
        }

        var outcome = parser.Sum();

        if (!parser.Current.Is("~"))
        {
            throw parser.Current.Kind == TokenKind.End
                ? new FormulaException(parser.Current, "The formula has no ~; write it as outcome ~ terms + (1 | group).")
                : parser.Unexpected();
        }

        parser._at++;
        var terms = parser.Sum();
        parser.End();

        return (outcome, terms);
    }

    /// <summary>position | group</summary>
    public static (Node Position, Node Group) Serial(string text)
    {
        var parser = new FormulaParser(text);
        var position = parser.Sum();

        if (!parser.Current.Is("|"))
        {
            throw parser.Current.Kind == TokenKind.End
                ? new FormulaException(parser.Current, "The order of the residuals has no |; write it as session | group.")
                : parser.Unexpected();
        }

        parser._at++;
        var group = parser.Sum();
        parser.End();

        return (position, group);
    }

    private void End()
    {
        if (Current.Kind != TokenKind.End)
            throw Unexpected();
    }

    private Node Sum()
    {
        var left = Product();

        while (Current.Is("+") || Current.Is("-"))
        {
            var sign = Take();
            left = new BinaryNode(sign, left, Product());
        }

        return left;
    }

    private Node Product()
    {
        var left = Interaction();

        while (Current.Is("*") || Current.Is("/"))
        {
            var sign = Take();
            left = new BinaryNode(sign, left, Interaction());
        }

        return left;
    }

    private Node Interaction()
    {
        var left = Signed();

        while (Current.Is(":"))
        {
            var sign = Take();
            left = new BinaryNode(sign, left, Signed());
        }

        return left;
    }

    private Node Signed()
    {
        if (++_depth > Deepest)
            throw new FormulaException(Current, $"stands deeper than {Deepest} levels; write the formula with fewer parentheses.");

        Node signed;

        if (Current.Is("+") || Current.Is("-"))
        {
            var sign = Take();
            signed = new SignNode(sign, Signed());
        }
        else
        {
            signed = Primary();

            if (Current.Is("^"))
            {
                var sign = Take();
                signed = new BinaryNode(sign, signed, Signed());
            }
        }

        _depth--;

        return signed;
    }

    private Node Primary()
    {
        var token = Current;

        if (token.Kind == TokenKind.Number)
            return new NumberNode(Take());

        if (token.Kind == TokenKind.Name)
        {
            _at++;

            return Current.Is("(") && !token.IsQuoted ? Call(token) : new ColumnNode(token);
        }

        if (!token.Is("("))
            throw Unexpected();

        _at++;
        var inner = Sum();

        if (Current.Is("|") || Current.Is("||"))
        {
            var bar = Take();
            inner = new BarNode(bar, inner, Sum());
        }

        Close(token);

        return new ParenthesesNode(token, inner);
    }

    private CallNode Call(Token function)
    {
        if (!Arithmetic.Knows(function.Text) && function.Text is not ("factor" or "as.factor"))
        {
            throw new FormulaException(
                function, $"is no function that a formula can use; there are {Arithmetic.Names} and factor.");
        }

        var open = Take();

        if (Current.Is(")"))
            throw new FormulaException(function, "has nothing between its parentheses; write a column there.");

        var argument = Sum();

        if (Current.Is(","))
            throw new FormulaException(Current, $"is one argument too many: {function.Text}() takes one; leave the rest out.");

        Close(open);
        Arithmetic.Check(argument);

        return new CallNode(function, argument);
    }

    private void Close(Token open)
    {
        if (Current.Kind == TokenKind.End)
            throw new FormulaException(open, "is never closed; add the ) that belongs to it.");

        if (!Current.Is(")"))
            throw Unexpected();

        _at++;
    }

    private Token Take() => _tokens[_at++];

    private FormulaException Unexpected()
    {
        var before = _at > 0 ? _tokens[_at - 1] : null;
        var wantsTerm = before is null || (before.Kind == TokenKind.Symbol && !before.Is(")"));

        return Current switch
        {
            { Kind: TokenKind.End } when before is null =>
                new FormulaException(Current, "The formula is empty; write it as outcome ~ terms + (1 | group)."),
            { Kind: TokenKind.End } => new FormulaException(
                before!, "ends the formula, and a term should follow it; add the term or leave the sign out."),
            { Kind: TokenKind.Symbol } when Current.Is("|") || Current.Is("||") => wantsTerm
                ? new FormulaException(Current, "has nothing before it; write what varies, such as (1 | group).")
                : new FormulaException(
                    Current, "stands outside parentheses or for the second time; write each random term as (1 | group)."),
            { Kind: TokenKind.Symbol } when Current.Is(")") => wantsTerm && before!.Is("(")
                ? new FormulaException(Current, "closes empty parentheses; write a term between them.")
                : wantsTerm
                    ? new FormulaException(Current, "comes where a term should stand; add the term before it.")
                    : new FormulaException(Current, "closes nothing; take it out or add the ( that belongs to it."),
            { Kind: TokenKind.Symbol } when Current.Is("~") =>
                new FormulaException(Current, "is one ~ too many; a formula has one outcome and one ~."),
            { Kind: TokenKind.Symbol } when wantsTerm =>
                new FormulaException(Current, "comes where a term should stand; add the term before it or leave it out."),
            _ => new FormulaException(Current, "follows without a sign; put + between two terms, or : for an interaction."),
        };
    }
}
