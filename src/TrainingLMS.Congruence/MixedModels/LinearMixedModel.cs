namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// y = Xβ + Zb + e with any number of random terms over nested or crossed groups (Bates, Mächler, Bolker &amp; Walker 2015),
/// and residuals that may be autocorrelated within a group. The data are crossed once; a fit then costs time linear in the
/// number of groups when they are nested, whatever their size; with an autocorrelation the data are crossed anew for each
/// value of it.
/// </summary>
public sealed class LinearMixedModel
{
    private readonly Whitening? _whitening;
    private readonly Lazy<double[]> _guess;

    private LinearMixedModel(ModelFrame frame)
    {
        Frame = frame;
        FixedNames = [.. frame.Fixed.Select(column => column.Name)];
        Layout = new RandomLayout(frame.Random);
        Columns = ModelColumns.From(frame, Layout);
        Data = CrossedData.From(BlockStructure.From(Layout, frame.Rows, FixedNames.Count), Columns);
        _whitening = frame.Residual is null ? null : new Whitening(frame.Residual);
        _guess = new Lazy<double[]>(() => StartingValues.From(Data));
        LowerBounds =
        [
            .. Layout.Slots.Select(slot => slot.IsDiagonal ? 0 : double.NegativeInfinity),
            .. frame.Residual is null ? [] : (double[])[double.NegativeInfinity],
        ];
    }

    public int Rows => Frame.Rows;

    public IReadOnlyList<string> FixedNames { get; }

    public int ThetaCount => Layout.Slots.Count;

    /// <summary>θ, and the autocorrelation where there is one.</summary>
    public int ParameterCount => LowerBounds.Count;

    /// <summary>
    /// Zero for the diagonals of the relative covariance factors, none for what lies below them and for the autocorrelation,
    /// which is searched as artanh φ.
    /// </summary>
    public IReadOnlyList<double> LowerBounds { get; }

    internal ModelFrame Frame { get; }

    internal RandomLayout Layout { get; }

    internal ModelColumns Columns { get; }

    /// <summary>The cross-products of the rows as they are.</summary>
    internal CrossedData Data { get; }

    /// <exception cref="ModelRefusedException">The data cannot carry this model; the refusal names what and why.</exception>
    public static LinearMixedModel From(ModelFrame frame)
    {
        ModelChecks.Refuse(frame);

        return new LinearMixedModel(frame);
    }

    public ProfiledDeviance Deviance(LikelihoodMethod method) => new(this, method);

    /// <summary>
    /// Fits from a first guess by moments and, with <paramref name="verdict"/>, again with two optimisers from three multiples of it each, which is
    /// what makes the result "converged" or "unstable".
    /// </summary>
    public Fit Fit(LikelihoodMethod method = LikelihoodMethod.Reml, bool verdict = true) =>
        Estimation.Run(this, method, verdict);

    /// <summary>The first guess times <paramref name="scale"/>; no autocorrelation.</summary>
    internal double[] StartAt(double scale)
    {
        var start = new double[ParameterCount];
        var guess = _guess.Value;

        for (var k = 0; k < ThetaCount; k++)
            start[k] = guess[k] * scale;

        return start;
    }

    /// <summary>The cross-products of whitened rows, and log |R(φ)|.</summary>
    internal (CrossedData Data, double LogDeterminant) Whitened(double phi)
    {
        var (columns, logDeterminant) = _whitening!.At(Columns, phi);

        return (CrossedData.From(Data.Structure, columns), logDeterminant);
    }
}
