using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Ratings;

namespace TrainingLMS.Domain.Instruments;

/// <summary>From answers to a score, with no memory and no database.</summary>
public static class Scoring
{
    /// <summary>
    /// The mean of the answered items times the factor; nothing where too many were skipped. Never 0 for missing.
    /// </summary>
    /// <param name="definition">The form as it was given.</param>
    /// <param name="rater">Whose items count.</param>
    /// <param name="answers">Values by item id; an absent or empty one was skipped.</param>
    /// <exception cref="RuleBrokenException">An answer is off the scale or belongs to no item of this rater's form.</exception>
    public static double? Score(
        InstrumentDefinition definition, Rater rater, IReadOnlyDictionary<string, double?> answers)
    {
        var items = definition.ItemsFor(rater);
        Check(definition, items, answers);

        var values = (
            from item in items
            let value = answers.GetValueOrDefault(item.Id)
            where value is not null
            select definition.Scoring.Reversed.Contains(item.Id, StringComparer.Ordinal)
                ? definition.Scale.Lowest + definition.Scale.Highest - value.Value
                : value.Value).ToList();

        // In whole numbers: 4 of 5 is exactly 80 per cent, which 0.8 is not.
        return values.Count == 0 || values.Count * 100 < definition.Scoring.LeastAnsweredPercent * items.Count
            ? null
            : values.Sum() * definition.Scoring.Factor / values.Count;
    }

    private static void Check(
        InstrumentDefinition definition, IReadOnlyList<InstrumentItem> items, IReadOnlyDictionary<string, double?> answers)
    {
        foreach (var (id, value) in answers)
        {
            if (items.All(i => i.Id != id))
                throw new RuleBrokenException("This form has no such question.");

            if (value is { } number && !definition.Scale.Has(number))
                throw new RuleBrokenException("Choose a number from {0} to {1}.", definition.Scale.Lowest, definition.Scale.Highest);
        }
    }
}
