using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TrainingLMS.Domain.Instruments;

namespace TrainingLMS.Web.Infrastructure.Instruments;

/// <summary>
/// What people load as a form, as the text of our own file: our YAML or JSON as it is, a FHIR Questionnaire or a REDCap
/// dictionary turned into it, with whatever they do not say left empty for the checks to name.
/// </summary>
public static class InstrumentFormats
{
    public const int LongestFile = 256 * 1024;

    private static readonly JsonSerializerOptions _readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // read as text, never as HTML
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutAbsentWords } },
    };

    /// <exception cref="FormatException">It is neither of them; the message says what is wrong.</exception>
    public static string ToOurs(string text)
    {
        var start = text.TrimStart('\uFEFF', ' ', '\n', '\r', '\t');
        if (start.StartsWith('{') && start.Contains("\"resourceType\"", StringComparison.Ordinal))
            return Say(FhirQuestionnaires.Read(start));

        return start.Contains(RedcapDictionary.Columns[0], StringComparison.Ordinal) ? Say(RedcapDictionary.Read(start)) : start;
    }

    public static string Say(InstrumentDefinition form) => JsonSerializer.Serialize(form, _readable);

    /// <summary>An item without words for a rater, or a form without words of its own for therapists, does not mention them.</summary>
    private static void LeaveOutAbsentWords(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(p => p.PropertyType == typeof(Wording)))
            property.ShouldSerialize = (_, value) => value is not null;
    }
}
