using SkiaSharp;
using TrainingLMS.Reports.Drawing;

namespace TrainingLMS.Reports.Pdf;

/// <summary>A canvas that draws nothing and remembers which glyphs of which face a document uses.</summary>
internal sealed class GlyphCensus : ICanvas
{
    private readonly Dictionary<Face, HashSet<ushort>> _used = [];

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

    public void Link(Area area, string address)
    {
    }

    public void Text(string text, Spot at, TextStyle style, Anchor anchor = Anchor.Start)
    {
        if (!_used.TryGetValue(style.Face, out var glyphs))
            _used[style.Face] = glyphs = [];
        glyphs.UnionWith(Typography.Shape(text, style.Face).Glyphs);
    }

    /// <summary>The faces the document needs, each with its own glyphs; the caller disposes of them.</summary>
    public Dictionary<Face, SKTypeface> Typefaces() => _used.ToDictionary(
        u => u.Key, u =>
        {
            using var data = SKData.CreateCopy(Typography.Subset(u.Key, u.Value));
            return SKTypeface.FromData(data);
        });
}
