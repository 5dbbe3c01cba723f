namespace TrainingLMS.Congruence.MixedModels;

/// <summary>
/// The cross-products factored at one θ, family by family and nothing kept of them but sums: what one evaluation of the
/// criterion costs. Large data are shared out in a fixed number of parts, whatever the machine, so that the sums are the
/// same everywhere. Holds the working memory, so one instance serves one thread.
/// </summary>
internal sealed class BlockPass
{
    private const int GroupsWorthSharing = 4_000;
    private const int SharedParts = 2;

    private readonly BlockStructure _s;
    private readonly int[] _parts;
    private readonly Elimination[] _eliminations;
    private GradientSums? _sums;

    public BlockPass(BlockStructure structure)
    {
        _s = structure;
        _parts = structure.Parts(structure.NodeCount < GroupsWorthSharing ? 1 : SharedParts);
        _eliminations = [.. _parts[1..].Select(_ => new Elimination(structure, keepsAll: false))];
        Fixed = new FixedFactor(structure.Border - 1, structure.Stride);
    }

    public FixedFactor Fixed { get; }

    /// <summary>2 log |L|, random effects only.</summary>
    public double LogDeterminantRandom { get; private set; }

    /// <summary>Factors at θ; false where rounding leaves no positive pivot.</summary>
    public bool Run(double[] cross, ReadOnlySpan<double> theta, bool withGradient)
    {
        var lambda = _s.Layout.Lambda(theta);
        var outcomes = new Outcome[_eliminations.Length];

        if (outcomes.Length == 1)
            outcomes[0] = Part(0, cross, lambda, withGradient);
        else
            Parallel.For(0, outcomes.Length, part => outcomes[part] = Part(part, cross, lambda, withGradient));

        if (Array.Exists(outcomes, outcome => !outcome.IsPositive))
            return false;

        var first = outcomes[0];

        foreach (var other in outcomes[1..])
        {
            SmallBlocks.AddScaled(first.Corner, other.Corner, 1);
            first.Sums?.Add(other.Sums!);
        }

        SmallBlocks.AddScaled(first.Corner, cross.AsSpan(_s.Corner), 1);
        LogDeterminantRandom = outcomes.Sum(outcome => outcome.LogDeterminant);
        _sums = first.Sums;

        return Fixed.Update(first.Corner);
    }

    /// <summary>
    /// Derivatives in θ of the log-determinants, 2 log |R_X| among them with the fixed part, and of r², where the last run was.
    /// </summary>
    public void Derivatives(bool withFixed, Span<double> logDeterminants, Span<double> residual) =>
        _sums!.Derivatives(Fixed, withFixed, logDeterminants, residual);

    private Outcome Part(int part, double[] cross, double[][] lambda, bool withGradient)
    {
        var elimination = _eliminations[part];
        var corner = new double[_s.Size - _s.Corner];
        var determinant = default(LogProduct);
        var sums = withGradient ? new GradientSums(_s, cross, lambda) : null;
        elimination.Begin(cross, lambda);

        for (var family = _parts[part]; family < _parts[part + 1]; family++)
        {
            var (first, end) = (_s.Families[family], _s.Families[family + 1]);

            if (!elimination.TakeOut(first, end, corner, ref determinant))
                return new Outcome(false, 0, corner, sums);

            if (sums is null)
                continue;

            elimination.SolveBack(first, end);
            sums.Add(elimination, first, end);
        }

        return new Outcome(true, determinant.Log, corner, sums);
    }

    private sealed record Outcome(bool IsPositive, double LogDeterminant, double[] Corner, GradientSums? Sums);
}
