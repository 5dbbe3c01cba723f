using System.Net;
using TrainingLMS.Reports.Documents;
using TrainingLMS.Reports.Feedback;
using UglyToad.PdfPig;

namespace TrainingLMS.UnitTests.Reports;

public sealed class NetworkPopulationTests
{
    private static readonly List<ReportSession> _paired =
        [.. SampleNetwork.Sessions().Where(s => s is { TherapistAlliance: not null, PatientAlliance: not null })];

    [Theory]
    [InlineData(4, 3, false)] // twelve patients, of too few therapists
    [InlineData(9, 1, false)] // nine patients of nine therapists
    [InlineData(5, 2, true)]
    public void A_difference_needs_the_people_that_a_value_needs(int therapists, int patients, bool mayBeTold)
    {
        var from = _paired.GroupBy(s => s.Therapist).OrderBy(g => g.Key).Take(therapists)
            .SelectMany(t => t.GroupBy(s => s.Case).OrderBy(c => c.Key).Take(patients)).ToList();
        var fewer = _paired.Except(from.Select(c => c.First()));
        var difference = NetworkPopulation.Of(_paired).From(NetworkPopulation.Of(fewer));

        Assert.Equal((therapists, therapists * patients, mayBeTold), (difference.Therapists, difference.Patients, difference.MayBeTold));
        Assert.Equal(difference, NetworkPopulation.Of(fewer).From(NetworkPopulation.Of(_paired)));
    }

    [Fact]
    public void The_same_people_and_sessions_are_no_difference_to_tell()
    {
        var difference = NetworkPopulation.Of(_paired).From(NetworkPopulation.Of(_paired.AsEnumerable().Reverse()));

        Assert.Equal(new NetworkDifference(0, 0), difference);
        Assert.False(difference.MayBeTold);
    }

    [Fact]
    public void A_population_is_kept_as_codes_and_numbers_and_read_back()
    {
        var population = NetworkPopulation.Of(_paired);
        var kept = population.Write();

        Assert.Equal(0, NetworkPopulation.Read(kept).From(population).Patients);
        Assert.StartsWith("T01\t", kept, StringComparison.Ordinal);
        Assert.DoesNotContain('.', kept);
    }

    [Theory]
    [InlineData(ReportVariant.Feedback, "en", "The network's values are those of")]
    [InlineData(ReportVariant.Sealed, "fr", "Les valeurs du réseau sont celles du")]
    public void Values_told_before_stand_in_the_report_with_their_day(ReportVariant variant, string language, string words)
    {
        var builder = SampleNetwork.Builder(variant, language);
        var told = builder.Network with { Patients = 11, Gap = Figure.Shown(-1.25), AsOf = new DateOnly(2026, 4, 2) };

        var report = builder.Build("T01", network: told);

        Assert.Equal(variant == ReportVariant.Sealed ? -1.2 : -1.25, report.Figures.GapNetwork.Value);
        Assert.Equal(11, report.Counts.NetworkPatients);
        Assert.Contains(words, Words(report), StringComparison.Ordinal);
        Assert.DoesNotContain(words, Words(builder.Build("T01")), StringComparison.Ordinal);
        Assert.Equal(Pages(builder.Build("T01")), Pages(report)); // one sentence more still fits the first page

        static string Words(FeedbackReport report) => WebUtility.HtmlDecode(FeedbackReportHtml.Fragment(report));

        static int Pages(FeedbackReport report)
        {
            using var pdf = PdfDocument.Open(FeedbackReportDocument.Render(report));
            return pdf.NumberOfPages;
        }
    }

    [Fact]
    public void What_is_about_the_therapist_alone_does_not_move_with_the_network()
    {
        var sessions = SampleNetwork.Sessions();
        var options = SampleNetwork.Options(ReportVariant.Feedback);
        var stored = OwnFacts.Of(FeedbackReportBuilder.For(sessions, options).Build("T01")).Hash;
        var others = sessions.ConvertAll(s => s.Therapist == "T02" && s.PatientAlliance is not null ? s with { PatientAlliance = 1 } : s);
        var own = sessions.ConvertAll(s => s is { Therapist: "T01", Session: 2, TherapistAlliance: not null } ? s with { TherapistAlliance = 1 } : s);
        var taken = sessions.ConvertAll(s => s.Therapist == "T01" ? s with { Released = false } : s);

        Assert.Equal(stored, Hash(sessions));
        Assert.Equal(stored, Hash(others));
        Assert.NotEqual(stored, Hash(own));
        Assert.NotEqual(stored, Hash(taken));

        string Hash(List<ReportSession> now) => FeedbackReportBuilder.OwnOf("T01", now, options).Hash;
    }
}
