using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using HarfBuzzSharp;
using SkiaSharp;
using TrainingLMS.Reports.Drawing;
using Face = TrainingLMS.Reports.Drawing.Face;

namespace TrainingLMS.Reports.Pdf;

/// <summary>
/// The four faces of Source Sans 3, embedded in this assembly so that a machine without fonts draws the same page, and
/// the widths of text set in them.
/// </summary>
public static class Typography
{
    private const int CacheLimit = 20_000;

    // "fi" must stay two letters, or a reader that searches or copies the PDF finds neither.
    private static readonly Feature[] _features =
        [Feature.Parse("-liga"), Feature.Parse("-clig"), Feature.Parse("-dlig")];

    private static readonly EmbeddedFace[] _faces =
    [
        new("SourceSans3_400Regular"), new("SourceSans3_400Regular_Italic"),
        new("SourceSans3_600SemiBold"), new("SourceSans3_700Bold"),
    ];

    private static readonly ConcurrentDictionary<(Face, string), float> _widths = new();

    /// <summary>What stands for a character the faces lack.</summary>
    public const char Replacement = '□';

    /// <summary>Width of one line of text, kerning included, in the unit of the style's size.</summary>
    public static float Width(string text, TextStyle style)
    {
        if (text.Length == 0)
            return 0;
        if (_widths.TryGetValue((style.Face, text), out var ems))
            return ems * style.Size;
        // Names and free text pass through here for as long as the process lives.
        if (_widths.Count > CacheLimit)
            _widths.Clear();

        ems = Shape(text, style.Face).Width;
        _widths[(style.Face, text)] = ems;
        return ems * style.Size;
    }

    /// <summary>False where the faces lack a character of this text, which is then drawn as <see
    /// cref="Replacement"/>.</summary>
    public static bool CanDraw(string text) =>
        text.Normalize(NormalizationForm.FormC).EnumerateRunes().All(r => IsQuiet(r) || Has(r));

    /// <summary>The text as it can be drawn: composed, and every character the faces lack visibly replaced.</summary>
    public static string Drawable(string text)
    {
        if (IsPlain(text))
            return text;

        var result = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            if (Has(rune) && !IsQuiet(rune))
                result.Append(rune.ToString());
            else if (!IsQuiet(rune))
                result.Append(Replacement);
        }

        return result.ToString();
    }

    /// <summary>The font file of a face with these glyphs only.</summary>
    internal static byte[] Subset(Face face, IEnumerable<ushort> glyphs) => _faces[(int)face].Subset.Keep(glyphs);

    /// <summary>Glyphs and their places on the line, in em.</summary>
    internal static ShapedLine Shape(string text, Face face)
    {
        var chosen = _faces[(int)face];
        using var buffer = new HarfBuzzSharp.Buffer();
        buffer.AddUtf16(Drawable(text));
        buffer.GuessSegmentProperties();
        chosen.Font.Shape(buffer, _features);

        var infos = buffer.GetGlyphInfoSpan();
        var positions = buffer.GetGlyphPositionSpan();
        var glyphs = new ushort[infos.Length];
        var points = new SKPoint[infos.Length];
        var x = 0f;
        for (var i = 0; i < infos.Length; i++)
        {
            glyphs[i] = (ushort)infos[i].Codepoint;
            points[i] = new(
                (x + positions[i].XOffset) / chosen.UnitsPerEm, -positions[i].YOffset / (float)chosen.UnitsPerEm);
            x += positions[i].XAdvance;
        }

        return new(glyphs, points, x / chosen.UnitsPerEm);
    }

    private static bool Has(Rune rune) => _faces[0].Typeface.GetGlyph(rune.Value) != 0;

    private static bool IsPlain(string text)
    {
        foreach (var c in text)
        {
            if (c is < ' ' or > '~')
                return false;
        }

        return true;
    }

    // Joiners, variation selectors and marks that found no letter to sit on say nothing on their own.
    private static bool IsQuiet(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.NonSpacingMark
        or UnicodeCategory.EnclosingMark;

    internal sealed record ShapedLine(ushort[] Glyphs, SKPoint[] Points, float Width);

    private sealed class EmbeddedFace
    {
        // Faces live as long as the process, and so must what they are made of.
        private readonly IReadOnlyList<object> _parts;

        public EmbeddedFace(string name)
        {
            using var stream = typeof(Typography).Assembly.GetManifestResourceStream($"Fonts.{name}.ttf")
                ?? throw new InvalidOperationException($"The font {name} is not in this build.");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);

            using var data = SKData.CreateCopy(bytes);
            Typeface = SKTypeface.FromData(data);
            UnitsPerEm = Typeface.UnitsPerEm;

            // A copy of HarfBuzz's own: what its FromStream points at, the garbage collector may move.
            var pinned = GCHandle.Alloc(bytes, GCHandleType.Pinned);
            var blob = new Blob(pinned.AddrOfPinnedObject(), bytes.Length, MemoryMode.Duplicate);
            pinned.Free();
            var face = new HarfBuzzSharp.Face(blob, 0);
            Font = new HarfBuzzSharp.Font(face);
            Font.SetScale(UnitsPerEm, UnitsPerEm);
            Font.SetFunctionsOpenType();
            _parts = [blob, face];
            Subset = new FontSubset(bytes);
        }

        public SKTypeface Typeface { get; }

        public FontSubset Subset { get; }

        public HarfBuzzSharp.Font Font { get; }

        public int UnitsPerEm { get; }
    }
}
