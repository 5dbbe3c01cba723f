namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// y = Xβ + Zb + e with any number of random terms over nested or crossed groups (Bates, Mächler, Bolker &amp; Walker 2015).
/// The data are crossed once; a fit then costs time linear in the number of groups when they are nested.
/// </summary>
public sealed class LinearMixedModel
{
    private LinearMixedModel(ModelFrame frame)
    {
        Frame = frame;
        FixedNames = [.. frame.Fixed.Select(column => column.Name)];
        Basis = new FixedBasis(frame);
        Layout = new RandomLayout(frame.Random);
        Structure = BlockStructure.From(Layout, Basis);
        LowerBounds = [.. Layout.Slots.Select(slot => slot.IsDiagonal ? 0 : double.NegativeInfinity)];
    }

    public int Rows => Frame.Rows;

    public IReadOnlyList<string> FixedNames { get; }

    public int ThetaCount => LowerBounds.Count;

    /// <summary>Zero for the diagonals of the relative covariance factors, none for what lies below them.</summary>
    public IReadOnlyList<double> LowerBounds { get; }

    internal ModelFrame Frame { get; }

    internal FixedBasis Basis { get; }

    internal RandomLayout Layout { get; }

    internal BlockStructure Structure { get; }

    /// <exception cref="ModelRefusedException">The data cannot carry this model; the refusal names what and why.</exception>
    public static LinearMixedModel From(ModelFrame frame)
    {
        ModelChecks.Refuse(frame);

        return new LinearMixedModel(frame);
    }

    public ProfiledDeviance Deviance(LikelihoodMethod method) => new(this, method);

    /// <summary>
    /// Fits from θ = 1 and, with <paramref name="verdict"/>, again with two optimisers from three starts each, which is
    /// what makes the result "converged" or "unstable".
    /// </summary>
    public Fit Fit(LikelihoodMethod method = LikelihoodMethod.Reml, bool verdict = true) =>
        Estimation.Run(this, method, verdict);

    /// <summary>θ with this value on the diagonals and zero below.</summary>
    internal double[] StartAt(double diagonal) => [.. Layout.Slots.Select(slot => slot.IsDiagonal ? diagonal : 0)];
}
