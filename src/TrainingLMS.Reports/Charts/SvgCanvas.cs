using System.Globalization;
using System.Net;
using System.Text;
using TrainingLMS.Reports.Drawing;

namespace TrainingLMS.Reports.Charts;

/// <summary>
/// A figure as SVG text inside an HTML page. Colours are presentation attributes with a class beside them: pages run
/// under a policy without inline styles, and a dark theme can still repaint the classes.
/// </summary>
public sealed class SvgCanvas : ICanvas
{
    private readonly StringBuilder _body = new();

    /// <summary>Draws a chart; <paramref name="id"/> must be unique in the page, for its title and
    /// description.</summary>
    public static string Draw(IChart chart, string id)
    {
        var canvas = new SvgCanvas();
        chart.Draw(canvas, new Area(0, 0, chart.Width, chart.Height));

        return $"""
            <svg class="chart" role="img" aria-labelledby="{id}-title {id}-desc" viewBox="0 0 {N(chart.Width)} {N(chart.Height)}" font-family="'Source Sans 3', system-ui, sans-serif">
            <title id="{id}-title">{T(chart.Title)}</title>
            <desc id="{id}-desc">{T(chart.Description)}</desc>
            {canvas._body}</svg>
            """;
    }

    public void Line(Spot from, Spot to, Stroke stroke) =>
        Add($"<line x1=\"{N(from.X)}\" y1=\"{N(from.Y)}\" x2=\"{N(to.X)}\" y2=\"{N(to.Y)}\"{Edge(stroke)}/>");

    public void Polyline(IReadOnlyList<Spot> points, Stroke stroke) =>
        Add($"<polyline points=\"{Points(points)}\"{Edge(stroke)} fill=\"none\"/>");

    public void Fill(Area area, Ink ink, float corner = 0) => Add($"<rect{Box(area, corner)}{Solid(ink)}/>");

    public void Frame(Area area, Stroke stroke, float corner = 0) =>
        Add($"<rect{Box(area, corner)}{Edge(stroke)} fill=\"none\"/>");

    public void Circle(Spot centre, float radius, Ink fill, Stroke? edge = null) =>
        Add($"<circle cx=\"{N(centre.X)}\" cy=\"{N(centre.Y)}\" r=\"{N(radius)}\"{Solid(fill, edge)}/>");

    public void Polygon(IReadOnlyList<Spot> points, Ink fill) =>
        Add($"<polygon points=\"{Points(points)}\"{Solid(fill)}/>");

    public void Text(string text, Spot at, TextStyle style, Anchor anchor = Anchor.Start)
    {
        var weight =
            style.Face switch { Face.SemiBold => " font-weight=\"600\"", Face.Bold => " font-weight=\"700\"", _ => "" };
        var slant = style.Face == Face.Italic ? " font-style=\"italic\"" : "";
        var place = anchor switch
        {
            Anchor.Start => "",
            Anchor.Middle => " text-anchor=\"middle\"",
            Anchor.End => " text-anchor=\"end\"",
        };
        Add($"<text x=\"{N(at.X)}\" y=\"{N(at.Y)}\" font-size=\"{N(style.Size)}\"{weight}{slant}{place}{Solid(style.Ink)}>{T(text)}</text>");
    }

    public void Link(Area area, string address) =>
        Add($"<a href=\"{T(address)}\"><rect{Box(area, 0)} fill=\"none\" pointer-events=\"all\"/></a>");

    private void Add(string element) => _body.Append(element).Append('\n');

    private static string Box(Area a, float corner) =>
        $" x=\"{N(a.X)}\" y=\"{N(a.Y)}\" width=\"{N(a.Width)}\" height=\"{N(a.Height)}\"{(corner > 0 ? $" rx=\"{N(corner)}\"" : "")}";

    private static string Solid(Ink fill, Stroke? edge = null) => edge is null
        ? $" class=\"fill-{Palette.Name(fill)}\" fill=\"{Palette.Hex(fill)}\""
        : $" class=\"fill-{Palette.Name(fill)} line-{Palette.Name(edge.Ink)}\" fill=\"{Palette.Hex(fill)}\" stroke=\"{Palette.Hex(edge.Ink)}\" stroke-width=\"{N(edge.Width)}\"";

    private static string Edge(Stroke s) =>
        $" class=\"line-{Palette.Name(s.Ink)}\" stroke=\"{Palette.Hex(s.Ink)}\" stroke-width=\"{N(s.Width)}\" stroke-linejoin=\"round\"{(s.Dashed ? " stroke-dasharray=\"4.2 2.6\"" : "")}";

    private static string Points(IReadOnlyList<Spot> points) =>
        string.Join(' ', points.Select(p => $"{N(p.X)},{N(p.Y)}"));

    private static string N(float value) => MathF.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    private static string T(string text) => WebUtility.HtmlEncode(text);
}
