namespace TrainingLMS.Congruence.MixedModels.Formulas;

/// <summary>A formula that cannot be read, or that names a column that is not there; says where, and what to do.</summary>
public sealed class FormulaException : Exception
{
    internal FormulaException(Token at, string what)
        : base(at.Kind == TokenKind.End ? what : $"\u201c{at.Text}\u201d at character {at.Position} {what}") =>
        (Token, Position) = (at.Text, at.Position);

    /// <summary>What could not be read; empty where the formula ends too early.</summary>
    public string Token { get; }

    /// <summary>Where it stands, the first character being 1.</summary>
    public int Position { get; }

    /// <summary>The place is in the order of the residuals, not in the formula.</summary>
    public bool IsOfSerialTerm { get; internal init; }
}
