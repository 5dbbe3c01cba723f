using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace TrainingLMS.Reports.Documents;

/// <summary>The record as text and back: the snapshot that is stored, and the file of the command line.</summary>
public static class FeedbackReportJson
{
    private static readonly JsonSerializerOptions _options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        WriteIndented = true,
        NewLine = "\n",
        IgnoreReadOnlyProperties = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Write(FeedbackReport report) => JsonSerializer.Serialize(report, _options);

    public static string Write(NetworkFacts network) => JsonSerializer.Serialize(network, _options);

    public static NetworkFacts ReadNetwork(string json) => JsonSerializer.Deserialize<NetworkFacts>(json, _options)
        ?? throw new JsonException("The network's values are empty.");

    internal static string Write(OwnFacts facts) => JsonSerializer.Serialize(facts, _options);

    /// <summary>Reads a stored snapshot; one of another format is refused rather than half understood.</summary>
    public static FeedbackReport Read(string json)
    {
        var report = JsonSerializer.Deserialize<FeedbackReport>(json, _options)
            ?? throw new JsonException("The report is empty.");

        return report.Format == FeedbackReport.CurrentFormat
            ? report
            : throw new JsonException(
                $"This report has format {report.Format}; this program reads format {FeedbackReport.CurrentFormat}.");
    }
}
