using System.Text.RegularExpressions;
using System.Xml.Linq;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Testing;
using TrainingLMS.Web.Infrastructure.TagHelpers;

namespace TrainingLMS.ArchitectureTests;

/// <summary>
/// Patients, whoever gets a mail, and the people of a programme on their daily pages read their own language in full: no
/// sentence of theirs stays English.
/// </summary>
public sealed partial class TranslationTests
{
    private static readonly string _web = Path.Combine(Repository.Root, "src", "TrainingLMS.Web");

    [Theory]
    [InlineData("PatientText", 60)]
    [InlineData("MailText", 10)]
    public void Each_sentence_in_the_source_is_there_in_French(string texts, int atLeast)
    {
        var french = French(texts);

        var said = Sources().SelectMany(s => Said(s, texts)).ToHashSet(StringComparer.Ordinal);

        Assert.True(said.Count >= atLeast, $"Only {said.Count} sentences were found: the search sees too little.");
        Assert.Empty(said.Except(french));
    }

    [Theory]
    [InlineData("Account", 100)]
    [InlineData("Cases", 100)]
    [InlineData("Consultation", 20)]
    [InlineData("Learning", 60)]
    [InlineData("People", 60)]
    [InlineData("Reports", 50)]
    [InlineData("SessionRatings", 40)]
    [InlineData("Today", 100)]
    public void Each_sentence_of_a_feature_s_pages_and_refusals_is_there_in_French(string feature, int atLeast)
    {
        var said = Directory.EnumerateFiles(Path.Combine(_web, "Features", feature), "*.cs*")
            .Select(File.ReadAllText)
            .Where(source => !source.Contains("IStringLocalizer<MailText>", StringComparison.Ordinal))
            .SelectMany(source => Key().Matches(source).Where(k => k.Groups["name"].Value is "T" or "text")
                .Concat(Refusal().Matches(source)))
            .Select(k => Regex.Unescape(k.Groups["key"].Value)).ToHashSet(StringComparer.Ordinal);

        Assert.True(said.Count >= atLeast, $"Only {said.Count} sentences were found: the search sees too little.");
        Assert.Empty(said.Except(French("Text")));
    }

    [Fact]
    public void The_states_of_a_form_are_there_in_French() => Assert.Empty(
        from status in Enum.GetValues<AdministrationStatus>().Cast<AdministrationStatus?>().Append(null)
        from late in new[] { false, true }
        let words = RatingStatus.Words(status, late)
        where !French("Text").Contains(words)
        select words);

    private static HashSet<string> French(string texts) =>
        XDocument.Load(Path.Combine(_web, "Resources", $"{texts}.fr.resx")).Root!.Elements("data")
            .Where(d => d.Element("value")!.Value.Length > 0)
            .Select(d => (string)d.Attribute("name")!).ToHashSet(StringComparer.Ordinal);

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

    /// <summary>What a validator or a rule answers, which the controllers' base says in the reader's language.</summary>
    [GeneratedRegex(@"(?:WithMessage\(|RuleBrokenException\(|AddFailure\([^"";]*?,)\s*""(?<key>(?:[^""\\]|\\.)*)""")]
    private static partial Regex Refusal();
}
