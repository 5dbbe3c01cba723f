using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TrainingLMS.Web.Infrastructure.Content;

/// <summary>A map of a YAML file that knows the line of everything in it, and says what is missing or of the wrong kind.</summary>
public sealed class YamlMap
{
    private readonly YamlMappingNode _node;
    private readonly ContentProblems _problems;
    private readonly int _above;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    private YamlMap(YamlMappingNode node, ContentProblems problems, int above) =>
        (_node, _problems, _above) = (node, problems, above);

    public int Line => (int)_node.Start.Line + _above;

    /// <param name="text">One document.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <param name="above">Lines of the file above the text.</param>
    public static YamlMap? Read(string text, ContentProblems problems, int above = 0)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents is [{ RootNode: YamlMappingNode map }])
                return new YamlMap(map, problems, above);

            problems.Add(above + 1, "this is not a map of names and values; begin with a line such as \u201ctitle: \u2026\u201d.");
        }
        catch (YamlException e)
        {
            problems.Add((int)e.Start.Line + above, $"this is not YAML: {e.Message.TrimEnd('.')}. Quote values that hold \u201c: \u201d or begin with a sign.");
        }

        return null;
    }

    public string Text(string key)
    {
        if (Node(key) is YamlScalarNode { Value: { } value } && !string.IsNullOrWhiteSpace(value))
            return value.Trim();

        _problems.Add(LineOf(key), $"\u201c{key}\u201d is missing or empty; write it.");
        return "";
    }

    public string? OptionalText(string key) => Node(key) is YamlScalarNode { Value: { Length: > 0 } value } ? value.Trim() : null;

    public int Whole(string key, int least, int most)
    {
        if (Node(key) is YamlScalarNode { Value: { } value }
            && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
            return number;

        _problems.Add(LineOf(key), $"\u201c{key}\u201d must be a whole number from {least} to {most}.");
        return least;
    }

    public double Share(string key)
    {
        if (Node(key) is YamlScalarNode { Value: { } value }
            && double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share)
            && share is > 0 and <= 1)
            return share;

        _problems.Add(LineOf(key), $"\u201c{key}\u201d must be a share such as 0.8, above 0 and at most 1.");
        return 1;
    }

    /// <summary>False where it is not there.</summary>
    public bool Flag(string key)
    {
        if (Node(key) is { } node and not YamlScalarNode { Value: "true" or "false" })
            _problems.Add((int)node.Start.Line + _above, $"\u201c{key}\u201d must be true or false.");

        return Node(key) is YamlScalarNode { Value: "true" };
    }

    public IReadOnlyList<string> Texts(string key) =>
        Node(key) is YamlSequenceNode list ? [.. list.OfType<YamlScalarNode>().Select(s => s.Value ?? "")] : [];

    public YamlMap? Map(string key)
    {
        if (Node(key) is YamlMappingNode map)
            return new YamlMap(map, _problems, _above);

        _problems.Add(LineOf(key), $"\u201c{key}\u201d is missing; write it as name: value.");
        return null;
    }

    public IReadOnlyList<YamlMap> Maps(string key)
    {
        if (Node(key) is YamlSequenceNode list)
            return [.. list.OfType<YamlMappingNode>().Select(m => new YamlMap(m, _problems, _above))];

        _problems.Add(LineOf(key), $"\u201c{key}\u201d is missing; write it as a list.");
        return [];
    }

    /// <summary>A word that nobody asked for is mostly a misspelt one.</summary>
    public void RefuseOthers()
    {
        foreach (var key in _node.Children.Keys.OfType<YamlScalarNode>().Where(k => !_asked.Contains(k.Value ?? "")))
            _problems.Add((int)key.Start.Line + _above, $"\u201c{key.Value}\u201d is not known here; is it misspelt?");
    }

    public int LineOf(string key) => Node(key) is { } node ? (int)node.Start.Line + _above : Line;

    private YamlNode? Node(string key)
    {
        _asked.Add(key);
        return _node.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;
    }
}
