namespace TrainingLMS.Congruence.MixedModels.Formulas;

/// <summary>
/// A mixed model in the notation of Wilkinson &amp; Rogers (1973) as lme4 reads it (Bates et al. 2015, section 2.2):
/// <c>y ~ a * b + log(x) + (1 + x | g1/g2)</c>.
/// </summary>
public sealed class Formula
{
    private Formula(string text, Node outcome, TermList fixedTerms, IReadOnlyList<RandomPart> random) =>
        (Text, OutcomeNode, FixedTerms, RandomParts) = (text, outcome, fixedTerms, random);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>The outcome's name, transformation and all.</summary>
    public string Outcome => OutcomeNode.ToString();

    internal Node OutcomeNode { get; }

    internal TermList FixedTerms { get; }

    internal IReadOnlyList<RandomPart> RandomParts { get; }

    /// <exception cref="FormulaException">It is no formula; the message names the sign, its place and what to do.</exception>
    public static Formula Parse(string text)
    {
        var (outcome, terms) = FormulaParser.Formula(text);
        Arithmetic.Check(outcome);
        var bars = new List<BarNode>();
        var fixedTerms = TermReader.Read(terms, bars);

        if (!Arithmetic.Columns(outcome).Any())
            throw new FormulaException(outcome.At, "stands before the ~, where a column is needed; write outcome ~ terms.");

        if (fixedTerms.Variables.FirstOrDefault(v => v.ToString() == outcome.ToString()) is { } repeated)
            throw new FormulaException(repeated.At, "is the outcome; take it out of the terms.");

        return new Formula(text, outcome, fixedTerms, RandomPart.Read(bars));
    }

    /// <summary>
    /// The model's columns from data: rows with a missing cell left out, factors by treatment contrasts with R's names,
    /// columns that are combinations of those before them dropped.
    /// </summary>
    /// <param name="data">The columns; those of text are factors, their first level in ordinal order the reference.</param>
    /// <param name="factors">Columns of numbers that are factors all the same.</param>
    /// <param name="residual">How residuals hang together; null where they are independent.</param>
    /// <exception cref="FormulaException">A column is not there; the message offers those spelt nearly so.</exception>
    /// <exception cref="ModelRefusedException">The data cannot carry the model; the refusal names what and why.</exception>
    public FormulaFrame Frame(
        DataFrame data, IReadOnlyCollection<string>? factors = null, SerialTerm? residual = null) =>
        new FrameBuilder(this, data, factors ?? [], residual).Build();

    public override string ToString() => Text;
}

/// <summary>What residuals that hang together are ordered by, and in whose groups: <c>session | therapist/patient</c>.</summary>
public sealed class SerialTerm
{
    private SerialTerm(string text, ColumnNode? position, GroupKey group) => (Text, Position, Group) = (text, position, group);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Null for the order of the rows.</summary>
    internal ColumnNode? Position { get; }

    internal GroupKey Group { get; }

    /// <summary>A column or 1 (the order of the rows), a bar, and groups, where a/b means those of a:b.</summary>
    /// <exception cref="FormulaException">It is not written so.</exception>
    public static SerialTerm Parse(string text)
    {
        var (position, group) = FormulaParser.Serial(text);

        return position switch
        {
            ColumnNode column => new SerialTerm(text, column, GroupKey.Read(group)[^1]),
            NumberNode { At.Value: 1 } => new SerialTerm(text, null, GroupKey.Read(group)[^1]),
            _ => throw new FormulaException(
                position.At, "cannot order the residuals; write a column of whole numbers, or 1 for the order of the rows."),
        };
    }

    public override string ToString() => Text;
}

/// <summary>A formula met with data.</summary>
public sealed record FormulaFrame
{
    public required ModelFrame Frame { get; init; }

    /// <summary>The rows of the data that the frame holds, ascending, from 0.</summary>
    public required IReadOnlyList<int> Rows { get; init; }

    /// <summary>Rows of the data, used or not.</summary>
    public required int DataRows { get; init; }

    /// <summary>The variables that rows were left out for; a row can count for several of them.</summary>
    public required IReadOnlyList<MissingCells> Missing { get; init; }

    /// <summary>Fixed columns that are combinations of those before them, in their order.</summary>
    public required IReadOnlyList<string> DroppedColumns { get; init; }

    public int DroppedRows => DataRows - Rows.Count;
}

/// <summary>In how many rows a variable is missing, or not defined (the logarithm of -1).</summary>
public sealed record MissingCells(string Variable, int Rows);
