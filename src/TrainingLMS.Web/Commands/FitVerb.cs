using System.CommandLine;
using TrainingLMS.Congruence;
using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.MixedModels.Formulas;
using TrainingLMS.Web.Commands.Fits;

namespace TrainingLMS.Web.Commands;

/// <summary>A mixed model of a file's columns, written as a formula. No server, no database, no clock.</summary>
public static class FitVerb
{
    private sealed record Wanted(
        FileInfo Data, string Formula, LikelihoodMethod Method, IReadOnlyList<string> Factors, string? Ar1, FileInfo? Json);

    public static Command Make(VerbContext context)
    {
        var data = new Option<FileInfo>("--data")
        {
            Description = "The file (CSV, UTF-8; the first line names the columns; an empty cell or NA is missing).",
            HelpName = "FILE.csv",
            Required = true,
        };
        var formula = new Option<string>("--formula")
        {
            Description = "The model as lme4 writes it, such as \"y ~ session * arm + (session | patient) + (1 | therapist)\".",
            HelpName = "FORMULA",
            Required = true,
        };
        var ml = new Option<bool>("--ml")
        {
            Description = "Maximum likelihood, to compare models that differ in their fixed terms; REML unless said.",
        };
        var factor = new Option<string[]>("--factor")
        {
            Description = "Columns of numbers that are codes, separated by commas.",
            HelpName = "COL,COL",
        };
        var ar1 = new Option<string>("--ar1")
        {
            Description = "Residuals resemble their neighbours: \"session|patient\", or \"1|patient\" for the order of the rows.",
            HelpName = "SESSION|GROUP",
        };
        var json = new Option<FileInfo>("--json") { Description = "Everything about the fit, as JSON.", HelpName = "OUT" };

        var verb = new Command("fit", "Fit a linear mixed model to the columns of a file.")
        {
            data, formula, ml, factor, ar1, json,
        };
        verb.SetAction(parsed => Run(
            context.Terminal,
            new Wanted(
                parsed.GetRequiredValue(data),
                parsed.GetRequiredValue(formula),
                parsed.GetValue(ml) ? LikelihoodMethod.Ml : LikelihoodMethod.Reml,
                [.. (parsed.GetValue(factor) ?? []).SelectMany(f =>
                    f.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
                parsed.GetValue(ar1),
                parsed.GetValue(json))));
        return verb;
    }

    private static int Run(Terminal terminal, Wanted wanted)
    {
        var formula = Read("--formula", () => Formula.Parse(wanted.Formula));
        var serial = wanted.Ar1 is null ? null : Read("--ar1", () => SerialTerm.Parse(wanted.Ar1));
        using var output = wanted.Json is null ? null : new StagedFile(wanted.Json);
        var file = DataFile.Read(wanted.Data);
        var met = Meet(wanted, file, formula, serial);

        if (output is not null)
        {
            FitJson.Write(output.Stream, met);
            output.Keep();
        }

        FitText.Write(terminal.Out, met);
        if (met.Fit.Summary.Convergence == Convergence.Unstable)
            terminal.Say("The optimisers disagree about this model: do not report these numbers. Try a simpler random part.");

        return CommandLine.Done;
    }

    private static FittedModel Meet(Wanted wanted, DataFile file, Formula formula, SerialTerm? serial)
    {
        try
        {
            var met = Read("--formula", () => formula.Frame(file.Data, wanted.Factors, serial));
            var model = LinearMixedModel.From(met.Frame);

            return new FittedModel(file.Name, formula, serial, met, model, model.Fit(wanted.Method));
        }
        catch (ModelRefusedException e)
        {
            throw new RefusedException(Words(e.Refusal, file));
        }
    }

    private static string Words(Refusal refusal, DataFile file)
    {
        if (refusal.Reason == RefusalReason.UnknownColumn && file.Data.Near(refusal.Subject) is { Count: > 0 } near)
            return $"There is no column \u201c{refusal.Subject}\u201d in {file.Name}; did you mean {string.Join(" or ", near)}?";

        return refusal.Reason == RefusalReason.MixedColumn
            && file.Data.Find(refusal.Subject) is TextColumn { FirstOddRow: { } row } column
            ? $"{file.CellAt(column, row)}: This is not a number, and other cells of the column are. "
                + "Put it right, leave it empty where it is missing, or name the column with --factor if it holds codes."
            : $"{file.Name}: {RefusalWords.Sentence(refusal)}";
    }

    private static T Read<T>(string option, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormulaException e)
        {
            throw new RefusedException($"{(e.IsOfSerialTerm ? "--ar1" : option)}: {e.Message}");
        }
    }
}
