using System.Text.RegularExpressions;
using TrainingLMS.Congruence;
using TrainingLMS.Reports.Documents;

namespace TrainingLMS.UnitTests.Reports;

public sealed partial class WordingTests
{
    public static TheoryData<string> Languages => [.. Wording.Languages];

    [Fact]
    public void Both_languages_have_the_same_keys_and_ask_for_the_same_values()
    {
        var (english, french) = (Wording.For("en"), Wording.For("fr"));

        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), french.Keys.Order(StringComparer.Ordinal));
        // French puts a range into its sentence as "entre … et …".
        Assert.Equal([], [.. english.Keys.Where(k => !Same(Values(english[k]), Values(french[k])))]);

        static bool Same(IEnumerable<string> left, IEnumerable<string> right) =>
            left.SequenceEqual(right, StringComparer.Ordinal);
        static IEnumerable<string> Values(string text) => Value().Matches(text).Select(m => m.Value)
            .SelectMany(v => v == "{range}" ? new[] { "{high}", "{low}" } : [v]).Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_rule_has_its_words(string language)
    {
        var keys = Wording.For(language).Keys;
        var sentences =
            new[] { SentenceRules.Level, SentenceRules.Direction, SentenceRules.CoMovement, SentenceRules.Sure,
            SentenceRules.SureOfGap, SentenceRules.SureInGeneral, SentenceRules.Together }
            .SelectMany(t => t.Select(r => r.Key)).Concat(SentenceRules.Case.Select(r => r.Key))
                .Concat(SentenceRules.OwnCase.Select(r => r.Key))
            .Where(k => k.Length > 0)
            .Concat(SentenceRules.Try.SelectMany(r => new[] { $"{r.Key}.title", $"{r.Key}.text", $"{r.Key}.module" }))
            .Concat(Enum.GetNames<SuppressionRule>().Select(r => $"why.{r}"));

        Assert.Empty(sentences.Except(keys, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void No_word_ranks_grades_or_blames(string language)
    {
        var wording = Wording.For(language);
        string[] forbidden =
        [
            "significant", "significatif", "significative", "poor", "pauvre", "médiocre", "mauvais", "fail", "failed",
                "failure", "échec",
            "échoué", "misjudge", "misjudged", "underestimate", "underestimated", "overestimate", "sous-estimé",
                "surestimé", "erreur",
            "mistake", "wrong", "rank", "rang", "classement", "percentile", "centile", "radar", "p-value",
                "below average", "above average",
            "sous la moyenne", "client", "clients", "rupture", "at risk", "traffic light", "badge", "score card",
                "better than", "worse than",
        ];

        Assert.Empty(
            from key in wording.Keys
            from word in forbidden
            where Regex.IsMatch(
                wording[key], $@"\b{Regex.Escape(word)}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)
            // "that is better than any number" compares a talk with a number, not people.
            where !(key == "sure.sealed" && word == "better than")
            select $"{key}: {word}");
        Assert.DoesNotContain(
            wording.Keys, k => wording[k].Contains("p =", StringComparison.Ordinal)
            || wording[k].Contains("***", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ReportVariant.Feedback)]
    [InlineData(ReportVariant.Sealed)]
    public void The_first_page_reads_at_grade_nine_or_below_in_English(ReportVariant variant) =>
        Assert.All(FirstPages(variant, "en"), page => Assert.InRange(FleschKincaid(page), 0, 9));

    [Theory]
    [InlineData(ReportVariant.Feedback)]
    [InlineData(ReportVariant.Sealed)]
    public void The_first_page_has_a_LIX_of_forty_or_less_in_French(ReportVariant variant) =>
        Assert.All(FirstPages(variant, "fr"), page => Assert.InRange(Lix(page), 0, 40));

    [Fact]
    public void Every_sentence_a_first_page_may_choose_is_plain()
    {
        string[] tables = ["level.", "direction.", "comove.", "sure.", "try.", "why.", "consultation."];
        var english = Wording.For("en");
        var french = Wording.For("fr");
        var keys = english.Keys.Where(
            k => tables.Any(t => k.StartsWith(t, StringComparison.Ordinal))
            && !k.EndsWith(".module", StringComparison.Ordinal) && !k.EndsWith(".title", StringComparison.Ordinal))
            .ToList();

        // One sentence alone may be a little above what a page has to keep to.
        Assert.True(keys.Count > 40);
        Assert.Equal(
            [], [.. keys.Where(k => FleschKincaid(Filled(english[k])) > 12)
            .Select(k => $"{k}: {FleschKincaid(Filled(english[k])):0.0}")]);
        Assert.Equal(
            [], [.. keys.Where(k => Lix(Filled(french[k])) > 52).Select(k => $"{k}: {Lix(Filled(french[k])):0.0}")]);

        static string Filled(string text) => Value().Replace(text, "5").Replace("**", "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-0.13, "a quarter of a point")]
    [InlineData(-0.48, "about half a point")]
    [InlineData(0.70, "about three quarters of a point")]
    [InlineData(1.0, "about one point")]
    [InlineData(-1.6, "about one and a half points")]
    [InlineData(2.0, "about two points")]
    [InlineData(2.7, "about 2.5 points")]
    public void A_distance_is_said_in_quarters_and_halves(double gap, string words) =>
        Assert.Equal(words, Wording.For("en").GapInWords(gap));

    [Fact]
    public void Numbers_and_days_are_written_as_the_language_writes_them()
    {
        var (english, french) = (Wording.For("en"), Wording.For("fr"));

        Assert.Equal(("−0.5", "0.0", "5.25"), (english.Tenths(-0.48), english.Tenths(-0.04), english.Hundredths(5.25)));
        Assert.Equal(("−0,5", "0,0", "5,25"), (french.Tenths(-0.48), french.Tenths(-0.04), french.Hundredths(5.25)));
        Assert.Equal("1 May 2026", english.Date(new DateOnly(2026, 5, 1)));
        Assert.Equal("1er mai 2026", french.Date(new DateOnly(2026, 5, 1)));
        Assert.Equal(
            "mardi 12 mai 2026, 14:00 (America/New York)",
            french.DayAndHour(
            new ProposedConsultation(new DateOnly(2026, 5, 12), new TimeOnly(14, 0), "America/New_York")));
        Assert.Equal(("0 sessions", "1 session"), (english.Count("session", 0), english.Count("session", 1)));
        Assert.Equal(("0 séance", "2 séances"), (french.Count("session", 0), french.Count("session", 2)));
        Assert.Contains("sûr\u00A0?", french["heading.sure"], StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_language_and_an_unfilled_value_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Wording.For("de"));
        Assert.Throws<KeyNotFoundException>(() => Wording.For("en").Say("level.own"));
    }

    private static IEnumerable<string> FirstPages(ReportVariant variant, string language) =>
        SampleNetwork.Builder(variant, language).BuildAll()
            .Select(r => string.Join(' ', ReportText.From(r).FirstPageSentences.Select(Pdfs.Plain)));

    // 0.39 words per sentence + 11.8 syllables per word - 15.59 (Kincaid et al. 1975)
    private static double FleschKincaid(string text)
    {
        var words = Words(text);
        return 0.39 * words.Count / Sentences(text) + 11.8 * words.Sum(Syllables) / words.Count - 15.59;
    }

    // words per sentence + share of words longer than six letters (Björnsson 1968)
    private static double Lix(string text)
    {
        var words = Words(text);
        return (double)words.Count / Sentences(text) + 100.0 * words.Count(w => w.Length > 6) / words.Count;
    }

    private static List<string> Words(string text) => [.. Word().Matches(text).Select(m => m.Value)];

    private static int Sentences(string text) => Math.Max(1, SentenceEnd().Count(text));

    private static int Syllables(string word)
    {
        var lower = word.ToLowerInvariant();
        var groups = Vowels().Count(lower);
        // A silent e at the end ("rate"), but not in "-le" after a consonant ("single").
        if (lower.EndsWith('e') && !lower.EndsWith("le", StringComparison.Ordinal) && groups > 1)
            groups--;
        else if (lower.EndsWith("ed", StringComparison.Ordinal) && !lower.EndsWith("ted", StringComparison.Ordinal)
            && !lower.EndsWith("ded", StringComparison.Ordinal) && groups > 1)
            groups--;

        return Math.Max(1, groups);
    }

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Value();

    [GeneratedRegex(@"[\p{L}\p{N}]+([.,]\p{N}+)?")]
    private static partial Regex Word();

    // A full stop inside a number ends nothing.
    [GeneratedRegex(@"[.!?:]+(?=[\s»”\u00A0]|$)")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex("[aeiouy]+")]
    private static partial Regex Vowels();
}
