using TrainingLMS.Congruence.MixedModels;

namespace TrainingLMS.Congruence.Studies;

/// <summary>
/// One quantity in each arm and the difference, all three from one joint model with the interaction. Only the difference
/// says whether the arms differ; "significant here and not there" does not.
/// </summary>
/// <param name="Reference">In the reference arm.</param>
/// <param name="Compared">In the other arm.</param>
/// <param name="Difference">Compared minus reference.</param>
public sealed record ArmContrast(Estimate Reference, Estimate Compared, Estimate Difference)
{
    /// <summary>From a fixed effect and its interaction with an arm coded -.5 and +.5.</summary>
    internal static ArmContrast Of(Fit fit, string effect, string interaction) => new(
        fit.Contrast((effect, 1), (interaction, -.5)),
        fit.Contrast((effect, 1), (interaction, .5)),
        fit[interaction]);
}
