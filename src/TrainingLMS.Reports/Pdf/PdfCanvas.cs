using SkiaSharp;
using TrainingLMS.Reports.Drawing;

namespace TrainingLMS.Reports.Pdf;

/// <summary>What a PDF says about itself; the date is the report's, so that the same report is the same
/// bytes.</summary>
public sealed record PdfFacts(string Title, string Subject, DateOnly? Date);

/// <summary>A page of a PDF as a canvas. The only file that knows the PDF library's document.</summary>
public sealed class PdfCanvas : ICanvas
{
    private static readonly float[] _dashes = [4.2f, 2.6f];

    private readonly SKCanvas _page;
    private readonly Dictionary<Face, SKTypeface> _faces;

    private PdfCanvas(SKCanvas page, Dictionary<Face, SKTypeface> faces) => (_page, _faces) = (page, faces);

    /// <summary>Writes one page per drawing, all of the same size in points.</summary>
    public static byte[] Write(PdfFacts facts, float width, float height, IReadOnlyList<Action<ICanvas>> pages)
    {
        var date = facts.Date?.ToDateTime(new TimeOnly(12, 0), DateTimeKind.Utc);
        // Drawn twice: the first time only to learn which letters the embedded fonts have to hold.
        var census = new GlyphCensus();
        foreach (var draw in pages)
            draw(census);
        var faces = census.Typefaces();

        using var stream = new MemoryStream();
        using (var document = SKDocument.CreatePdf(stream, new SKDocumentPdfMetadata
        {
            Title = facts.Title,
            Subject = facts.Subject,
            Creator = "TrainingLMS",
            Producer = "TrainingLMS",
            Creation = date,
            Modified = date,
            RasterDpi = 144,
            EncodingQuality = 101,
        }))
        {
            foreach (var draw in pages)
            {
                draw(new PdfCanvas(document.BeginPage(width, height), faces));
                document.EndPage();
            }

            document.Close();
        }

        foreach (var face in faces.Values)
            face.Dispose();

        return stream.ToArray();
    }

    public void Line(Spot from, Spot to, Stroke stroke)
    {
        using var paint = Paint(stroke);
        _page.DrawLine(from.X, from.Y, to.X, to.Y, paint);
    }

    public void Polyline(IReadOnlyList<Spot> points, Stroke stroke)
    {
        using var path = Path(points);
        using var paint = Paint(stroke);
        _page.DrawPath(path, paint);
    }

    public void Fill(Area area, Ink ink, float corner = 0)
    {
        using var paint = Paint(ink);
        if (corner > 0)
            _page.DrawRoundRect(Rect(area), corner, corner, paint);
        else
            _page.DrawRect(Rect(area), paint);
    }

    public void Frame(Area area, Stroke stroke, float corner = 0)
    {
        using var paint = Paint(stroke);
        if (corner > 0)
            _page.DrawRoundRect(Rect(area), corner, corner, paint);
        else
            _page.DrawRect(Rect(area), paint);
    }

    public void Circle(Spot centre, float radius, Ink fill, Stroke? edge = null)
    {
        using var paint = Paint(fill);
        _page.DrawCircle(centre.X, centre.Y, radius, paint);
        if (edge is null)
            return;

        using var line = Paint(edge);
        _page.DrawCircle(centre.X, centre.Y, radius, line);
    }

    public void Polygon(IReadOnlyList<Spot> points, Ink fill)
    {
        using var path = Path(points);
        path.Close();
        using var paint = Paint(fill);
        _page.DrawPath(path, paint);
    }

    public void Text(string text, Spot at, TextStyle style, Anchor anchor = Anchor.Start)
    {
        var line = Typography.Shape(text, style.Face);
        if (line.Glyphs.Length == 0)
            return;

        var x = at.X - anchor switch
        {
            Anchor.Start => 0,
            Anchor.Middle => line.Width * style.Size / 2,
            Anchor.End => line.Width * style.Size,
        };
        // Without hinting and with linear metrics the widths are the font's own on every machine.
        using var font = new SKFont(_faces[style.Face], style.Size)
        {
            Subpixel = true,
            LinearMetrics = true,
            Hinting = SKFontHinting.None,
        };
        using var builder = new SKTextBlobBuilder();
        builder.AddPositionedRun(
            line.Glyphs, font, Array.ConvertAll(line.Points, p => new SKPoint(p.X * style.Size, p.Y * style.Size)));
        using var blob = builder.Build();
        using var paint = Paint(style.Ink);
        _page.DrawText(blob, x, at.Y, paint);
    }

    public void Link(Area area, string address) => _page.DrawUrlAnnotation(Rect(area), address);

    private static SKRect Rect(Area a) => new(a.X, a.Y, a.Right, a.Bottom);

    private static SKPath Path(IReadOnlyList<Spot> points)
    {
        var path = new SKPath();
        path.MoveTo(points[0].X, points[0].Y);
        for (var i = 1; i < points.Count; i++)
            path.LineTo(points[i].X, points[i].Y);

        return path;
    }

    private static SKPaint Paint(Ink ink) =>
        new() { Color = new SKColor(0xFF000000 | Palette.Rgb(ink)), IsAntialias = true };

    private static SKPaint Paint(Stroke stroke)
    {
        var paint = Paint(stroke.Ink);
        paint.IsStroke = true;
        paint.StrokeWidth = stroke.Width;
        paint.StrokeJoin = SKStrokeJoin.Round;
        if (!stroke.Dashed)
            return paint;

        using var dash = SKPathEffect.CreateDash(_dashes, 0);
        paint.PathEffect = dash;
        return paint;
    }
}
