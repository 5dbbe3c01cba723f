namespace TrainingLMS.Congruence.Optimisation;

/// <summary>A function to be made small, from function values alone.</summary>
public delegate double Objective(ReadOnlySpan<double> point);

/// <summary>A smooth function to be made small, which writes its gradient.</summary>
public delegate double SmoothObjective(ReadOnlySpan<double> point, Span<double> gradient);

public enum StopReason
{
    /// <summary>A further step would change next to nothing.</summary>
    SmallStep,

    /// <summary>The allowed number of evaluations was used up; the best point so far is returned.</summary>
    EvaluationLimit,

    /// <summary>No model was fitted that needed a minimiser: there is no θ.</summary>
    NothingToDo,
}

/// <summary>The best point a minimiser found, and how it ended.</summary>
public sealed record Minimum(IReadOnlyList<double> Point, double Value, int Evaluations, StopReason Stopped)
{
    /// <summary>What is known of the second derivatives there; null where the search does not keep them.</summary>
    public double[,]? Curvature { get; init; }
}
