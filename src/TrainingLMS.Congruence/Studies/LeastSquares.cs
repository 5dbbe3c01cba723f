using TrainingLMS.Congruence.MixedModels;

namespace TrainingLMS.Congruence.Studies;

/// <summary>A model without random effects is ordinary least squares, and its degrees of freedom are n - p.</summary>
internal static class LeastSquares
{
    public static Estimate AsLeastSquares(this Fit fit, params IReadOnlyList<(string Name, double Weight)> terms)
    {
        var estimate = fit.Contrast(terms);

        // Satterthwaite's formula gives the same number up to rounding; it is not the method, though.
        return new Estimate(
            estimate.Value, estimate.StandardError, fit.Rows - fit.FixedNames.Count, DegreesOfFreedomMethod.Residual);
    }

    public static Estimate AsLeastSquares(this Fit fit, string name) => fit.AsLeastSquares((name, 1));
}
