using TrainingLMS.Reports.Charts;
using TrainingLMS.Reports.Drawing;
using TrainingLMS.Reports.Layout;
using TrainingLMS.Reports.Pdf;

namespace TrainingLMS.Reports.Documents;

/// <summary>The report on paper: a first page that stands alone, the cases, the picture, how to read it.</summary>
public static class FeedbackReportDocument
{
    private const float CaseGap = 22;

    private static readonly TextStyle _title = new(Face.Bold, 25, Ink.Accent, 1.15f);
    private static readonly TextStyle _for = new(Face.SemiBold, 13, Ink.Text, 1.3f);
    private static readonly TextStyle _subject = new(Face.Regular, 11, Ink.Muted);
    private static readonly TextStyle _heading = new(Face.Bold, 16, Ink.Accent, 1.3f);
    private static readonly TextStyle _subheading = new(Face.SemiBold, 11.5f, Ink.Accent, 1.35f);
    private static readonly TextStyle _lead = new(Face.Regular, 12, Ink.Text, 1.38f);
    private static readonly TextStyle _body = new(Face.Regular, 10.5f, Ink.Text, 1.4f);
    private static readonly TextStyle _bodyStrong = _body with { Face = Face.SemiBold };
    private static readonly TextStyle _small = new(Face.Regular, 9, Ink.Muted, 1.35f);
    private static readonly TextStyle _label = new(Face.Regular, 8.5f, Ink.Muted, 1.3f);
    private static readonly TextStyle _case = new(Face.Regular, 9.3f, Ink.Text, 1.28f);
    private static readonly TextStyle _cell = new(Face.Regular, 9.5f, Ink.Text, 1.3f);
    private static readonly TextStyle _cellHead = new(Face.SemiBold, 9, Ink.Muted, 1.3f);
    private static readonly TextStyle _tiny = new(Face.Regular, 7.3f, Ink.Text, 1.25f);

    public static byte[] Render(FeedbackReport report)
    {
        var text = ReportText.From(report);
        var frame = PageFrame.A4(
            (canvas, area, page, _) => Header(canvas, area, page, text),
            (canvas, area, page, pages) => Footer(canvas, area, page, pages, text));
        var facts = new PdfFacts($"{text.Title} · {report.TherapistId}", text.Subject, report.Date);

        return PdfCanvas.Write(facts, frame.Width, frame.Height, frame.Paginate(Compose(text, frame.Body)));
    }

    /// <summary>The report as elements, in reading order, for pages with this much room.</summary>
    public static IElement Compose(ReportText text, Area body) => new Column(
    [
        .. FirstPage(text, new Space(body.Width, body.Height)), new PageBreak(),
        .. Cases(text, new Space(body.Width, body.Height)), .. Together(text),
        .. Figures(text), new PageBreak(),
        .. HowToRead(text),
    ]);

    private static IEnumerable<IElement> FirstPage(ReportText text, Space page)
    {
        var whole = new Column([.. Summary(text), .. Trainer(text), .. NextStep(text)]);

        // The first page stands alone: a long word from the trainer then follows it instead of pushing the plan away.
        return whole.Measure(page).Extent == Extent.All
            ? [whole]
            : [.. Summary(text), .. NextStep(text), new Gap(14), .. Trainer(text)];
    }

    private static IEnumerable<IElement> Summary(ReportText text)
    {
        yield return new Text(text.Title, _title, 2);
        yield return new Text(text.For, _for);
        yield return new Text(text.Subject, _subject, 9);
        yield return KeyFacts(text);

        yield return new Text(text.StandsOut.Heading, _heading, 4, keepsWithNext: true);
        foreach (var statement in text.StandsOut.Paragraphs)
        {
            yield return new Row(0, [(14, new Picture(_lead.LineHeight, Bullet)), (489, new Text(statement, _lead))]);
            yield return new Gap(5);
        }

        yield return new Gap(7);
        yield return new Row(18, [(1, Try(text)), (1.25f, Sure(text))]);
        yield return new Gap(12);
    }

    private static IEnumerable<IElement> Trainer(ReportText text)
    {
        if (text.Trainer is { } trainer)
        {
            yield return new Panel(
                new Column([new Text(trainer.Heading, _subheading, 2, keepsWithNext: true),
                    .. trainer.Paragraphs.Select(p => new Text(p, _body, 3))]),
                padding: 9, fill: null, rule: Ink.Accent, after: 8);
        }
    }

    private static IEnumerable<IElement> NextStep(ReportText text)
    {
        yield return new Text(text.Consultation.Heading, _heading, 2, keepsWithNext: true);
        yield return new Text(Prose.Join(text.Consultation.Paragraphs), _body, 7, keepsWithNext: true);
        yield return Plan(text);
    }

    private static void Bullet(ICanvas canvas, Area area) =>
        canvas.Fill(new Area(area.X, area.Y + area.Height / 2 - 1.2f, 7, 2.4f), Ink.Accent);

    private static Panel KeyFacts(ReportText text)
    {
        var rows = text.KeyFacts.Chunk(3).Select(facts => new Row(
            12, [.. Enumerable.Range(0, 3).Select(i => (1f, i < facts.Length ? Fact(facts[i]) : new Gap(0)))]));

        return new Panel(new Column([.. rows]), padding: 9, after: 14);

        static IElement Fact((string Label, string Value) fact) =>
            new Column(new Text(fact.Label, _label), new Text(fact.Value, _bodyStrong with { Size = 10 }, 3));
    }

    private static Panel Try(ReportText text) => new(
        new Column(
            new Text(text.Try.Heading, _subheading, 3), new Text(text.Try.Title, _bodyStrong, 1),
                new Text(text.Try.Text, _body, 5),
            new Text(new Prose([new Run(text.Try.Module, Link: text.Try.Address)]), _small)),
        padding: 12, rule: Ink.Accent);

    private static Panel Sure(ReportText text) => new(
        new Column([new Text(text.Sure.Heading, _subheading, 3),
            .. text.Sure.Paragraphs.Select(p => new Text(p, _body with { Size = 10 }, 4))]),
        padding: 12, fill: null, frame: Ink.Line);

    // A row is never divided, and neither is the plan.
    private static Row Plan(ReportText text) => Row.Equal(0, new Panel(
        new Column(
            new Text(text.PlanHeading, _subheading, 2),
            new Row(14, [(1.6f, Line(text.PlanLabels[0])), (1, Line(text.PlanLabels[1])),
                (0.8f, Line(text.PlanLabels[2]))]),
            new Gap(4), Line(text.PlanLabels[3])),
        padding: 10, fill: null, frame: Ink.Muted));

    private static Column Line(string label) => new(
        new Text(label, _label),
        new Picture(24, (canvas, area) =>
            canvas.Line(new(area.X, area.Bottom - 4), new(area.Right, area.Bottom - 4), new(Ink.Line, 0.8f))));

    private static IEnumerable<IElement> Cases(ReportText text, Space page)
    {
        yield return new Text(text.CasesIntro.Heading, _heading, 2, keepsWithNext: true);
        foreach (var paragraph in text.CasesIntro.Paragraphs)
            yield return new Text(paragraph, _body, 8, keepsWithNext: text.Cases.Count > 0);
        foreach (var pair in text.Cases.Chunk(2))
        {
            // Figures beside each other start at the same height, however long the sentences above them are.
            var heads = Array.ConvertAll(
                pair, c => new Column(new Text(c.Code, _subheading), new Text(c.Sentence, _case, 3)));
            var heights =
                Array.ConvertAll(heads, h => h.Measure(new Space((page.Width - CaseGap) / 2, page.Height)).Height);
            var cells = pair.Select((c, i) => Case(heads[i], heights.Max() - heights[i], c)).ToArray();
            yield return Row.Equal(CaseGap, cells[0], cells.Length > 1 ? cells[1] : new Gap(0));
            yield return new Gap(9);
        }
    }

    private static Column Case(Column head, float below, CaseText about)
    {
        var parts = new List<IElement> { head, new Gap(below) };
        if (about is { Chart: { } chart, Table: { } table })
        {
            parts.Add(new Picture(chart, chart is CaseChart { ShowsPatient: true } ? 116 : 92));
            // More sessions than fit one line of small figures go on in a second table.
            foreach (var block in Enumerable.Range(1, table.Head.Count - 1).Chunk(10))
                parts.Add(Compact(table, block));
        }

        return new Column(parts);
    }

    private static Table Compact(DataTable table, int[] columns) => new(
        [new(table.Head[0], 2.2f), .. columns.Select(i => new TableColumn(table.Head[i], 1, Anchor.End))],
        [.. table.Rows.Select(row => (IReadOnlyList<string>)[row[0], .. columns.Select(i => row[i])])],
        _tiny with { Ink = Ink.Muted }, _tiny, padding: 1.1f, after: 2);

    private static IEnumerable<IElement> Together(ReportText text)
    {
        if (text.Together is not { } together)
        {
            yield return new Gap(14);
            yield break;
        }

        yield return new PageBreak();
        yield return new Text(together.Heading, _heading, 2, keepsWithNext: true);
        yield return new Text(
            together.Sentence, _body with { Face = Face.SemiBold }, 3, keepsWithNext: together.Chart is not null);
        if (together is { Chart: { } chart, Table: { } table, Note: { } note })
        {
            yield return new Text(together.Intro, _body, 6, keepsWithNext: true);
            yield return new Row(20,
            [
                (300, new Picture(chart, 300)),
                (175, new Column(
                    new Gap(34),
                    new Table([new(table.Head[0], 1.9f), new(table.Head[1], 1, Anchor.End)], table.Rows, _cellHead,
                        _cell, after: 10),
                    new Text(note, _small))),
            ]);
        }

        yield return new Gap(16);
    }

    private static IEnumerable<IElement> Figures(ReportText text)
    {
        yield return new Text(text.FiguresIntro.Heading, _heading, 2, keepsWithNext: true);
        foreach (var paragraph in text.FiguresIntro.Paragraphs)
            yield return new Text(paragraph, _body, 6, keepsWithNext: true);
        yield return new Table(
            [
                new(text.Figures.Head[0], 3.2f), new(text.Figures.Head[1], 0.95f, Anchor.End),
                    new(text.Figures.Head[2], 1.4f, Anchor.End),
                new(text.Figures.Head[3], 1.4f, Anchor.End), new(text.Figures.Head[4], 0.85f, Anchor.End),
            ],
            text.Figures.Rows, _cellHead, _cell, padding: 2.4f, after: 6);
        foreach (var note in text.FiguresNotes.Paragraphs)
            yield return new Text(note, _small, 2);
    }

    private static IEnumerable<IElement> HowToRead(ReportText text)
    {
        yield return new Text(text.ReadHeading, _heading, 8, keepsWithNext: true);
        foreach (var section in text.Read)
        {
            yield return new Row(16,
            [
                (118, new Text(section.Heading, _subheading with { Size = 10 })),
                (369, new Column(
                    [.. section.Paragraphs.Select(p => new Text(p, _body with { Size = 9.5f, Leading = 1.33f }, 2))])),
            ]);
            yield return new Gap(7);
        }
    }

    private static void Header(ICanvas canvas, Area area, int page, ReportText text)
    {
        if (page == 1)
            return;
        var room = area.Width * 0.55f;
        canvas.Text(Shortened($"{text.Title} · {text.For}", _label, room), new(area.X, area.Y + 9), _label);
        canvas.Text(text.Private, new(area.Right, area.Y + 9), _label, Anchor.End);
        canvas.Line(new(area.X, area.Y + 15), new(area.Right, area.Y + 15), new(Ink.Line, 0.6f));
    }

    private static void Footer(ICanvas canvas, Area area, int page, int pages, ReportText text)
    {
        canvas.Line(new(area.X, area.Y), new(area.Right, area.Y), new(Ink.Line, 0.6f));
        canvas.Text(text.Footer, new(area.X, area.Y + 12), _label);
        canvas.Text(
            text.Words.Plain("page.of", ("page", text.Words.Whole(page)), ("pages", text.Words.Whole(pages))),
            new(area.Right, area.Y + 12), _label, Anchor.End);
        if (page == 1)
            canvas.Text(text.Private, new(area.X, area.Y + 23), _label);
    }

    private static string Shortened(string text, TextStyle style, float room)
    {
        if (Typography.Width(text, style) <= room)
            return text;

        var length = text.Length;
        while (length > 0 && Typography.Width(text[..length] + "…", style) > room)
            length -= char.IsLowSurrogate(text[length - 1]) && length > 1 ? 2 : 1;

        return text[..length].TrimEnd() + "…";
    }
}
