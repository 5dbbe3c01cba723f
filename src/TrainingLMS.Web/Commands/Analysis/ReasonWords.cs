using System.Globalization;
using TrainingLMS.Congruence;

namespace TrainingLMS.Web.Commands.Analysis;

/// <summary>Why a figure is not told, in a researcher's words.</summary>
internal static class ReasonWords
{
    public static string Of(Suppression why)
    {
        var (present, needed) = (Number(why.Present), Number(why.Needed));

        return why.Rule switch
        {
            SuppressionRule.SealedPatients =>
                $"patients' ratings are sealed; {present} of the {needed} patients that an aggregate needs",
            SuppressionRule.PairedSessions => $"{present} sessions rated by both, {needed} needed",
            SuppressionRule.Patients => $"{present} patients with enough sessions rated by both, {needed} needed",
            SuppressionRule.NetworkTherapists => $"{present} therapists, {needed} needed for a value of the network",
            SuppressionRule.NetworkPatients => $"{present} patients, {needed} needed for a value of the network",
            SuppressionRule.OwnInformation =>
                $"\u03bb is {present}: less than half of the number would come from the therapist's own patients",
            SuppressionRule.ConstantRater => "a rater gave the same score throughout",
            SuppressionRule.Ceiling => $"a share of {present} of the ratings is at the top step",
            SuppressionRule.NoChange => "neither rating changed from one session to the next",
            SuppressionRule.UnstableFit => "unstable: the optimisers disagree about the model",
            SuppressionRule.ModelRefused => why.Refusal is { } refusal ? Of(refusal) : "the data do not allow the model",
            SuppressionRule.NoArms => "the ratings say no arm",
            SuppressionRule.NoWellBeing => "the ratings hold no well-being",
            SuppressionRule.CellTherapists => $"an arm has {present} therapists, {needed} needed",
            SuppressionRule.CellPatients => $"an arm has {present} patients, {needed} needed",
            SuppressionRule.Complementary => "with the total it would give a hidden arm away",
            SuppressionRule.PooledDyads => $"{present} dyads in which both ratings vary, {needed} needed",
            SuppressionRule.SurfaceDyads => $"exploratory: {present} dyads, {needed} (in each arm) needed for a verdict",
            SuppressionRule.ParallelAxes => "b4 is 0: the principal axes are parallel to the raters' axes",
            SuppressionRule.FlatRidge => "4 b3 b5 = b4\u00b2: a flat ridge has no stationary point",
            SuppressionRule.NoDirection => "the surface has no direction of its own",
            SuppressionRule.OutsideData => "it lies outside the data",
            SuppressionRule.ProfileItems => $"{present} items, {needed} needed",
        };
    }

    private static string Of(Refusal refusal) => refusal.Reason switch
    {
        RefusalReason.TooFewRows => $"refused: {refusal.Present} rows for {refusal.Subject}, at least {refusal.Needed} needed",
        RefusalReason.NotANumber => $"refused: {refusal.Subject} holds a cell that is not a number",
        RefusalReason.UnequalLengths => $"refused: {refusal.Subject} has {refusal.Present} values, not {refusal.Needed}",
        RefusalReason.ConstantOutcome => $"refused: {refusal.Subject} never changes",
        RefusalReason.TooFewLevels => $"refused: only {refusal.Present} {refusal.Subject}, at least {refusal.Needed} needed",
        RefusalReason.TooManyLevels =>
            $"refused: {refusal.Present} rows for the random effects of {refusal.Subject}, at least {refusal.Needed} needed",
        RefusalReason.RankDeficient => $"refused: {refusal.Subject} is a combination of other columns",
        RefusalReason.NoResidual => $"refused: nothing of {refusal.Subject} is left to explain",
        RefusalReason.SharedDyad => $"refused: {refusal.Subject} stands under two therapists",
        RefusalReason.DuplicateSession => $"refused: a session of {refusal.Subject} stands twice",
        RefusalReason.UnknownArm => $"refused: the arm of {refusal.Subject} is not given",
        RefusalReason.ArmCount => $"refused: {refusal.Present} arms, and two are compared",

        // What only a formula can get wrong does not happen here.
        _ => $"refused: {refusal.Reason}: {refusal.Subject}",
    };

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
