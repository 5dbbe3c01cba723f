using System.Runtime.InteropServices;

namespace TrainingLMS.Reports.Drawing;

public enum Face { Regular, Italic, SemiBold, Bold }

public enum Anchor { Start, Middle, End }

/// <summary>How a piece of text looks; sizes are points on paper and pixels on a page.</summary>
public sealed record TextStyle(Face Face, float Size, Ink Ink = Ink.Text, float Leading = 1.4f)
{
    public float LineHeight => Size * Leading;
}

[StructLayout(LayoutKind.Auto)]
public readonly record struct Spot(float X, float Y);

/// <summary>A rectangle, its origin at the top left.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Area(float X, float Y, float Width, float Height)
{
    public float Right => X + Width;

    public float Bottom => Y + Height;

    public Area Inset(float by) => new(X + by, Y + by, Width - 2 * by, Height - 2 * by);
}

public sealed record Stroke(Ink Ink, float Width, bool Dashed = false);

/// <summary>
/// The few things charts and layouts draw with. There are two: a PDF page, and SVG text for the HTML twin, so that a
/// figure is written once and is the same figure in both.
/// </summary>
public interface ICanvas
{
    void Line(Spot from, Spot to, Stroke stroke);

    void Polyline(IReadOnlyList<Spot> points, Stroke stroke);

    void Fill(Area area, Ink ink, float corner = 0);

    void Frame(Area area, Stroke stroke, float corner = 0);

    void Circle(Spot centre, float radius, Ink fill, Stroke? edge = null);

    void Polygon(IReadOnlyList<Spot> points, Ink fill);

    /// <summary>One line of text; <paramref name="at"/> lies on its baseline.</summary>
    void Text(string text, Spot at, TextStyle style, Anchor anchor = Anchor.Start);

    void Link(Area area, string address);
}
