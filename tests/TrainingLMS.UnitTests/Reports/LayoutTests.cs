using TrainingLMS.Reports.Drawing;
using TrainingLMS.Reports.Layout;
using TrainingLMS.Reports.Pdf;
using UglyToad.PdfPig;

namespace TrainingLMS.UnitTests.Reports;

public sealed class LayoutTests
{
    private static readonly TextStyle _style = new(Face.Regular, 10, Ink.Text, 1.5f);

    private static readonly PageFrame _small = new(200, 200, 20, 10, 10)
    {
        DrawHeader = (canvas, area, page, pages) =>
            canvas.Text($"head {page} of {pages}", new(area.X, area.Y + 8), _style),
        DrawFooter = (_, _, _, _) => { },
    };

    [Fact]
    public void Text_wraps_between_words_and_no_line_is_wider_than_its_place()
    {
        var recorder = new Recorder();
        var text = new Text("One two three four five six seven eight nine ten eleven twelve", _style);
        var plan = text.Measure(new Space(100, 500));
        text.Draw(recorder, new Area(7, 0, 100, plan.Height));

        Assert.Equal(
            "One two three four five six seven eight nine ten eleven twelve",
            string.Join(' ', recorder.Texts.Select(t => t.Text)));
        Assert.Equal(15 * recorder.Texts.Count, plan.Height);
        Assert.All(recorder.Texts, t => Assert.InRange(Typography.Width(t.Text, _style), 1, 100));
        Assert.All(recorder.Texts, t => Assert.Equal(7, t.At.X));
    }

    [Fact]
    public void A_word_wider_than_the_column_breaks_between_letters()
    {
        var recorder = new Recorder();
        new Text(new string('m', 80), _style).Draw(recorder, new Area(0, 0, 100, 500));

        Assert.Equal(80, recorder.Texts.Sum(t => t.Text.Length));
        Assert.All(recorder.Texts, t => Assert.InRange(Typography.Width(t.Text, _style), 1, 100));
    }

    [Theory]
    [InlineData(2, 3, Extent.None)]     // three lines would leave one behind
    [InlineData(3, 4, Extent.Part)]     // four: two and two, though three would fit
    [InlineData(1, 6, Extent.None)]
    [InlineData(4, 6, Extent.Part)]
    [InlineData(6, 6, Extent.All)]
    public void A_paragraph_leaves_no_single_line_on_either_page(int room, int lines, Extent expected)
    {
        var plan = new Text(string.Join('\n', Enumerable.Repeat("line", lines)), _style)
            .Measure(new Space(100, room * 15));

        Assert.Equal(expected, plan.Extent);
        if (expected == Extent.Part)
        {
            Assert.InRange(plan.Height / 15, 2, room);
            Assert.True(plan.Later!.Measure(new Space(100, 500)).Height >= 30);
        }
        else if (expected == Extent.None)
        {
            Assert.Contains("points", plan.Why, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_heading_moves_on_with_what_follows_it()
    {
        var content = new Column(
            new Picture(100, (_, _) => { }), new Text("Heading", _style, keepsWithNext: true),
                new Picture(60, (_, _) => { }));

        var texts = TextsByPage(content);

        Assert.Equal(2, texts.Count);
        Assert.DoesNotContain("Heading", texts[0]);
        Assert.Contains("Heading", texts[1]);
    }

    [Fact]
    public void A_table_repeats_its_head_on_every_page_and_leaves_no_row_alone()
    {
        var rows = Enumerable.Range(1, 12).Select(i => (IReadOnlyList<string>)[$"row {i}", $"{i}"]).ToList();
        var table = new Table([new("Name", 2), new("Value", 1, Anchor.End)], rows, _style, _style);

        var pages = TextsByPage(table);

        Assert.Equal(3, pages.Count);
        Assert.All(pages, p => Assert.Contains("Value", p));
        Assert.All(pages, p => Assert.True(p.Count(t => t.StartsWith("row", StringComparison.Ordinal)) >= 2));
        Assert.Equal(12, pages.Sum(p => p.Count(t => t.StartsWith("row", StringComparison.Ordinal))));
    }

    [Fact]
    public void Cells_of_a_row_share_the_width_and_a_row_is_not_divided()
    {
        var recorder = new Recorder();
        var row = new Row(10, [(2, new Text("a", _style)), (1, new Text("b\nb\nb\nb", _style))]);

        Assert.Equal(Extent.None, row.Measure(new Space(100, 45)).Extent);
        Assert.Equal(60, row.Measure(new Space(100, 60)).Height);
        row.Draw(recorder, new Area(0, 0, 100, 60));
        Assert.Equal(0, recorder.Texts[0].At.X);
        Assert.Equal(70, recorder.Texts[1].At.X);
    }

    [Fact]
    public void A_panel_continues_on_the_next_page()
    {
        var pages = TextsByPage(
            new Panel(new Text(string.Join('\n', Enumerable.Range(1, 14).Select(i => $"line {i}")), _style)));

        Assert.Equal(2, pages.Count);
        Assert.Contains("line 14", pages[1]);
    }

    [Fact]
    public void What_fits_on_no_page_is_refused_with_the_reason()
    {
        var thrown = Assert.Throws<LayoutException>(() => _small.Paginate(new Picture(900, (_, _) => { })));

        Assert.Contains("a figure needs 900 points, 140 are left", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_page_knows_how_many_there_are()
    {
        var pages = _small.Paginate(
            new Column(new Text("a", _style), new PageBreak(), new Text("b", _style), new PageBreak(),
            new Text("c", _style)));
        var pdf = PdfCanvas.Write(new PdfFacts("Title", "Subject", new DateOnly(2026, 5, 4)), 200, 200, pages);

        Assert.Equal(["head 1 of 3 a", "head 2 of 3 b", "head 3 of 3 c"], Pdfs.Pages(pdf));
        using var document = PdfDocument.Open(pdf);
        Assert.Equal("Title", document.Information.Title);
        Assert.StartsWith("D:20260504", document.Information.CreationDate, StringComparison.Ordinal);
    }

    [Fact]
    public void Strong_runs_and_links_keep_their_place_in_the_line()
    {
        var recorder = new Recorder();
        var prose = new Prose(
            [new Run("see "), new Run("block 4", Strong: true), new Run(" or "),
            new Run("here", Link: "https://example.org/")]);
        new Text(prose, _style).Draw(recorder, new Area(0, 0, 300, 15));

        Assert.Equal(["see ", "block 4", " or ", "here"], recorder.Texts.Select(t => t.Text));
        Assert.Equal(Face.SemiBold, recorder.Texts[1].Style.Face);
        var link = Assert.Single(recorder.Links);
        Assert.Equal(recorder.Texts[3].At.X, link.Area.X);
    }

    [Fact]
    public void Stars_in_a_name_make_nothing_strong()
    {
        var prose = Prose.Template(
            "In **{case}** now", piece => piece.Replace("{case}", "**P1**", StringComparison.Ordinal));

        Assert.Equal([new Run("In "), new Run("**P1**", Strong: true), new Run(" now")], prose.Runs);
    }

    [Theory]
    [InlineData("Élise Côté-Lavoie", true)]
    [InlineData("Ærøskøbing, Łódź, Ὀδυσσεύς, Пушкин", true)]
    [InlineData("ليلى", false)]
    [InlineData("王小明", false)]
    [InlineData("Sam 🌿", false)]
    public void A_character_the_font_lacks_is_drawn_as_a_box_and_noticed(string name, bool drawable)
    {
        Assert.Equal(drawable, Typography.CanDraw(name));
        Assert.Equal(!drawable, Typography.Drawable(name).Contains(Typography.Replacement, StringComparison.Ordinal));
        Assert.True(Typography.CanDraw(Typography.Replacement.ToString()));
        Assert.True(Typography.CanDraw("\u00A0−–’“”«»…·λ≥"));
    }

    [Fact]
    public void Only_the_letters_a_document_uses_are_embedded_and_composed_ones_keep_their_parts()
    {
        byte[] Page(string text) => PdfCanvas.Write(
            new PdfFacts("Title", "Subject", new DateOnly(2026, 5, 4)), 200, 200,
                [canvas => canvas.Text(text, new(10, 50), _style)]);

        Assert.InRange(Page("Été").Length, 2_000, 60_000);
        Assert.Equal("Été à Noël", Pdfs.Text(Page("Été à Noël")));
        // An accented letter is its letter and its accent, so its file is the larger one.
        Assert.True(Page("ÉÈÊ").Length > Page("EEE").Length);
    }

    private static List<List<string>> TextsByPage(IElement content) =>
        [.. _small.Paginate(content).Select(draw =>
        {
            var recorder = new Recorder();
            draw(recorder);
            return recorder.Texts.ConvertAll(t => t.Text);
        })];

    /// <summary>A canvas that remembers what was drawn.</summary>
    private sealed class Recorder : ICanvas
    {
        public List<(string Text, Spot At, TextStyle Style)> Texts { get; } = [];

        public List<(Area Area, string Address)> Links { get; } = [];

        public void Line(Spot from, Spot to, Stroke stroke)
        {
        }

        public void Polyline(IReadOnlyList<Spot> points, Stroke stroke)
        {
        }

        public void Fill(Area area, Ink ink, float corner = 0)
        {
        }

        public void Frame(Area area, Stroke stroke, float corner = 0)
        {
        }

        public void Circle(Spot centre, float radius, Ink fill, Stroke? edge = null)
        {
        }

        public void Polygon(IReadOnlyList<Spot> points, Ink fill)
        {
        }

        public void Text(string text, Spot at, TextStyle style, Anchor anchor = Anchor.Start) =>
            Texts.Add((text, at, style));

        public void Link(Area area, string address) => Links.Add((area, address));
    }
}
