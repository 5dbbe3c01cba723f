using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.Studies;

namespace TrainingLMS.Congruence.TruthAndBias;

/// <summary>
/// One judgement a pair: J - m_T = b0 + t (T - m_T) + b (B - m_T) + e (West &amp; Kenny 2011, eq. 1), by least squares.
/// </summary>
public sealed record OneLevelTruthAndBias
{
    /// <summary>m_T, taken from J, T and B alike; never each its own mean.</summary>
    public required double Centre { get; init; }

    public required int Rows { get; init; }

    /// <summary>b0: judgement minus truth where truth is average; without B exactly mean(J) - mean(T).</summary>
    public required Estimate DirectionalBias { get; init; }

    /// <summary>t: 0 where judgement ignores truth, 1 where it moves point for point. Not a correlation.</summary>
    public required Estimate TruthForce { get; init; }

    /// <summary>b: pull towards B with truth held constant; null without B.</summary>
    public required Estimate? BiasForce { get; init; }

    /// <summary>a b, a the slope of B on T; null without B.</summary>
    public required double? IndirectAccuracy { get; init; }

    /// <summary>t + a b.</summary>
    public required double TotalAccuracy { get; init; }

    /// <summary>
    /// Withheld with the refusal's name where there are no more rows than coefficients, a list has another length, a
    /// cell is no number, judgement or truth never changes, or B is a function of T.
    /// </summary>
    /// <param name="judgement">J.</param>
    /// <param name="truth">T, on the same scale.</param>
    /// <param name="bias">B, on the same scale; null for none.</param>
    public static Reported<OneLevelTruthAndBias> Fit(
        IReadOnlyList<double> judgement, IReadOnlyList<double> truth, IReadOnlyList<double>? bias = null)
    {
        if (truth.Count == 0)
            return Reported.Refuse<OneLevelTruthAndBias>(new Refusal(RefusalReason.TooFewRows, "truth", 0, 3));

        var centre = truth.Average();
        var j = Make("judgement", judgement);
        var t = Make("truth", truth);
        var one = Column.Intercept(truth.Count);

        if (bias is null)
            return Fitting.Converged(new ModelFrame(j, [one, t], [])).Select(fit => Result(fit, null));

        var b = Make("bias", bias);

        return Fitting.Converged(new ModelFrame(j, [one, t, b], [])).Then(fit =>
            Fitting.Converged(new ModelFrame(b, [one, t], []))
                .Select(path => Result(fit, path["truth"].Value)));

        Column Make(string name, IReadOnlyList<double> values) => new(name, [.. values.Select(v => v - centre)]);

        OneLevelTruthAndBias Result(Fit fit, double? path) => new()
        {
            Centre = centre,
            Rows = fit.Rows,
            DirectionalBias = fit.AsLeastSquares(Column.InterceptName),
            TruthForce = fit.AsLeastSquares("truth"),
            BiasForce = path is null ? null : fit.AsLeastSquares("bias"),
            IndirectAccuracy = path is { } a ? a * fit["bias"].Value : null,
            TotalAccuracy = fit["truth"].Value + (path ?? 0) * (path is null ? 0 : fit["bias"].Value),
        };
    }
}
