using System.Text.RegularExpressions;
using System.Xml.Linq;
using TrainingLMS.Testing;

namespace TrainingLMS.ArchitectureTests;

/// <summary>Patients and whoever gets a mail read their own language in full: no sentence of theirs stays English.</summary>
public sealed partial class TranslationTests
{
    private static readonly string _web = Path.Combine(Repository.Root, "src", "TrainingLMS.Web");

    [Theory]
    [InlineData("PatientText", 60)]
    [InlineData("MailText", 10)]
    public void Each_sentence_in_the_source_is_there_in_French(string texts, int atLeast)
    {
        var french = XDocument.Load(Path.Combine(_web, "Resources", $"{texts}.fr.resx")).Root!.Elements("data")
            .Where(d => d.Element("value")!.Value.Length > 0)
            .Select(d => (string)d.Attribute("name")!).ToHashSet(StringComparer.Ordinal);

        var said = Sources().SelectMany(s => Said(s, texts)).ToHashSet(StringComparer.Ordinal);

        Assert.True(said.Count >= atLeast, $"Only {said.Count} sentences were found: the search sees too little.");
        Assert.Empty(said.Except(french));
    }

    /// <summary>What a localizer of these texts is asked for, whatever the file calls it.</summary>
    private static IEnumerable<string> Said(string file, string texts)
    {
        var source = File.ReadAllText(file);
        var imports = Path.Combine(Path.GetDirectoryName(file)!, "_ViewImports.cshtml");
        var declared = file.EndsWith(".cshtml", StringComparison.Ordinal) && File.Exists(imports)
            ? source + File.ReadAllText(imports)
            : source;
        return Localizer().Matches(declared)
            .Where(m => m.Groups["texts"].Value == texts)
            .Select(m => m.Groups["name"].Value).Distinct(StringComparer.Ordinal)
            .SelectMany(name => Key().Matches(source).Where(k => k.Groups["name"].Value == name))
            .Select(k => Regex.Unescape(k.Groups["key"].Value));
    }

    private static IEnumerable<string> Sources() => new[] { "Features", "Infrastructure" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(_web, folder), "*.cs*", SearchOption.AllDirectories));

    [GeneratedRegex(@"IStringLocalizer<(?<texts>\w+)>\s+(?<name>\w+)")]
    private static partial Regex Localizer();

    [GeneratedRegex(@"\b(?<name>\w+)\[\s*""(?<key>(?:[^""\\]|\\.)*)""")]
    private static partial Regex Key();
}
