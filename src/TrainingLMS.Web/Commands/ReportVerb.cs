using System.CommandLine;
using System.Globalization;
using System.Text;
using TrainingLMS.Reports.Documents;
using TrainingLMS.Reports.Feedback;
using TrainingLMS.Web.Infrastructure.RatingsFiles;
using TrainingLMS.Web.Infrastructure.Reports;

namespace TrainingLMS.Web.Commands;

/// <summary>A report for each therapist of a file: PDF, page and data. No server, no database, no clock.</summary>
public static class ReportVerb
{
    private const int LongestFileName = 200;

    private sealed record Wanted(
        FileInfo Ratings, string Out, ReportVariant Variant, DateOnly? CutOff, string? Therapist, string Language,
        ScaleEnds Alliance, ScaleEnds WellBeing);

    public static Command Make(VerbContext context)
    {
        var ratings = VerbOptions.Ratings();
        var output = new Option<DirectoryInfo>("--out")
        {
            Description = "The folder for ID.pdf, ID.html and ID.json; made if it is not there.",
            HelpName = "DIR",
            Required = true,
        };
        var policy = new Option<string>("--policy")
        {
            Description = "sealed: no patient's rating in any shape. feedback: every patient agreed that the therapist sees them.",
            Required = true,
        };
        policy.AcceptOnlyFromAmong("sealed", "feedback");
        var cutOff = VerbOptions.Day("--cut-off", "Only sessions up to this day; the file then needs session_date.");
        var therapist = new Option<string>("--therapist") { Description = "Only this therapist's report.", HelpName = "ID" };
        var language = new Option<string>("--lang") { Description = "en or fr.", DefaultValueFactory = _ => "en" };
        language.AcceptOnlyFromAmong("en", "fr");
        var alliance = VerbOptions.Scale("--alliance-scale", "alliance", ScaleEnds.OneToSeven);
        var wellBeing = VerbOptions.Scale("--wellbeing-scale", "well-being", ScaleEnds.Hundred);

        var verb = new Command("report", "Write a feedback report for each therapist of a file of ratings.")
        {
            ratings, output, policy, cutOff, therapist, language, alliance, wellBeing,
        };
        verb.SetAction((parsed, cancellationToken) => RunAsync(
            context.Terminal,
            new Wanted(
                parsed.GetRequiredValue(ratings),
                parsed.GetRequiredValue(output).FullName,
                parsed.GetRequiredValue(policy) == "sealed" ? ReportVariant.Sealed : ReportVariant.Feedback,
                parsed.GetValue(cutOff),
                parsed.GetValue(therapist),
                parsed.GetRequiredValue(language),
                parsed.GetRequiredValue(alliance),
                parsed.GetRequiredValue(wellBeing)),
            cancellationToken));
        return verb;
    }

    private static Task<int> RunAsync(Terminal terminal, Wanted wanted, CancellationToken cancellationToken)
    {
        var rules = new RatingsFileRules { Alliance = wanted.Alliance, WellBeing = wanted.WellBeing };
        var file = VerbOptions.Read(terminal, wanted.Ratings, rules);
        if (!file.IsGood)
            throw new RefusedException(Refusal(file.ProblemCount));

        CheckDates(terminal, file, wanted.CutOff);
        var therapist = TherapistIn(file, wanted.Therapist);

        return terminal.WithProgressAsync("Reports", progress =>
        {
            var builder = FeedbackReportBuilder.For(file.Rows.Select(Session), Options(file, wanted));
            Write(terminal, builder, therapist is null ? builder.Therapists : [therapist], wanted.Out, progress, cancellationToken);
            return Task.FromResult(CommandLine.Done);
        });
    }

    private static string Refusal(int problems) =>
        $"{problems} {(problems == 1 ? "cell" : "cells")} to put right first; nothing was written.";

    private static void CheckDates(Terminal terminal, RatingsFile file, DateOnly? cutOff)
    {
        if (cutOff is null)
            return;

        if (!file.HasDates)
            throw new RefusedException("--cut-off needs the column session_date, which this file does not have; nothing was written.");

        var undated = file.Rows.Where(r => r.Date is null).ToList();
        foreach (var row in undated.Take(new RatingsFileRules().KeptProblems))
        {
            terminal.Say(CellProblem.At(row.Line, "session_date", "", "With --cut-off every session needs its date.")
                .In(file.Name));
        }

        if (undated.Count > 0)
            throw new RefusedException(Refusal(undated.Count));

        if (file.Rows.All(r => r.Date > cutOff))
            throw new RefusedException("Every session of this file is after the cut-off; nothing was written.");
    }

    private static string? TherapistIn(RatingsFile file, string? wanted) => wanted is null
        ? null
        : file.Rows.FirstOrDefault(r => r.Therapist.Equals(wanted.Trim(), StringComparison.OrdinalIgnoreCase))?.Therapist
            ?? throw new RefusedException($"There is no therapist {wanted} in {file.Name}; nothing was written.");

    // A file given with --policy feedback says that every patient agreed. A line that neither has rated may be a session
    // that is only planned, even with a day: it is nobody's omission.
    private static ReportSession Session(RatingRow row) =>
        new(row.Therapist, row.Patient, row.Session, row.TherapistAlliance, row.PatientAlliance, row.WellBeing)
        {
            Released = true,
            Date = row.Date,
            Held = row.TherapistAlliance is not null || row.PatientAlliance is not null,
        };

    private static ReportOptions Options(RatingsFile file, Wanted wanted) => new()
    {
        Variant = wanted.Variant,
        Date = wanted.CutOff ?? file.Rows.Max(r => r.Date),
        Language = wanted.Language,
        CutOff = wanted.CutOff,
        SessionsPlanned = Math.Min(PlannedSessions, file.Rows.Max(r => r.Session)),
        Alliance = Form(wanted.Language == "fr" ? "formulaire d\u2019alliance" : "alliance form", wanted.Language, wanted.Alliance),
        Wellbeing = Form(wanted.Language == "fr" ? "bien-\u00eatre" : "well-being form", wanted.Language, wanted.WellBeing),
    };

    private const int PlannedSessions = 6;

    private static InstrumentFacts Form(string name, string language, ScaleEnds scale) => new(
        name, language == "fr" ? "version non pr\u00e9cis\u00e9e" : "version not given", scale.Lowest, scale.Highest, Validated: null,
        Licence: language == "fr" ? "non pr\u00e9cis\u00e9e" : "not given");

    private static void Write(
        Terminal terminal, FeedbackReportBuilder builder, IReadOnlyList<string> therapists, string folder,
        Action<double> progress, CancellationToken cancellationToken)
    {
        using var staged = new StagedFolder(folder);
        var done = 0;
        foreach (var therapist in therapists)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var report = builder.Build(therapist);
            if (ReadinessWords.Of(report.Readiness) is { } why)
            {
                terminal.Say($"{therapist}: no report yet. {why}");
            }
            else
            {
                var name = NameOf(therapist);
                staged.Write(name + ".pdf", FeedbackReportDocument.Render(report));
                staged.Write(name + ".html", Encoding.UTF8.GetBytes(FeedbackReportHtml.Document(report)));
                staged.Write(name + ".json", Encoding.UTF8.GetBytes(FeedbackReportJson.Write(report)));
            }

            progress(++done / (double)therapists.Count);
        }

        var written = staged.Keep();
        foreach (var path in written)
            terminal.Out.WriteLine(path);

        terminal.Say(string.Create(CultureInfo.InvariantCulture,
            $"{written.Count / 3} of {therapists.Count} reports written to {folder}."));
    }

    /// <summary>Percent-encoded, so that any id is a name in that folder and no other.</summary>
    private static string NameOf(string therapist)
    {
        var name = Uri.EscapeDataString(therapist);
        if (name is "." or "..")
            name = name.Replace(".", "%2E", StringComparison.Ordinal);

        return name.Length <= LongestFileName
            ? name
            : throw new RefusedException($"{therapist}: this id is too long for the name of a file; nothing was written.");
    }
}
