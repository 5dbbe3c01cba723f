using System.Security.Cryptography;
using System.Text;

namespace TrainingLMS.Reports.Documents;

/// <summary>
/// What a report says about its therapist alone, and in which words: nothing in it changes because somebody else rated.
/// </summary>
public sealed record OwnFacts(
    ReportVariant Variant, bool Awaiting, ReportCounts Counts, IReadOnlyList<CaseFacts> Cases, InstrumentFacts Alliance,
    InstrumentFacts Wellbeing, string? Wording)
{
    /// <summary>SHA-256, of printed facts only.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FeedbackReportJson.Write(
        this with
        {
            Counts = Counts with { NetworkTherapists = 0, NetworkPatients = 0, NetworkPaired = 0 },
            Cases = [.. Cases.Select(c => c with { Dips = [] })], // measured by the network's spread
        }))));

    public static OwnFacts Of(FeedbackReport report) => new(
        report.Variant, report.Awaiting, report.Counts, report.Cases, report.Alliance, report.Wellbeing, report.Wording);
}
