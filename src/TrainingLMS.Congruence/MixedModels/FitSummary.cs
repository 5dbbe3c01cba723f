using TrainingLMS.Congruence.Optimisation;

namespace TrainingLMS.Congruence.MixedModels;

/// <summary>How a fit went: where it ended, why it stopped, whether repeated fits agree.</summary>
/// <param name="End">Criterion at the estimate.</param>
/// <param name="Evaluations">Evaluations of the fit that was kept.</param>
/// <param name="Stopped">Why it stopped.</param>
/// <param name="Convergence">What the other optimisers and starts say.</param>
/// <param name="Singular">The components on the edge of what is possible; empty for a regular fit.</param>
/// <param name="Runs">Every run of the verdict, the kept one among them.</param>
public sealed record FitSummary(
    double End,
    int Evaluations,
    StopReason Stopped,
    Convergence Convergence,
    IReadOnlyList<SingularComponent> Singular,
    IReadOnlyList<OptimiserRun> Runs)
{
    public bool IsSingular => Singular.Count > 0;
}

/// <summary>The verdict of two optimisers from three starts each.</summary>
public enum Convergence
{
    /// <summary>Only one run was asked for.</summary>
    NotChecked,

    /// <summary>All criteria within 1e-4 of the best and all fixed effects within .01 of a standard error.</summary>
    Converged,

    /// <summary>They disagree: the numbers are not reported.</summary>
    Unstable,
}

/// <summary>One run of one optimiser, from a multiple of the first guess.</summary>
public sealed record OptimiserRun(string Optimiser, double StartScale, double Value, int Evaluations, StopReason Stopped);

/// <summary>A random effect whose variance is zero, or that is an exact combination of those before it.</summary>
public sealed record SingularComponent(string Factor, string Column, SingularKind Kind);

public enum SingularKind
{
    ZeroVariance,
    PerfectCorrelation,
}
