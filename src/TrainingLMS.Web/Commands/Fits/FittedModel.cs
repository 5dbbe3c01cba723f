using TrainingLMS.Congruence.MixedModels;
using TrainingLMS.Congruence.MixedModels.Formulas;

namespace TrainingLMS.Web.Commands.Fits;

/// <summary>A fit with all that it was made of, as its text and its file need it.</summary>
internal sealed record FittedModel(
    string Source, Formula Formula, SerialTerm? Serial, FormulaFrame Met, LinearMixedModel Model, Fit Fit)
{
    /// <summary>The grouping factors with what varies over them, the most groups first.</summary>
    public IReadOnlyList<RandomGroup> Groups { get; } =
    [
        .. Met.Frame.Random
            .GroupBy(term => term.Factor.Name, StringComparer.Ordinal)
            .Select(terms => new RandomGroup(terms.First().Factor, [.. terms]))
            .OrderByDescending(group => group.Factor.Levels.Count)
            .ThenBy(group => group.Factor.Name, StringComparer.Ordinal),
    ];

    public bool IsReml => Fit.Method == LikelihoodMethod.Reml;
}

/// <summary>A grouping factor and the columns that vary over it, term by term.</summary>
internal sealed record RandomGroup(GroupingFactor Factor, IReadOnlyList<RandomTerm> Terms)
{
    public IReadOnlyList<string> Columns { get; } = [.. Terms.SelectMany(t => t.Columns).Select(c => c.Name)];

    /// <summary>Whether the model lets two columns correlate at all.</summary>
    public bool AreCorrelated(string one, string other) => Terms.Any(term =>
        term.Correlated && term.Columns.Any(c => c.Name == one) && term.Columns.Any(c => c.Name == other));
}
