using TrainingLMS.Congruence.MixedModels;

namespace TrainingLMS.Congruence.Studies;

/// <summary>One rung of a ladder of random parts, as it came out.</summary>
/// <param name="Part">The random part that was tried.</param>
/// <param name="Criterion">The REML criterion; null where the model was refused.</param>
/// <param name="Convergence">Whether the optimisers agree.</param>
/// <param name="Singular">The components on the edge.</param>
/// <param name="Refusal">Why it could not be fitted at all.</param>
public sealed record LadderStep<TPart>(
    TPart Part,
    double? Criterion,
    Convergence Convergence,
    IReadOnlyList<SingularComponent> Singular,
    Refusal? Refusal = null);

/// <summary>The rung that holds, with everything that was tried above it.</summary>
internal sealed record Rung<TPart>(TPart Part, ModelFrame Frame, Fit Fit, IReadOnlyList<LadderStep<TPart>> Steps);

internal static class Ladder
{
    /// <summary>
    /// The first of the random parts, richest first, that converges and is not singular; the last one may be singular,
    /// since there is nothing plainer. Withheld where even the last is refused or unstable.
    /// </summary>
    public static Reported<Rung<TPart>> Descend<TPart>(IReadOnlyList<TPart> parts, Func<TPart, ModelFrame> frameOf)
    {
        var steps = new List<LadderStep<TPart>>();

        for (var i = 0; i < parts.Count; i++)
        {
            var frame = frameOf(parts[i]);
            var fit = Fitting.Try(frame);
            steps.Add(fit.Match(
                f => new LadderStep<TPart>(parts[i], f.Criterion, f.Summary.Convergence, f.Summary.Singular),
                why => new LadderStep<TPart>(parts[i], null, Convergence.NotChecked, [], why.Refusal)));

            if (fit is Reported<Fit>.Shown { Value: var found }
                && Fitting.IsAgreed(found.Summary)
                && (!found.Summary.IsSingular || i == parts.Count - 1))
            {
                return Reported.Show(new Rung<TPart>(parts[i], frame, found, steps));
            }
        }

        return steps[^1].Refusal is { } refusal
            ? Reported.Refuse<Rung<TPart>>(refusal)
            : Reported.Withhold<Rung<TPart>>(SuppressionRule.UnstableFit, 0, 0);
    }
}
