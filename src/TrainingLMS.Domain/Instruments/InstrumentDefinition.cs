using System.Text.Json;
using System.Text.Json.Serialization;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Ratings;

namespace TrainingLMS.Domain.Instruments;

/// <summary>A sentence in each language, by two-letter code.</summary>
public sealed class Wording : SortedDictionary<string, string>
{
    public Wording()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>The sentence in this language, or in English where there is none.</summary>
    public string In(string language) =>
        TryGetValue(language, out var text) || TryGetValue("en", out text) ? text : string.Empty;
}

/// <summary>One statement, in the words of each rater. One id for both raters is what pairs the two forms.</summary>
public sealed record InstrumentItem
{
    public required string Id { get; init; }

    /// <summary>Items of one page are shown together; 1 is the first.</summary>
    public required int Page { get; init; }

    /// <summary>Empty where this rater's form does not have the item.</summary>
    public Wording? Patient { get; init; }

    public Wording? Therapist { get; init; }

    public Wording? For(Rater rater) => rater == Rater.Patient ? Patient : Therapist;
}

/// <summary>The steps of the answer scale and the words at its ends.</summary>
public sealed record AnswerScale
{
    public required int Lowest { get; init; }

    public required int Highest { get; init; }

    public required Wording LowestLabel { get; init; }

    public required Wording HighestLabel { get; init; }

    [JsonIgnore]
    public IEnumerable<int> Steps => Enumerable.Range(Lowest, Highest - Lowest + 1);

    public bool Has(double value) => value >= Lowest && value <= Highest && double.IsInteger(value);
}

/// <summary>Score = mean of the answered items (reversed where listed) times a factor, if enough are answered.</summary>
public sealed record ScoringRule
{
    public required double Factor { get; init; }

    /// <summary>With a smaller share of the items answered (in percent) there is no score.</summary>
    public required int LeastAnsweredPercent { get; init; }

    public IReadOnlyList<string> Reversed { get; init; } = [];
}

/// <summary>Who holds the rights in the words, and what may be done with them.</summary>
public sealed record InstrumentLicence
{
    public required string Holder { get; init; }

    public required string Id { get; init; }

    public required string Terms { get; init; }

    /// <summary>Where the permission can be read.</summary>
    public required string Evidence { get; init; }

    public required bool Electronic { get; init; }

    public required bool Commercial { get; init; }

    public required bool Derivatives { get; init; }

    /// <summary>The line that raters see under the form.</summary>
    public required Wording Notice { get; init; }
}

/// <summary>Who put the form into a language, how and when.</summary>
public sealed record InstrumentTranslation
{
    public required string Language { get; init; }

    public required string Translator { get; init; }

    public required string Method { get; init; }

    public required DateOnly Date { get; init; }
}

/// <summary>Answers and the score they must give, by hand: a definition whose own examples fail is not published.</summary>
public sealed record ScoringExample
{
    /// <summary>In the order of the items; empty means skipped.</summary>
    public required IReadOnlyList<double?> Answers { get; init; }

    public double? Score { get; init; }
}

/// <summary>A rating form as its file says: items for both raters, scale, scoring, licence, languages.</summary>
public sealed record InstrumentDefinition
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    public required string Key { get; init; }

    public required string Version { get; init; }

    public required Measure Measure { get; init; }

    public required bool Validated { get; init; }

    public required Wording Name { get; init; }

    /// <summary>The sentence above the items.</summary>
    public required Wording Introduction { get; init; }

    public Wording? TherapistIntroduction { get; init; }

    public required AnswerScale Scale { get; init; }

    public required IReadOnlyList<InstrumentItem> Items { get; init; }

    public required ScoringRule Scoring { get; init; }

    public required InstrumentLicence Licence { get; init; }

    public required IReadOnlyList<InstrumentTranslation> Translations { get; init; }

    public required IReadOnlyList<ScoringExample> Examples { get; init; }

    [JsonIgnore]
    public double LowestScore => Scale.Lowest * Scoring.Factor;

    [JsonIgnore]
    public double HighestScore => Scale.Highest * Scoring.Factor;

    public IReadOnlyList<InstrumentItem> ItemsFor(Rater rater) => [.. Items.Where(i => i.For(rater) is not null)];

    public string IntroductionFor(Rater rater, string language) =>
        (rater == Rater.Therapist && TherapistIntroduction is not null ? TherapistIntroduction : Introduction).In(language);

    /// <summary>The text that a version keeps: the same definition always gives the same text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, _json);

    public static InstrumentDefinition FromJson(string json) =>
        JsonSerializer.Deserialize<InstrumentDefinition>(json, _json)
        ?? throw new RuleBrokenException("This form has no definition.");
}
