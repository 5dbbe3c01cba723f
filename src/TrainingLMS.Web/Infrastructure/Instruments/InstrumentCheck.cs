using System.Globalization;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.Ratings;

namespace TrainingLMS.Web.Infrastructure.Instruments;

/// <summary>What must hold before a rating form may be published.</summary>
public static class InstrumentCheck
{
    private const double Tolerance = 1e-9;

    private static readonly string[] _languages = WebSetup.Languages;

    /// <summary>Everything that is wrong, each with a word of the file that it stands near.</summary>
    public static IEnumerable<(string Near, string What)> Problems(InstrumentDefinition definition) =>
    [
        .. Names(definition), .. Items(definition), .. Words(definition), .. Rights(definition), .. Scores(definition),
    ];

    private static IEnumerable<(string Near, string What)> Names(InstrumentDefinition d)
    {
        if (d.Key.Length is 0 or > 64 || d.Key.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
            yield return ("key:", "the key is lower-case letters, digits and hyphens, at most 64.");

        if (d.Version.Length is 0 or > 32)
            yield return ("version:", "give a version, at most 32 characters.");

        if (d.Scale.Highest <= d.Scale.Lowest)
            yield return ("scale:", "the highest step must be above the lowest.");
    }

    private static IEnumerable<(string Near, string What)> Items(InstrumentDefinition d)
    {
        if (d.Items.Count == 0)
            yield return ("items:", "a form needs at least one item.");

        foreach (var twice in d.Items.GroupBy(i => i.Id, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return ($"id: {twice.Key}", $"item '{twice.Key}' appears {twice.Count()} times; ids are unique.");

        foreach (var item in d.Items.Where(i => i.Id.Length is 0 or > 64))
            yield return ("items:", $"an item id has 1 to 64 characters: '{item.Id}'.");

        foreach (var item in d.Items.Where(i => i.Patient is null && i.Therapist is null))
            yield return ($"id: {item.Id}", $"item '{item.Id}' has no words for either rater.");

        // Congruence compares like with like: either both raters answer every item, or only one rater is asked at all.
        if (d.ItemsFor(Rater.Therapist).Count > 0 && d.ItemsFor(Rater.Patient).Count > 0)
        {
            foreach (var item in d.Items.Where(i => i.Patient is null != i.Therapist is null))
                yield return ($"id: {item.Id}",
                    $"item '{item.Id}' is asked of one rater only; patient and therapist forms map item to item.");
        }
    }

    private static IEnumerable<(string Near, string What)> Words(InstrumentDefinition d)
    {
        var wordings = new List<(string Near, Wording Words)>
        {
            ("name:", d.Name), ("introduction:", d.Introduction), ("notice:", d.Licence.Notice),
            ("lowestLabel:", d.Scale.LowestLabel), ("highestLabel:", d.Scale.HighestLabel),
        };
        if (d.TherapistIntroduction is not null)
            wordings.Add(("therapistIntroduction:", d.TherapistIntroduction));

        foreach (var item in d.Items)
            wordings.AddRange(new[] { item.Patient, item.Therapist }.OfType<Wording>().Select(w => ($"id: {item.Id}", w)));

        foreach (var (near, words) in wordings)
        {
            foreach (var language in _languages.Where(l => string.IsNullOrWhiteSpace(words.GetValueOrDefault(l))))
                yield return (near, $"the words in '{language}' are missing.");
        }

        foreach (var language in _languages.Where(l => l != "en" && d.Translations.All(t => t.Language != l)))
            yield return ("translations:", $"say who translated it into '{language}', how and when.");
    }

    private static IEnumerable<(string Near, string What)> Rights(InstrumentDefinition d)
    {
        if (string.IsNullOrWhiteSpace(d.Licence.Holder))
            yield return ("holder:", "name the holder of the rights; without one the form cannot be published.");

        if (string.IsNullOrWhiteSpace(d.Licence.Terms) || string.IsNullOrWhiteSpace(d.Licence.Id))
            yield return ("licence:", "give the licence and its terms; without them the form cannot be published.");

        if (string.IsNullOrWhiteSpace(d.Licence.Evidence))
            yield return ("evidence:", "say where the permission can be read; without it the form cannot be published.");

        if (!d.Licence.Electronic)
            yield return ("electronic:", "the licence does not allow the form on a screen.");
    }

    private static IEnumerable<(string Near, string What)> Scores(InstrumentDefinition d)
    {
        if (d.Scoring.LeastAnsweredPercent is < 1 or > 100)
            yield return ("leastAnsweredPercent:", "a share in percent: 1 to 100.");

        foreach (var id in d.Scoring.Reversed.Where(id => d.Items.All(i => i.Id != id)))
            yield return ("reversed:", $"'{id}' is reversed but is no item.");

        if (d.Items.DistinctBy(i => i.Id, StringComparer.Ordinal).Count() < d.Items.Count)
            yield break; // said already; an answer would not know its item

        if (d.Examples.Count == 0)
            yield return ("examples:", "give worked examples; they are checked.");

        var rater = d.ItemsFor(Rater.Patient).Count > 0 ? Rater.Patient : Rater.Therapist;
        var items = d.ItemsFor(rater);
        foreach (var (example, number) in d.Examples.Select((e, n) => (e, n + 1)))
        {
            if (example.Answers.Count != items.Count)
            {
                yield return ("examples:", $"example {number} has {example.Answers.Count} answers for {items.Count} items.");
                continue;
            }

            if (Wrong(d, rater, example) is { } wrong)
                yield return ("examples:", $"example {number}: {wrong}");
        }
    }

    private static string? Wrong(InstrumentDefinition d, Rater rater, ScoringExample example)
    {
        try
        {
            var answers = d.ItemsFor(rater).Zip(example.Answers)
                .ToDictionary(a => a.First.Id, a => a.Second, StringComparer.Ordinal);
            var score = Scoring.Score(d, rater, answers);
            var same = score is null == example.Score is null
                && (score is null || Math.Abs(score.Value - example.Score!.Value) < Tolerance);
            return same ? null : $"the rule gives {Say(score)}, the example says {Say(example.Score)}.";
        }
        catch (RuleBrokenException)
        {
            return "an answer is off the scale.";
        }
    }

    private static string Say(double? score) => score?.ToString(CultureInfo.InvariantCulture) ?? "no score";
}
