using System.Globalization;
using System.Text.RegularExpressions;

namespace TrainingLMS.Web.Infrastructure.Content;

/// <summary>module.md taken apart: the front matter, and each block with its attributes and the line it begins on.</summary>
public sealed partial class ModuleText
{
    private ModuleText(YamlMap? front, IReadOnlyList<TextBlock> blocks) => (Front, Blocks) = (front, blocks);

    public YamlMap? Front { get; }

    public IReadOnlyList<TextBlock> Blocks { get; }

    public static ModuleText Read(string text, ContentProblems problems)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var end = lines is ["---", ..] ? Array.IndexOf(lines, "---", 1) : -1;
        if (end < 0)
        {
            problems.Add(1, "the front matter is missing: begin with a line ---, the title, summary and objectives, and another line ---.");
            return new ModuleText(null, []);
        }

        var front = YamlMap.Read(string.Join('\n', lines[1..end]), problems, above: 1);
        return new ModuleText(front, [.. Split(lines, end + 1, problems)]);
    }

    private static IEnumerable<TextBlock> Split(string[] lines, int from, ContentProblems problems)
    {
        TextBlock? open = null;
        for (var i = from; i < lines.Length; i++)
        {
            var line = lines[i];
            if (line.StartsWith(":::", StringComparison.Ordinal) && line.TrimEnd() != ":::")
            {
                if (open is not null)
                    problems.Add(open.Line, "this block is not closed; end it with a line :::.");

                open = Opening(line, i + 1, problems);
            }
            else if (line.TrimEnd() == ":::")
            {
                if (open is null)
                    problems.Add(i + 1, "this line closes a block, and none is open; take it out.");
                else
                    yield return open;

                open = null;
            }
            else if (open is not null)
            {
                open.Lines.Add(line);
            }
            else if (!string.IsNullOrWhiteSpace(line))
            {
                problems.Add(i + 1, "text stands outside a block; put it into one, or a learner never sees it.");
            }
        }

        if (open is not null)
            problems.Add(open.Line, "this block is not closed; end it with a line :::.");
    }

    private static TextBlock Opening(string line, int number, ContentProblems problems)
    {
        var match = BlockOpening().Match(line);
        if (!match.Success)
        {
            problems.Add(number, "a block opens as ::: reading {#id title=\"\u2026\" minutes=5 objectives=\"o1\"}.");
            return new TextBlock("", "", number, new Dictionary<string, string>(StringComparer.Ordinal));
        }

        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match attribute in BlockAttribute().Matches(match.Groups["attributes"].Value))
        {
            var (name, value) = (attribute.Groups["name"].Value, attribute.Groups["value"].Value.Trim('"'));
            if (!attributes.TryAdd(name, value))
                problems.Add(number, string.Create(CultureInfo.InvariantCulture, $"\u201c{name}\u201d stands here twice; keep one."));
        }

        return new TextBlock(match.Groups["kind"].Value, match.Groups["id"].Value, number, attributes);
    }

    [GeneratedRegex("""^:::\s*(?<kind>[a-z]+)\s*\{#(?<id>[a-z0-9-]+)(?<attributes>.*)\}\s*$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BlockOpening();

    [GeneratedRegex("""(?<name>[a-z]+)=(?<value>"[^"]*"|[^\s"]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BlockAttribute();
}

/// <param name="Kind">As written.</param>
/// <param name="Id">Stable in the module.</param>
/// <param name="Line">Of its opening.</param>
/// <param name="Attributes">By name.</param>
public sealed record TextBlock(string Kind, string Id, int Line, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>Below the opening; the first is one line below it.</summary>
    public List<string> Lines { get; } = [];
}
