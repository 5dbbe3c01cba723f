namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// y = Xβ + Zb + e with any number of random terms over nested or crossed groups (Bates, Mächler, Bolker &amp; Walker 2015),
/// and residuals that may be autocorrelated within a group. The data are crossed once; a fit then costs time linear in the
/// number of groups when they are nested, whatever their size; with an autocorrelation the data are crossed anew for each
/// value of it.
/// </summary>
public sealed class LinearMixedModel
{
    // Of fewer families a sample would say little; every so many-th of more is enough.
    private const int FamiliesWorthSampling = 1600;
    private const int SampledEvery = 16;

    private readonly Whitening? _whitening;

    private LinearMixedModel(ModelFrame frame)
    {
        Frame = frame;
        FixedNames = [.. frame.Fixed.Select(column => column.Name)];
        Layout = new RandomLayout(frame.Random);
        Columns = ModelColumns.From(frame, Layout);
        Data = CrossedData.From(BlockStructure.From(Layout, frame.Rows, FixedNames.Count), Columns);
        _whitening = frame.Residual is null ? null : new Whitening(frame.Residual);
        Scales = [.. Layout.Slots.Select(Scale), .. frame.Residual is null ? [] : (double[])[1]];
    }

    public int Rows => Frame.Rows;

    public IReadOnlyList<string> FixedNames { get; }

    public int ThetaCount => Layout.Slots.Count;

    /// <summary>θ, and the autocorrelation where there is one.</summary>
    public int ParameterCount => Scales.Length;

    internal ModelFrame Frame { get; }

    /// <summary>
    /// What each parameter is multiplied by to be free of the unit of its column: the column's root mean square. Searches and
    /// differences are made in such numbers.
    /// </summary>
    internal double[] Scales { get; }

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

    /// <summary>A first guess by moments, scaled; no autocorrelation.</summary>
    internal double[] Guess() => [.. StartingValues.From(Data, Scales), .. _whitening is null ? [] : (double[])[0]];

    /// <summary>
    /// The same model of some of the rows: those of every so many-th family of groups; null where that would say little, or
    /// where those rows alone cannot carry the model.
    /// </summary>
    internal LinearMixedModel? Sample()
    {
        var s = Data.Structure;

        if (s.Families.Length <= FamiliesWorthSampling)
            return null;

        var isSampled = new bool[s.NodeCount];

        for (var family = 0; family < s.Families.Length - 1; family += SampledEvery)
            isSampled.AsSpan(s.Families[family]..s.Families[family + 1]).Fill(true);

        var (nodes, codes) = (s.NodeOf[0], Layout.Factors[0].Codes);

        var rows = new List<int>(Rows / SampledEvery);

        for (var row = 0; row < Rows; row++)
        {
            if (isSampled[nodes[codes[row]]])
                rows.Add(row);
        }

        try
        {
            return From(Frame.Select([.. rows]));
        }
        catch (ModelRefusedException)
        {
            return null;
        }
    }

    /// <summary>The parameters that scaled ones stand for.</summary>
    internal double[] Unscaled(ReadOnlySpan<double> scaled)
    {
        var parameters = scaled.ToArray();

        for (var k = 0; k < parameters.Length; k++)
            parameters[k] /= Scales[k];

        return parameters;
    }

    /// <summary>The cross-products of whitened rows, and log |R(φ)|.</summary>
    internal (CrossedData Data, double LogDeterminant) Whitened(double phi)
    {
        var (columns, logDeterminant) = _whitening!.At(Columns, phi);

        return (CrossedData.From(Data.Structure, columns), logDeterminant);
    }

    /// <summary>Whether a parameter is a diagonal of Λ: a relative standard deviation, which has a bound at zero.</summary>
    internal bool IsDiagonal(int parameter) => parameter < ThetaCount && Layout.Slots[parameter].IsDiagonal;

    /// <summary>
    /// The same model with no diagonal of Λ below zero: a column of it may change its sign, so the search need not know a
    /// bound, on which it could get stuck with the column's other sign.
    /// </summary>
    internal double[] WithPositiveDiagonals(double[] parameters)
    {
        double[] turned = [.. parameters];

        foreach (var diagonal in Layout.Slots.Where((slot, k) => slot.IsDiagonal && parameters[k] < 0))
        {
            for (var k = 0; k < ThetaCount; k++)
            {
                if (Layout.Slots[k].Factor == diagonal.Factor && Layout.Slots[k].Column == diagonal.Column)
                    turned[k] = -turned[k];
            }
        }

        return turned;
    }

    private double Scale(ThetaSlot slot)
    {
        var (s, q) = (Data.Structure, Layout.Widths[slot.Factor]);
        var squares = s.NodeOf[slot.Factor].Sum(node => Data.Cross[s.Diagonal[node] + slot.Row * (q + 1)]);

        return squares > 0 ? Math.Sqrt(squares / Rows) : 1;
    }
}
