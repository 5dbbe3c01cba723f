using System.Net;
using System.Text;
using TrainingLMS.Reports.Charts;
using TrainingLMS.Reports.Drawing;

namespace TrainingLMS.Reports.Documents;

/// <summary>
/// The report as a page: the same words and figures as on paper, with the headings, language and text alternatives a
/// PDF of ours cannot carry. No inline styles and no scripts, so it runs under a strict policy.
/// </summary>
public static class FeedbackReportHtml
{
    private static readonly Lazy<string> _stylesheet = new(() =>
    {
        using var stream = typeof(FeedbackReportHtml).Assembly.GetManifestResourceStream("Content.report.css")
            ?? throw new InvalidOperationException("The report's stylesheet is not in this build.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    });

    /// <summary>What a page around <see cref="Fragment"/> has to link or include.</summary>
    public static string Stylesheet => _stylesheet.Value;

    /// <summary>
    /// The report for the inside of a page, without landmarks; <paramref name="topHeading"/> is the level of its title,
    /// 1 to 3. Ids start with "report-".
    /// </summary>
    public static string Fragment(FeedbackReport report, int topHeading = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(topHeading, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(topHeading, 3);
        return new Writer(ReportText.From(report), topHeading).Write();
    }

    /// <summary>A complete file that can be opened without a server.</summary>
    public static string Document(FeedbackReport report)
    {
        var text = ReportText.From(report);

        return $"""
            <!doctype html>
            <html lang="{report.Language}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{E(text.Title)} · {E(report.TherapistId)}</title>
            <style>
            {Stylesheet}</style>
            </head>
            <body class="report-page">
            <main>
            {new Writer(text, 1).Write()}</main>
            </body>
            </html>

            """;
    }

    private static string E(string text) => WebUtility.HtmlEncode(text);

    private sealed class Writer(ReportText text, int top)
    {
        private readonly StringBuilder _html = new();
        private int _charts;

        public string Write()
        {
            Add($"<div class=\"report\" lang=\"{text.Language}\">");
            FirstPage();
            Cases();
            Together();
            Figures();
            Read();
            Add($"<p class=\"report-foot\">{E(text.Footer)}<br>{E(text.Private)}</p>");
            Add("</div>");
            return _html.ToString();
        }

        private void FirstPage()
        {
            Heading(0, text.Title, "report-title");
            Add($"<p class=\"report-for\">{E(text.For)}</p>");
            Add($"<p class=\"report-subject\">{E(text.Subject)}</p>");
            Add("<dl class=\"report-facts\">");
            foreach (var (label, value) in text.KeyFacts)
                Add($"<div><dt>{E(label)}</dt><dd>{E(value)}</dd></div>");
            Add("</dl>");

            Heading(1, text.StandsOut.Heading);
            Add("<ul class=\"report-stands-out\">");
            foreach (var statement in text.StandsOut.Paragraphs)
                Add($"<li>{Inline(statement)}</li>");
            Add("</ul>");

            Add("<div class=\"report-pair\"><div class=\"report-panel\">");
            Heading(1, text.Try.Heading);
            Add($"<p><strong>{E(text.Try.Title)}</strong></p><p>{Inline(text.Try.Text)}</p>");
            Add($"<p class=\"report-small\">{Inline(new Prose([new Run(text.Try.Module, Link: text.Try.Address)]))}</p>");
            Add("</div><div class=\"report-panel report-panel-open\">");
            Section(text.Sure);
            Add("</div></div>");

            if (text.Trainer is { } trainer)
            {
                Add("<div class=\"report-trainer\">");
                Section(trainer);
                Add("</div>");
            }

            Section(text.Consultation);
            Add("<div class=\"report-plan\">");
            Heading(2, text.PlanHeading);
            Add("<dl>");
            foreach (var label in text.PlanLabels)
                Add($"<div><dt>{E(label)}</dt><dd></dd></div>");
            Add("</dl></div>");
        }

        private void Cases()
        {
            Section(text.CasesIntro);
            if (text.Cases.Count == 0)
                return;

            Add("<div class=\"report-cases\">");
            foreach (var about in text.Cases)
            {
                Add("<div class=\"report-case\">");
                Heading(2, about.Code);
                Add($"<p>{Inline(about.Sentence)}</p>");
                if (about.Chart is { } chart)
                    Chart(chart);
                if (about.Table is { } table)
                    Table(table, "report-compact");
                Add("</div>");
            }

            Add("</div>");
        }

        private void Together()
        {
            if (text.Together is not { } together)
                return;

            Heading(1, together.Heading);
            Add($"<p><strong>{Inline(together.Sentence)}</strong></p>");
            if (together is not { Chart: { } chart, Table: { } table, Note: { } note })
                return;

            Add($"<p>{Inline(together.Intro)}</p><div class=\"report-together\">");
            Chart(chart);
            Add("<div>");
            Table(table, "report-fields");
            Add($"<p class=\"report-small\">{Inline(note)}</p></div></div>");
        }

        private void Figures()
        {
            Section(text.FiguresIntro);
            Table(text.Figures, "report-figures", captioned: false);
            foreach (var note in text.FiguresNotes.Paragraphs)
                Add($"<p class=\"report-small\">{Inline(note)}</p>");
        }

        private void Read()
        {
            Heading(1, text.ReadHeading);
            foreach (var section in text.Read)
            {
                Heading(2, section.Heading);
                Paragraphs(section);
            }
        }

        private void Section(ReportSection section)
        {
            Heading(1, section.Heading);
            Paragraphs(section);
        }

        private void Paragraphs(ReportSection section)
        {
            foreach (var paragraph in section.Paragraphs)
                Add($"<p>{Inline(paragraph)}</p>");
        }

        private void Heading(int below, string heading, string? style = null) =>
            Add($"<h{top + below}{(style is null ? "" : $" class=\"{style}\"")}>{E(heading)}</h{top + below}>");

        private void Chart(IChart chart) =>
            Add($"<div class=\"report-chart\">{SvgCanvas.Draw(chart, $"report-chart-{++_charts}")}</div>");

        // A wide table scrolls inside its own box, which a keyboard can reach and a reader is told the name of.
        private void Table(DataTable table, string style, bool captioned = true)
        {
            Add($"<div class=\"report-scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{E(table.Caption)}\"><table class=\"{style}\">");
            Add($"<caption{(captioned ? "" : " class=\"report-hidden\"")}>{E(table.Caption)}</caption>");
            Add($"<thead><tr>{string.Concat(table.Head.Select(h => $"<th scope=\"col\">{E(h)}</th>"))}</tr></thead><tbody>");
            foreach (var row in table.Rows)
            {
                var head = E(row[0]).Replace("\n", "<br>", StringComparison.Ordinal);
                var cells = string.Concat(row.Skip(1).Select(c => $"<td>{E(c)}</td>"));
                Add($"<tr><th scope=\"row\">{head}</th>{cells}</tr>");
            }

            Add("</tbody></table></div>");
        }

        private static string Inline(Prose prose) => string.Concat(prose.Runs.Select(run =>
        {
            var inner = E(run.Text).Replace("\n", "<br>", StringComparison.Ordinal);
            if (run.Strong)
                inner = $"<strong>{inner}</strong>";
            return run.Link is { } address ? $"<a href=\"{E(address)}\">{inner}</a>" : inner;
        }));

        private void Add(string html) => _html.Append(html).Append('\n');
    }
}
