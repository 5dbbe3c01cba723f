using System.Collections;
using System.Reflection;

namespace TrainingLMS.UnitTests.Congruence;

/// <summary>Walks through everything a result says.</summary>
public static class Figures
{
    /// <summary>Every number in a result, with the path that leads to it.</summary>
    public static IEnumerable<(string Path, double Value)> Of(object? result, string path = "")
    {
        switch (result)
        {
            case null or string or Enum or bool:
                yield break;
            case double number:
                yield return (path, number);
                yield break;
            case int whole:
                yield return (path, whole);
                yield break;
            case IEnumerable many:
                var i = 0;
                foreach (var found in many.Cast<object?>().SelectMany(one => Of(one, $"{path}[{i++}]")))
                    yield return found;

                yield break;
        }

        var figures = result.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.GetIndexParameters().Length == 0)
            .SelectMany(p => Of(p.GetValue(result), $"{path}.{p.Name}"));

        foreach (var figure in figures)
            yield return figure;
    }

    /// <summary>No NaN and no infinity, but for the degrees of freedom of z.</summary>
    public static void AreFinite(object result) =>
        Assert.DoesNotContain(Of(result), figure => !double.IsFinite(figure.Value));

    /// <summary>Two results with the same shape and nearly the same numbers.</summary>
    public static void AreAlike(object expected, object actual, double tolerance)
    {
        var (left, right) = (Of(expected).ToList(), Of(actual).ToList());

        Assert.Equal(left.Select(f => f.Path), right.Select(f => f.Path));
        Assert.All(left.Zip(right), pair => Assert.True(
            Math.Abs(pair.First.Value - pair.Second.Value) <= tolerance * Math.Max(1, Math.Abs(pair.First.Value)),
            $"{pair.First.Path}: {pair.First.Value:R} and {pair.Second.Value:R}"));
    }
}
