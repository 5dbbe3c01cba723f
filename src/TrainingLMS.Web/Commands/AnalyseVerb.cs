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
        FileInfo Ratings, FileInfo? Json, string? Reference, bool Feedback, ScaleEnds Alliance, ScaleEnds WellBeing);

    public static Command Make(VerbContext context)
    {
        var ratings = VerbOptions.Ratings();
        var json = new Option<FileInfo>("--json") { Description = "Also write everything to this file, as JSON.", HelpName = "OUT" };
        var reference = new Option<string>("--reference")
        {
            Description = "The arm the other one is compared with; the first in the alphabet unless said.",
            HelpName = "ARM",
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
            ratings, json, reference, policy, alliance, wellBeing,
        };
        verb.SetAction((parsed, cancellationToken) => RunAsync(
            context.Terminal,
            new Wanted(
                parsed.GetRequiredValue(ratings),
                parsed.GetValue(json),
                parsed.GetValue(reference),
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

        if (wanted.Reference is { } arm && !file.Arms.Values.Contains(arm, StringComparer.Ordinal))
            throw new RefusedException($"There is no arm {arm} in {file.Name}; nothing was analysed.");

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
        StudyArms.From(file.Rows.Select(r => r.Therapist), file.Arms, wanted.Reference),
        new StudyChoices
        {
            Scale = new RatingScale(wanted.Alliance.Lowest, wanted.Alliance.Highest, 1),
            Disclosure = wanted.Feedback ? Disclosure.Feedback : Disclosure.Sealed,
        },
        progress);

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
