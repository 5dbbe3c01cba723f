using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TrainingLMS.Congruence;
using TrainingLMS.Congruence.Dyads;
using TrainingLMS.Congruence.Individual;
using TrainingLMS.Congruence.ResponseSurfaces;
using TrainingLMS.Congruence.Studies;

namespace TrainingLMS.Web.Commands.Analysis;

/// <summary>
/// A study's analysis as data, complete and in a fixed order. A figure is {"shown": ...} or {"withheld": {rule, present,
/// needed, reason}}; there is no third case and no NaN.
/// </summary>
internal static class AnalysisJson
{
    private static readonly JsonSerializerOptions _options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new ReportedConverter(), new EstimateConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOut } },
    };

    public static string Write(AnalysedFile file, StudyAnalysis analysis) =>
        JsonSerializer.Serialize(new { file, analysis }, _options).ReplaceLineEndings("\n") + "\n";

    // Rows of the file itself (the corners of a hull are single persons' ratings), and what stands elsewhere already.
    private static readonly (Type Type, string Property)[] _leftOut =
    [
        (typeof(SurfaceCoverage), "hull"),
        (typeof(DyadCongruence), "ownLine"),
        (typeof(DyadCongruence), "lines"),
        (typeof(TherapistCongruence), "network"),
    ];

    private static void LeaveOut(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(p => _leftOut.Contains((type.Type, p.Name))).ToList())
            type.Properties.Remove(property);
    }

    private sealed class ReportedConverter : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) =>
            typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Reported<>);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(
                typeof(ReportedConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;
    }

    private sealed class ReportedConverter<T> : WriteOnly<Reported<T>>
    {
        public override void Write(Utf8JsonWriter writer, Reported<T> value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            if (value is Reported<T>.Shown shown)
            {
                writer.WritePropertyName("shown");
                JsonSerializer.Serialize(writer, shown.Value, options);
            }
            else if (value is Reported<T>.Suppressed { Reason: var why })
            {
                writer.WriteStartObject("withheld");
                writer.WriteString("rule", JsonNamingPolicy.CamelCase.ConvertName(why.Rule.ToString()));
                writer.WriteNumber("present", why.Present);
                writer.WriteNumber("needed", why.Needed);
                writer.WriteString("reason", ReasonWords.Of(why));
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }
    }

    private sealed class EstimateConverter : WriteOnly<Estimate>
    {
        public override void Write(Utf8JsonWriter writer, Estimate value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteNumber("value", value.Value);
            writer.WriteNumber("standardError", value.StandardError);
            if (double.IsInfinity(value.DegreesOfFreedom))
                writer.WriteNull("degreesOfFreedom");
            else
                writer.WriteNumber("degreesOfFreedom", value.DegreesOfFreedom);

            writer.WriteString("method", JsonNamingPolicy.CamelCase.ConvertName(value.Method.ToString()));
            if (value.T is { } t)
                writer.WriteNumber("t", t);
            else
                writer.WriteNull("t");

            writer.WriteNumber("p", value.PValue);
            Interval(writer, "interval80", value.Interval80);
            Interval(writer, "interval95", value.Interval95);
            writer.WriteEndObject();
        }

        private static void Interval(Utf8JsonWriter writer, string name, Interval interval)
        {
            writer.WriteStartObject(name);
            writer.WriteNumber("lower", interval.Lower);
            writer.WriteNumber("upper", interval.Upper);
            writer.WriteEndObject();
        }
    }

    private abstract class WriteOnly<T> : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("An analysis is written and never read back.");
    }
}
