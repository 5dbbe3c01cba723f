using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using TrainingLMS.Web.Infrastructure.RatingsFiles;

namespace TrainingLMS.Web.Commands;

/// <summary>Options that several verbs have, read and refused in one way.</summary>
internal static class VerbOptions
{
    public static Option<FileInfo> Ratings() => new("--ratings")
    {
        Description = "The file of ratings (CSV, UTF-8). Columns: "
            + string.Join(", ", RatingsFileReader.Required) + "; may be there: "
            + string.Join(", ", RatingsFileReader.Optional) + ".",
        HelpName = "FILE.csv",
        Required = true,
    };

    public static Option<ScaleEnds> Scale(string name, string what, ScaleEnds usual) => new(name)
    {
        Description = $"The ends of the {what} scale, {usual} unless said.",
        HelpName = "LO-HI",
        DefaultValueFactory = _ => usual,
        CustomParser = result => Single(result, (string text, out ScaleEnds? ends) => ScaleEnds.TryParse(text, out ends),
            $"{name} is two numbers, the lower one first, such as {usual}."),
    };

    public static Option<DateOnly?> Day(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "YYYY-MM-DD",
        CustomParser = result => Single(
            result,
            (string text, out DateOnly? day) =>
            {
                var read = DateOnly.TryParseExact(
                    text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var found);
                day = found;
                return read;
            },
            $"{name} is a day such as 2026-03-09."),
    };

    /// <summary>Reads the file; says what is wrong with it, all of it, and then refuses.</summary>
    public static RatingsFile Read(Terminal terminal, FileInfo file, RatingsFileRules rules, Action<double>? progress = null)
    {
        var name = file.Name;
        if (!file.Exists)
            throw new RefusedException($"There is no file {file.FullName}.");

        using var stream = file.OpenRead();
        var ratings = RatingsFileReader.Read(stream, name, rules, read => progress?.Invoke(read / (double)stream.Length));
        foreach (var warning in ratings.Warnings)
            terminal.Say(warning.ToString());

        SayProblems(terminal, ratings);
        return ratings;
    }

    public static void SayProblems(Terminal terminal, RatingsFile ratings)
    {
        foreach (var problem in ratings.Problems)
            terminal.Say(problem.In(ratings.Name));

        if (ratings.ProblemCount > ratings.Problems.Count)
            terminal.Say($"{ratings.Name}: and {ratings.ProblemCount - ratings.Problems.Count} more.");
    }

    private delegate bool Try<T>(string text, out T? value);

    private static T? Single<T>(ArgumentResult result, Try<T> tryRead, string otherwise)
    {
        if (result.Tokens is [var token] && tryRead(token.Value, out var value))
            return value;

        result.AddError(otherwise);
        return default;
    }
}
