namespace TrainingLMS.Congruence.MixedModels;

/// <summary>Sums over rows, which are visited some at a time so that their numbers stay in the processor's cache.</summary>
internal static class RowChunks
{
    private const int Rows = 256;
    private const int RowsWorthSharing = 20_000;
    private const int SharedParts = 2;

    /// <summary>Room for the numbers of some rows, column by column.</summary>
    public static double[][] Columns(int count) => [.. Enumerable.Range(0, count).Select(_ => new double[Rows])];

    /// <summary>
    /// The sums over all rows. Many rows are shared out in a fixed number of parts, whatever the machine, so that the sums
    /// are the same everywhere.
    /// </summary>
    public static double[] Sum<T>(int rows, Func<T> part, Func<T, double[]> sums)
        where T : IRowSums
    {
        var parts = new T[rows < RowsWorthSharing ? 1 : SharedParts];
        var chunks = (rows + Rows - 1) / Rows;

        if (parts.Length == 1)
            Visit(0);
        else
            Parallel.For(0, parts.Length, Visit);

        foreach (var other in parts.AsSpan(1))
            SmallBlocks.AddScaled(sums(parts[0]), sums(other), 1);

        return sums(parts[0]);

        void Visit(int at)
        {
            parts[at] = part();

            for (var chunk = at * chunks / parts.Length; chunk < (at + 1) * chunks / parts.Length; chunk++)
                parts[at].Add(chunk * Rows, Math.Min(Rows, rows - chunk * Rows));
        }
    }
}

/// <summary>Something that sums over rows.</summary>
internal interface IRowSums
{
    /// <summary>Takes these rows in, at most as many as there is room for.</summary>
    void Add(int first, int count);
}
