using TrainingLMS.Congruence.MixedModels;

namespace TrainingLMS.Congruence.Studies;

/// <summary>Writes a model as lme4 would be told it.</summary>
internal static class Notation
{
    public static string Of(ModelFrame frame) =>
        $"{frame.Outcome.Name} ~ {Sum(frame.Fixed)}{string.Concat(frame.Random.Select(Term))}{Residual(frame)}";

    private static string Term(RandomTerm term) => term.Correlated
        ? $" + ({Sum(term.Columns)} | {term.Factor.Name})"
        : string.Concat(term.Columns.Select(column => $" + ({Sum([column])} | {term.Factor.Name})"));

    private static string Residual(ModelFrame frame) =>
        frame.Residual is { } residual ? $" + ar1(session | {residual.Group.Name})" : "";

    private static string Sum(IReadOnlyList<Column> columns) => IsIntercept(columns[0])
        ? string.Join(" + ", ["1", .. columns.Skip(1).Select(c => c.Name)])
        : string.Join(" + ", ["0", .. columns.Select(c => c.Name)]);

    private static bool IsIntercept(Column column) => column.Name == Column.InterceptName;
}
