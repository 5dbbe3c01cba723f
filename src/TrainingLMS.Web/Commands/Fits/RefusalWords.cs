using System.Globalization;
using TrainingLMS.Congruence;

namespace TrainingLMS.Web.Commands.Fits;

/// <summary>Why a model cannot be fitted, in one sentence that says what to do.</summary>
internal static class RefusalWords
{
    public static string Sentence(Refusal refusal)
    {
        var (subject, present, needed) = (
            $"\u201c{refusal.Subject}\u201d",
            refusal.Present.ToString(CultureInfo.InvariantCulture),
            refusal.Needed.ToString(CultureInfo.InvariantCulture));

        return refusal.Reason switch
        {
            RefusalReason.TooFewRows when refusal.Present == 0 =>
                $"No row has every variable of the model; {subject} is missing most often. Fill it in or leave it out of the formula.",
            RefusalReason.TooFewRows =>
                $"There are {present} complete rows, and the model needs at least {needed}. Leave terms out or bring more data.",
            RefusalReason.NotANumber =>
                $"{subject} is infinite or not a number in some rows (only {present} of {needed} are good). Put those cells right, or leave the rows out.",
            RefusalReason.UnequalLengths => $"{subject} has {present} rows where the others have {needed}. Bring them to one length.",
            RefusalReason.ConstantOutcome => $"The outcome {subject} never changes, so there is nothing to explain. Choose another one.",
            RefusalReason.TooFewLevels =>
                $"{subject} has {present} {(refusal.Present == 1 ? "level" : "levels")} in the rows used, and a factor needs at least {needed}. Take it out of the formula.",
            RefusalReason.TooManyLevels =>
                $"{subject} makes as many effects as there are rows or more ({present} rows, {needed} effects). Take it out, or let fewer terms vary.",
            RefusalReason.RankDeficient => $"{subject} is a combination of the terms before it. Take it out of the formula.",
            RefusalReason.NoResidual => $"The fixed terms explain {subject} completely, so nothing is left to divide. Leave terms out.",
            RefusalReason.UnknownColumn => $"There is no column {subject} in the data. Look at its spelling.",
            RefusalReason.NameTwice => $"Two columns are named {subject}. Rename one.",
            RefusalReason.TextAsNumber =>
                $"{subject} holds text or is a factor, and numbers are needed where the formula uses it. Use it as a term of its own, or choose another column.",
            RefusalReason.MixedColumn =>
                $"Some cells of {subject} are numbers ({present} of {needed}) and others are not. Put those right, or name the column with --factor if it holds codes.",
            RefusalReason.PositionNotWhole =>
                $"{subject} orders the residuals, and only {present} of its {needed} values are whole numbers. Use the session's number.",
            RefusalReason.PositionTwice =>
                $"{subject} is there twice, and the order of residuals needs every position once. Look for a row that was entered twice.",
            _ => $"The model cannot be fitted because of {subject} ({refusal.Reason}: {present}, needed {needed}).",
        };
    }
}
