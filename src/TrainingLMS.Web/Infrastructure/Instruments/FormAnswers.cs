using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.Ratings;

namespace TrainingLMS.Web.Infrastructure.Instruments;

/// <summary>Answers as a page sends them: a number of the scale or "skip", by item id.</summary>
public static class FormAnswers
{
    public const string Skip = "skip";

    public static async Task<InstrumentDefinition> DefinitionAsync(
        this AppDbContext db, Guid versionId, CancellationToken cancellationToken) =>
        InstrumentDefinition.FromJson(await db.InstrumentVersions.Where(v => v.Id == versionId)
            .Select(v => v.Definition).SingleAsync(cancellationToken));

    /// <summary>What is missing or off the scale; an item is left out by saying so, not by passing it over.</summary>
    public static IEnumerable<(string Item, string Problem)> Problems(
        InstrumentDefinition definition, Rater rater, IReadOnlyDictionary<string, string?> answers) =>
        ItemProblems(definition, definition.ItemsFor(rater), answers);

    public static IEnumerable<(string Item, string Problem)> ItemProblems(
        InstrumentDefinition definition, IReadOnlyList<InstrumentItem> items, IReadOnlyDictionary<string, string?> answers)
    {
        foreach (var item in items)
        {
            var answer = answers.GetValueOrDefault(item.Id);
            if (string.IsNullOrEmpty(answer))
                yield return (item.Id, "Choose a number, or skip this question.");
            else if (answer != Skip && !(Number(answer) is { } value && definition.Scale.Has(value)))
                yield return (item.Id, "Choose a number from the scale.");
        }

        foreach (var stranger in answers.Keys.Where(k => items.All(i => i.Id != k)))
            yield return (stranger, "This form has no such question.");
    }

    public static IReadOnlyDictionary<string, double?> Values(IReadOnlyDictionary<string, string?> answers) =>
        answers.ToDictionary(a => a.Key, a => Number(a.Value), StringComparer.Ordinal);

    private static double? Number(string? answer) =>
        int.TryParse(answer, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
