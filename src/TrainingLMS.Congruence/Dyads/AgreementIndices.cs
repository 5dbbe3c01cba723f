namespace TrainingLMS.Congruence.Dyads;

/// <summary>
/// Agreement of two raters over sessions, x the patient's and y the therapist's ratings: plain formulas without any gate.
/// Both lists have the same length, at least 1, and 2 where a spread is asked for.
/// </summary>
public static class AgreementIndices
{
    private const double Normal975 = 1.959963984540054;

    public static double MeanGap(IReadOnlyList<double> x, IReadOnlyList<double> y) => Gaps(x, y).Average();

    public static double MeanAbsoluteGap(IReadOnlyList<double> x, IReadOnlyList<double> y) =>
        Gaps(x, y).Average(Math.Abs);

    /// <summary>Standard deviation of the gap with n - 1.</summary>
    public static double SpreadOfGap(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var gaps = Gaps(x, y);

        return Math.Sqrt(Products(gaps, gaps) / (gaps.Count - 1));
    }

    /// <summary>Mean gap ± 1.96 of its standard deviation (Bland &amp; Altman 1986).</summary>
    public static Interval LimitsOfAgreement(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (gap, half) = (MeanGap(x, y), Normal975 * SpreadOfGap(x, y));

        return new Interval(gap - half, gap + half, .95);
    }

    /// <summary>Pearson's r; null where one of them never changes.</summary>
    public static double? Pearson(IReadOnlyList<double> x, IReadOnlyList<double> y) =>
        IsConstant(x) || IsConstant(y)
            ? null
            : Math.Clamp(Products(x, y) / Math.Sqrt(Products(x, x) * Products(y, y)), -1, 1);

    /// <summary>2 s_xy / (s_x² + s_y² + (x̄ - ȳ)²) with moments over n (Lin 1989); null where both are one same number.</summary>
    public static double? Concordance(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var n = x.Count;
        var gap = x.Average() - y.Average();

        return Ratio(2 * Products(x, y) / n, (Products(x, x) + Products(y, y)) / n + gap * gap);
    }

    /// <summary>ICC(A,1) of McGraw &amp; Wong (1996) for two raters; may be negative, null where nothing varies.</summary>
    public static double? IntraclassAgreement(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (sessions, raters, error) = MeanSquares(x, y);

        return Ratio(sessions - error, sessions + error + 2 * (raters - error) / x.Count);
    }

    /// <summary>ICC(C,1) of McGraw &amp; Wong (1996) for two raters; leaves the gap out, null where nothing varies.</summary>
    public static double? IntraclassConsistency(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var (sessions, _, error) = MeanSquares(x, y);

        return Ratio(sessions - error, sessions + error);
    }

    /// <summary>Fisher's 95 % interval of a correlation (Fisher 1921); n above 3.</summary>
    public static Interval FisherInterval(double r, int n)
    {
        if (Math.Abs(r) >= 1)
            return new Interval(r, r, .95);

        var half = Normal975 / Math.Sqrt(n - 3);

        return new Interval(Math.Tanh(Math.Atanh(r) - half), Math.Tanh(Math.Atanh(r) + half), .95);
    }

    public static bool IsConstant(IReadOnlyList<double> values) => values.Max() <= values.Min();

    // Two-way analysis of variance: sessions by two raters.
    private static (double Sessions, double Raters, double Error) MeanSquares(
        IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var n = x.Count;
        double[] means = [.. x.Zip(y, (a, b) => (a + b) / 2)];
        var gaps = Gaps(x, y);
        var gap = gaps.Average();

        return (2 * Products(means, means) / (n - 1), n * gap * gap / 2, Products(gaps, gaps) / (2 * (n - 1)));
    }

    private static double? Ratio(double above, double below) => Math.Abs(below) > 1e-12 ? above / below : null;

    private static List<double> Gaps(IReadOnlyList<double> x, IReadOnlyList<double> y) => [.. y.Zip(x, (b, a) => b - a)];

    private static double Products(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var mx = x.Average();
        var my = y.Average();

        return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum();
    }
}
