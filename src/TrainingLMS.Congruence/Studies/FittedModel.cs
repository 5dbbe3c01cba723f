using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.Optimisation;

namespace TrainingLMS.Congruence.Studies;

/// <summary>One estimated quantity and what it is called.</summary>
public sealed record NamedEstimate(string Name, Estimate Estimate);

/// <summary>A fitted model as a table shows it: what was fitted, to how much, and how it came out.</summary>
public sealed record FittedModel
{
    /// <summary>In lme4's notation.</summary>
    public required string Formula { get; init; }

    public required LikelihoodMethod Method { get; init; }

    public required int Rows { get; init; }

    public required int Dyads { get; init; }

    public required int Therapists { get; init; }

    /// <summary>Minus twice the log-likelihood, restricted under REML.</summary>
    public required double Criterion { get; init; }

    /// <summary>Whether repeated fits agree; a run that ended found the same or the model is not told.</summary>
    public required Convergence Convergence { get; init; }

    /// <summary>Runs of the verdict that reached their limit of evaluations before they ended.</summary>
    public required int RunsCutShort { get; init; }

    /// <summary>Variances estimated as zero and perfect correlations; not an error, but inference is doubtful.</summary>
    public required IReadOnlyList<SingularComponent> Singular { get; init; }

    public required IReadOnlyList<NamedEstimate> Fixed { get; init; }

    public required IReadOnlyList<VarianceComponent> Components { get; init; }

    public required double ResidualSd { get; init; }

    /// <summary>φ of an AR(1) residual, -1 to 1; null where residuals are independent.</summary>
    public required double? Autocorrelation { get; init; }

    internal static FittedModel From<T>(Fit fit, ModelFrame frame, StudyRows<T> rows) => new()
    {
        Formula = Notation.Of(frame),
        Method = fit.Method,
        Rows = fit.Rows,
        Dyads = rows.Dyad.Levels.Count,
        Therapists = rows.Therapist.Levels.Count,
        Criterion = fit.Criterion,
        Convergence = Fitting.IsAgreed(fit.Summary) ? Convergence.Converged : fit.Summary.Convergence,
        RunsCutShort = fit.Summary.Runs.Count(run => run.Stopped == StopReason.EvaluationLimit),
        Singular = fit.Summary.Singular,
        Fixed = [.. fit.FixedNames.Select(name => new NamedEstimate(name, fit[name]))],
        Components = fit.Components.All,
        ResidualSd = fit.Sigma,
        Autocorrelation = fit.Autocorrelation,
    };
}
