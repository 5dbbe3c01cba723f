using TrainingLMS.Reports.Charts;
using TrainingLMS.Reports.Drawing;

namespace TrainingLMS.Reports.Documents;

/// <summary>
/// A report in words: every sentence chosen, every number rounded, once. The PDF and its HTML twin only set it, so they
/// cannot say different things.
/// </summary>
public sealed record ReportText
{
    public required string Language { get; init; }

    public required string Title { get; init; }

    public required string For { get; init; }

    public required string Subject { get; init; }

    public required string Private { get; init; }

    public required string Footer { get; init; }

    public required IReadOnlyList<(string Label, string Value)> KeyFacts { get; init; }

    public required ReportSection StandsOut { get; init; }

    public required Suggestion Try { get; init; }

    public required ReportSection Sure { get; init; }

    public ReportSection? Trainer { get; init; }

    public required ReportSection Consultation { get; init; }

    public required string PlanHeading { get; init; }

    public required IReadOnlyList<string> PlanLabels { get; init; }

    public required ReportSection CasesIntro { get; init; }

    public required IReadOnlyList<CaseText> Cases { get; init; }

    /// <summary>Absent in the sealed report.</summary>
    public TogetherText? Together { get; init; }

    public required ReportSection FiguresIntro { get; init; }

    public required DataTable Figures { get; init; }

    public required ReportSection FiguresNotes { get; init; }

    public required string ReadHeading { get; init; }

    public required IReadOnlyList<ReportSection> Read { get; init; }

    public required Wording Words { get; init; }

    /// <summary>The sentences of the first page, in reading order: what the reading grade is measured on.</summary>
    public IEnumerable<string> FirstPageSentences =>
        StandsOut.Paragraphs.Append(Try.Text).Concat(Sure.Paragraphs).Concat(Consultation.Paragraphs)
            .Select(p => p.ToString());

    public static ReportText From(FeedbackReport report) => new ReportWriter(report).Write();
}

public sealed record ReportSection(string Heading, IReadOnlyList<Prose> Paragraphs);

public sealed record Suggestion(string Heading, string Title, Prose Text, string Module, string? Address);

public sealed record CaseText(string Code, Prose Sentence, IChart? Chart, DataTable? Table);

public sealed record TogetherText(
    string Heading, Prose Intro, Prose Sentence, IChart? Chart, DataTable? Table, Prose? Note);

/// <summary>A table as text: its caption, its head, and rows whose first cell names them.</summary>
public sealed record DataTable(string Caption, IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows);
