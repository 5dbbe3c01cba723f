using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using TrainingLMS.Congruence;
using TrainingLMS.Congruence.Studies;
using TrainingLMS.Web.Commands.Analysis;
using TrainingLMS.Web.Infrastructure.RatingsFiles;

namespace TrainingLMS.Web.Commands;

/// <summary>Every model of the study on one file of ratings: tables to read, and data if asked. No server, no database.</summary>
public static class AnalyseVerb
{
    private sealed record Wanted(
        FileInfo Ratings, FileInfo? Json, string? Control, bool Feedback, ScaleEnds Alliance, ScaleEnds WellBeing);

    public static Command Make(VerbContext context)
    {
        var ratings = VerbOptions.Ratings();
        var json = new Option<FileInfo>("--json") { Description = "Also write everything to this file, as JSON.", HelpName = "OUT" };
        var control = new Option<string>("--control")
        {
            Description = "The arm without training, which the other one is compared with; say it where the names do not.",
            HelpName = "NAME",
        };
        var policy = new Option<string>("--policy")
        {
            Description = "sealed: nothing about one therapist from fewer than five patients. feedback: every patient agreed.",
            DefaultValueFactory = _ => "sealed",
        };
        policy.AcceptOnlyFromAmong("sealed", "feedback");
        var alliance = VerbOptions.Scale("--alliance-scale", "alliance", ScaleEnds.OneToSeven);
        var wellBeing = VerbOptions.Scale("--wellbeing-scale", "well-being", ScaleEnds.Hundred);

        var verb = new Command("analyse", "Fit the study's models to a file of ratings and print their tables.")
        {
            ratings, json, control, policy, alliance, wellBeing,
        };
        verb.SetAction((parsed, cancellationToken) => RunAsync(
            context.Terminal,
            new Wanted(
                parsed.GetRequiredValue(ratings),
                parsed.GetValue(json),
                parsed.GetValue(control),
                parsed.GetRequiredValue(policy) == "feedback",
                parsed.GetRequiredValue(alliance),
                parsed.GetRequiredValue(wellBeing)),
            cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(Terminal terminal, Wanted wanted, CancellationToken cancellationToken)
    {
        CheckPlace(wanted.Json);
        var rules = new RatingsFileRules
        {
            Alliance = wanted.Alliance, WellBeing = wanted.WellBeing, NeedsWellBeing = false,
        };
        var file = VerbOptions.Read(terminal, wanted.Ratings, rules);
        if (!file.IsGood)
        {
            var cells = file.ProblemCount == 1 ? "cell" : "cells";
            throw new RefusedException($"{file.ProblemCount} {cells} to put right first; nothing was analysed.");
        }

        wanted = wanted with { Control = ControlOf(terminal, file, wanted.Control) };

        var analysis = await terminal.WithProgressAsync("Models", progress => Task.FromResult(Analyse(file, wanted, share =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress(share);
        })));

        var analysed = await OfAsync(wanted.Ratings, cancellationToken);
        if (wanted.Json is { } json)
        {
            await File.WriteAllTextAsync(
                json.FullName,
                AnalysisJson.Write(analysed, analysis),
                new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                cancellationToken);
        }

        new AnalysisText(terminal.Out, analysed, analysis).Write();
        return CommandLine.Done;
    }

    private static StudyAnalysis Analyse(RatingsFile file, Wanted wanted, Action<double> progress) => StudyAnalysis.Of(
        file.Rows.Select(r => new RatedSession(
            r.Therapist, r.Patient, r.Session, r.TherapistAlliance, r.PatientAlliance, r.WellBeing)),
        StudyArms.From(file.Rows.Select(r => r.Therapist), file.Arms, wanted.Control),
        new StudyChoices
        {
            Scale = new RatingScale(wanted.Alliance.Lowest, wanted.Alliance.Highest, 1),
            Disclosure = wanted.Feedback ? Disclosure.Feedback : Disclosure.Sealed,
        },
        progress);

    /// <summary>
    /// The arm the other one is compared with: the one that was named, or the only one whose own name says that it is the
    /// control. Where the alphabet has to decide, that is said aloud.
    /// </summary>
    private static string? ControlOf(Terminal terminal, RatingsFile file, string? named)
    {
        var arms = file.Arms.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (named is not null)
        {
            return arms.Contains(named, StringComparer.Ordinal)
                ? named
                : throw new RefusedException($"There is no arm {named} in {file.Name}; nothing was analysed.");
        }

        if (arms.Count != 2)
            return null; // no comparison; the tables say why

        if (arms.Where(ControlNames.Has).ToList() is [var control])
            return control;

        terminal.Say($"Neither {arms[0]} nor {arms[1]} says which arm had no training. {arms[0]} is taken for it; --control \"{arms[1]}\" turns it round.");
        return arms[0];
    }

    private static async Task<AnalysedFile> OfAsync(FileInfo ratings, CancellationToken cancellationToken)
    {
        await using var stream = ratings.OpenRead();
        var hash = await SHA256.HashDataAsync(stream, cancellationToken);

        return new AnalysedFile(
            ratings.Name, Convert.ToHexStringLower(hash), typeof(AnalyseVerb).Assembly.GetName().Version!.ToString(3));
    }

    private static void CheckPlace(FileInfo? json)
    {
        if (json?.Directory is { Exists: false } folder)
            throw new RefusedException($"There is no folder {folder.FullName} for --json; nothing was analysed.");

        if (json is not null && Directory.Exists(json.FullName))
            throw new RefusedException($"{json.FullName} is a folder. --json names a file; nothing was analysed.");
    }
}
