namespace TrainingLMS.Congruence.MixedModels;

/// <summary>The numbers of a model frame as plain arrays: outcome, fixed columns, random columns factor by factor.</summary>
internal sealed record ModelColumns(
    string OutcomeName, double[] Outcome, string[] FixedNames, double[][] Fixed, double[][][] Random)
{
    public int Rows => Outcome.Length;

    public static ModelColumns From(ModelFrame frame, RandomLayout layout) => new(
        frame.Outcome.Name,
        Cells(frame.Outcome),
        [.. frame.Fixed.Select(column => column.Name)],
        [.. frame.Fixed.Select(Cells)],
        [.. layout.Columns.Select(columns => columns.Select(Cells).ToArray())]);

    private static double[] Cells(Column column) => column.Values as double[] ?? [.. column.Values];
}
