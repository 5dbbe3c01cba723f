using System.Text;

namespace TrainingLMS.Reports.Drawing;

public sealed record Run(string Text, bool Strong = false, string? Link = null);

/// <summary>
/// A paragraph as runs. Words of ours may mark **strong** pieces; what people typed is taken as it is.
/// </summary>
public sealed record Prose(IReadOnlyList<Run> Runs)
{
    public static readonly Prose Empty = new([]);

    public static Prose Plain(string text) => new([new Run(text)]);

    public static Prose Strong(string text) => new([new Run(text, Strong: true)]);

    /// <summary>Reads **strong** in a template; values are filled in afterwards, so a name cannot bring marks
    /// in.</summary>
    public static Prose Template(string template, Func<string, string> fill)
    {
        var pieces = template.Split("**");

        return new([.. pieces.Select((piece, i) => new Run(fill(piece), Strong: i % 2 == 1))
            .Where(r => r.Text.Length > 0)]);
    }

    public static Prose Join(IEnumerable<Prose> parts, string between = " ")
    {
        var runs = new List<Run>();
        foreach (var part in parts)
        {
            if (runs.Count > 0)
                runs.Add(new Run(between));
            runs.AddRange(part.Runs);
        }

        return new(runs);
    }

    public override string ToString() => Runs.Aggregate(new StringBuilder(), (b, r) => b.Append(r.Text)).ToString();
}
