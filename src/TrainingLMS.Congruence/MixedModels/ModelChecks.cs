namespace TrainingLMS.Congruence.MixedModels;

/// <summary>What is refused before anything is fitted, each with its name.</summary>
internal static class ModelChecks
{
    public static void Refuse(ModelFrame frame)
    {
        var rows = frame.Rows;

        if (rows <= frame.Fixed.Count)
        {
            throw new ModelRefusedException(
                RefusalReason.TooFewRows, frame.Outcome.Name, rows, frame.Fixed.Count + 1);
        }

        foreach (var column in Columns(frame).Distinct(ReferenceEqualityComparer.Instance).Cast<Column>())
            Refuse(column, rows);

        if (IsConstant(frame.Outcome.Values))
            throw new ModelRefusedException(RefusalReason.ConstantOutcome, frame.Outcome.Name, 1, 2);

        foreach (var term in frame.Random)
            Refuse(term, rows);
    }

    private static void Refuse(Column column, int rows)
    {
        if (column.Values.Count != rows)
            throw new ModelRefusedException(RefusalReason.UnequalLengths, column.Name, column.Values.Count, rows);

        var finite = column.Values is double[] numbers ? Finite(numbers) : column.Values.Count(double.IsFinite);

        if (finite != rows)
            throw new ModelRefusedException(RefusalReason.NotANumber, column.Name, finite, rows);
    }

    private static void Refuse(RandomTerm term, int rows)
    {
        var levels = term.Factor.Levels.Count;

        if (term.Factor.OfRow.Count != rows)
        {
            throw new ModelRefusedException(
                RefusalReason.UnequalLengths, term.Factor.Name, term.Factor.OfRow.Count, rows);
        }

        if (levels < 2)
            throw new ModelRefusedException(RefusalReason.TooFewLevels, term.Factor.Name, levels, 2);

        if (levels * term.Columns.Count >= rows)
        {
            throw new ModelRefusedException(
                RefusalReason.TooManyLevels, term.Factor.Name, rows, levels * term.Columns.Count + 1);
        }
    }

    private static int Finite(ReadOnlySpan<double> numbers)
    {
        var finite = 0;

        foreach (var number in numbers)
            finite += double.IsFinite(number) ? 1 : 0;

        return finite;
    }

    private static bool IsConstant(IReadOnlyList<double> values)
    {
        var (least, most) = (values[0], values[0]);

        foreach (var value in values as double[] ?? [.. values])
        {
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }

        return most - least <= 1e-12 * Math.Abs(most);
    }

    private static IEnumerable<Column> Columns(ModelFrame frame) =>
        [frame.Outcome, .. frame.Fixed, .. frame.Random.SelectMany(term => term.Columns)];
}
