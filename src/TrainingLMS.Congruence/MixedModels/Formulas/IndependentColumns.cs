namespace TrainingLMS.Congruence.MixedModels.Formulas;

/// <summary>
/// Columns without those that are combinations of the ones before them, by R's measure: what is left of a column after
/// projection on those is shorter than 1e-7 of it (LINPACK's dqrdc2, which lm and lme4 use).
/// </summary>
internal static class IndependentColumns
{
    private const double Tolerance = 1e-7;

    public static IReadOnlyList<Column> Of(IReadOnlyList<Column> columns, out IReadOnlyList<string> dropped)
    {
        var basis = new List<double[]>();
        var kept = new List<Column>();
        var left = new List<string>();

        foreach (var column in columns)
        {
            double[] v = [.. column.Values];
            var length = Math.Sqrt(Dot(v, v));

            // The second pass removes what rounding left of the first.
            for (var pass = 0; pass < 2; pass++)
            {
                foreach (var q in basis)
                    Subtract(v, q, Dot(v, q));
            }

            var rest = Math.Sqrt(Dot(v, v));

            if (rest <= Tolerance * length)
            {
                left.Add(column.Name);
                continue;
            }

            for (var row = 0; row < v.Length; row++)
                v[row] /= rest;

            basis.Add(v);
            kept.Add(column);
        }

        dropped = left;

        return kept;
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;

        for (var row = 0; row < a.Length; row++)
            sum += a[row] * b[row];

        return sum;
    }

    private static void Subtract(double[] v, double[] q, double times)
    {
        for (var row = 0; row < v.Length; row++)
            v[row] -= times * q[row];
    }
}
