using TrainingLMS.Congruence.Simulation;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.Ratings;

namespace TrainingLMS.Web.Demo;

/// <summary>Answers to the items of a form whose score comes as near to a simulated one as whole answers can.</summary>
internal static class DemoAnswers
{
    private const double ShareOfSkippedItems = .02;

    public static Dictionary<string, double?> For(
        InstrumentDefinition form, Rater rater, double score, RandomSource random)
    {
        var items = form.ItemsFor(rater).Select(i => i.Id).ToArray();
        var answers = items.ToDictionary(id => id, _ => (double?)null, StringComparer.Ordinal);

        // Now and then somebody skips a sentence; the form still has a score then.
        var skips = random.Uniform() < ShareOfSkippedItems;
        random.Shuffle(items);
        var answered = skips ? items[1..] : items;

        var scale = form.Scale;
        var sum = Math.Clamp(
            (int)Math.Round(score / form.Scoring.Factor * answered.Length), scale.Lowest * answered.Length, scale.Highest * answered.Length);
        var values = Enumerable.Range(0, answered.Length)
            .Select(i => sum / answered.Length + (i < sum % answered.Length ? 1 : 0)).ToArray();

        // Nobody answers all sentences alike: one up, one down, the sum stays.
        var up = Array.FindIndex(values, v => v < scale.Highest);
        var down = Array.FindLastIndex(values, v => v > scale.Lowest);
        if (up >= 0 && down >= 0 && up != down && random.Uniform() < .7)
        {
            values[up]++;
            values[down]--;
        }

        for (var i = 0; i < answered.Length; i++)
        {
            answers[answered[i]] = form.Scoring.Reversed.Contains(answered[i], StringComparer.Ordinal)
                ? scale.Lowest + scale.Highest - values[i]
                : values[i];
        }

        return answers;
    }
}
