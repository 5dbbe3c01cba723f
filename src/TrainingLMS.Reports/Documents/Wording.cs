using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TrainingLMS.Reports.Drawing;
using YamlDotNet.RepresentationModel;

namespace TrainingLMS.Reports.Documents;

/// <summary>The words and number formats of one language, read from content/reports inside this assembly.</summary>
public sealed class Wording
{
    public static readonly IReadOnlyList<string> Languages = ["en", "fr"];

    private static readonly Dictionary<string, Wording> _all =
        Languages.ToDictionary(l => l, l => new Wording(l), StringComparer.Ordinal);

    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);
    private readonly List<string> _months;
    private readonly List<string> _weekdays;

    private Wording(string language)
    {
        Language = language;
        using var stream = typeof(Wording).Assembly.GetManifestResourceStream($"Content.wording.{language}.yaml")
            ?? throw new InvalidOperationException($"The words for {language} are not in this build.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = reader.ReadToEnd();
        Version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];

        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        _months = List(root, "months");
        _weekdays = List(root, "weekdays");
        Flatten(root, "");
    }

    public string Language { get; }

    /// <summary>Short hash of the words, printed in every report.</summary>
    public string Version { get; }

    public IReadOnlyCollection<string> Keys => _words.Keys;

    /// <summary>The words of a language; an unknown one is refused, never guessed.</summary>
    public static Wording For(string language) => _all.TryGetValue(language, out var wording)
        ? wording
        : throw new ArgumentException(
            $"Reports are written in {string.Join(" and ", Languages)}, not in {language}.", nameof(language));

    public string this[string key] => _words.TryGetValue(key, out var text)
        ? text
        : throw new KeyNotFoundException($"wording.{Language}.yaml has no {key}.");

    /// <summary>A sentence with its values filled in, as runs.</summary>
    public Prose Say(string key, params (string Name, string Value)[] values) =>
        Prose.Template(this[key], piece => Fill(key, piece, values));

    public string Plain(string key, params (string Name, string Value)[] values) => Say(key, values).ToString();

    public string Count(string key, int n) =>
        Plain($"count.{key}.{(n == 1 || (n == 0 && Language == "fr") ? "one" : "other")}", ("n", Whole(n)));

    /// <summary>One decimal, a real minus sign, the language's decimal mark.</summary>
    public string Tenths(double value) => Decimal(value, 1);

    public string Hundredths(double value) => Decimal(value, 2);

    /// <summary>The ends of a scale: as short as they are.</summary>
    public string Bound(double value) => Localised(value.ToString("0.##", CultureInfo.InvariantCulture));

    public string Whole(double value) =>
        Localised(Math.Round(value, MidpointRounding.AwayFromZero).ToString("0", CultureInfo.InvariantCulture));

    public string Date(DateOnly date) => Plain(
        "format.date", ("day", Language == "fr" && date.Day == 1 ? "1er" : Whole(date.Day)),
            ("month", _months[date.Month - 1]),
        ("year", date.Year.ToString(CultureInfo.InvariantCulture)));

    public string DayAndHour(ProposedConsultation when) => Plain(
        "format.day-and-hour", ("weekday", _weekdays[(int)when.Day.DayOfWeek]), ("date", Date(when.Day)),
        ("hour", when.Hour.ToString("HH:mm", CultureInfo.InvariantCulture)), ("zone", when.Zone.Replace('_', ' ')));

    /// <summary>A distance between ratings as people say it: in quarters up to one point, then in halves.</summary>
    public string GapInWords(double gap) => Math.Abs(gap) switch
    {
        < 0.375 => this["gap.quarter"],
        < 0.625 => this["gap.half"],
        < 0.875 => this["gap.three-quarters"],
        < 1.25 => this["gap.one"],
        < 1.75 => this["gap.one-and-half"],
        < 2.25 => this["gap.two"],
        var large => Plain("gap.many", ("n", Bound(Math.Round(large * 2, MidpointRounding.AwayFromZero) / 2))),
    };

    private string Decimal(double value, int digits)
    {
        var rounded = Math.Round(value, digits, MidpointRounding.AwayFromZero);
        // -0.04 in tenths is nought, and nought has no sign.
        return Localised(
            (rounded == 0 ? 0 : rounded).ToString(digits == 1 ? "0.0" : "0.00", CultureInfo.InvariantCulture));
    }

    private string Localised(string number) =>
        number.Replace('-', '−').Replace(".", this["format.decimal"], StringComparison.Ordinal);

    private static string Fill(string key, string piece, (string Name, string Value)[] values)
    {
        var result = new StringBuilder();
        var from = 0;
        while (piece.IndexOf('{', from) is var open and >= 0)
        {
            var close = piece.IndexOf('}', open);
            var name = piece[(open + 1)..close];
            var i = Array.FindIndex(values, v => v.Name == name);
            if (i < 0)
                throw new KeyNotFoundException($"{key} asks for {{{name}}}, and nothing fills it.");

            result.Append(piece, from, open - from).Append(values[i].Value);
            from = close + 1;
        }

        return result.Append(piece, from, piece.Length - from).ToString();
    }

    private void Flatten(YamlMappingNode node, string prefix)
    {
        foreach (var (name, value) in node.Children)
        {
            var key = prefix + ((YamlScalarNode)name).Value;
            if (value is YamlMappingNode inner)
                Flatten(inner, key + ".");
            else if (value is YamlScalarNode { Value: { } text })
                _words[key] = Spaced(text);
        }
    }

    // French sets a space before : ; ? ! and inside « », where no line may break.
    private string Spaced(string text)
    {
        if (Language == "fr")
        {
            foreach (var mark in ":;?!»")
                text = text.Replace($" {mark}", $"\u00A0{mark}", StringComparison.Ordinal);
            text = text.Replace("« ", "«\u00A0", StringComparison.Ordinal);
        }

        return text.Replace("} %", "}\u00A0%", StringComparison.Ordinal);
    }

    private static List<string> List(YamlMappingNode root, string key) =>
        [.. ((YamlSequenceNode)root.Children[key]).Select(n => ((YamlScalarNode)n).Value!)];
}
