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

        foreach (var column in Columns(frame))
            Refuse(column, rows);

        if (frame.Outcome.Values.Max() - frame.Outcome.Values.Min() <= 1e-12 * Math.Abs(frame.Outcome.Values.Max()))
            throw new ModelRefusedException(RefusalReason.ConstantOutcome, frame.Outcome.Name, 1, 2);

        foreach (var term in frame.Random)
            Refuse(term, rows);
    }

    private static void Refuse(Column column, int rows)
    {
        if (column.Values.Count != rows)
            throw new ModelRefusedException(RefusalReason.UnequalLengths, column.Name, column.Values.Count, rows);

        var finite = column.Values.Count(double.IsFinite);

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

    private static IEnumerable<Column> Columns(ModelFrame frame) =>
        [frame.Outcome, .. frame.Fixed, .. frame.Random.SelectMany(term => term.Columns)];
}
