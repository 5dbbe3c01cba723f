using System.Buffers.Binary;
using System.Text;

namespace TrainingLMS.Reports.Pdf;

/// <summary>
/// A TrueType font with the outlines of the glyphs one document uses and of no others: the PDF library embeds whole
/// files, which would make every report six hundred kilobytes. Glyph numbers stay as they are.
/// </summary>
internal sealed class FontSubset
{
    private const int DirectoryStart = 12;
    private const int EntrySize = 16;

    // Layout tables have done their work before a page is drawn; a signature no longer fits.
    private static readonly HashSet<string> _dropped =
        new(StringComparer.Ordinal) { "GSUB", "GPOS", "GDEF", "DSIG", "BASE", "STAT", "meta", "kern" };

    private readonly SortedDictionary<string, byte[]> _tables = new(StringComparer.Ordinal);
    private readonly byte[] _outlines;
    private readonly uint[] _places;

    public FontSubset(ReadOnlySpan<byte> font)
    {
        var count = BinaryPrimitives.ReadUInt16BigEndian(font[4..]);
        for (var i = 0; i < count; i++)
        {
            var entry = font.Slice(DirectoryStart + i * EntrySize, EntrySize);
            var tag = Encoding.ASCII.GetString(entry[..4]);
            var offset = (int)BinaryPrimitives.ReadUInt32BigEndian(entry[8..]);
            var length = (int)BinaryPrimitives.ReadUInt32BigEndian(entry[12..]);
            if (!_dropped.Contains(tag))
                _tables[tag] = font.Slice(offset, length).ToArray();
        }

        _outlines = _tables["glyf"];
        var isLong = _tables["head"][51] == 1;
        var places = _tables["loca"];
        _places = new uint[places.Length / (isLong ? 4 : 2)];
        for (var i = 0; i < _places.Length; i++)
        {
            _places[i] = isLong
                ? BinaryPrimitives.ReadUInt32BigEndian(places.AsSpan(i * 4))
                : 2u * BinaryPrimitives.ReadUInt16BigEndian(places.AsSpan(i * 2));
        }

        _tables["head"][51] = 1;
        // Version 3: no glyph names, which nothing reads in a PDF.
        _tables["post"] = _tables["post"][..32];
        BinaryPrimitives.WriteUInt32BigEndian(_tables["post"], 0x00030000);
    }

    /// <summary>The font file holding these glyphs, what they are composed of, and the box for a missing one.</summary>
    public byte[] Keep(IEnumerable<ushort> glyphs)
    {
        var kept = new HashSet<ushort>();
        foreach (var glyph in glyphs.Append((ushort)0))
            Add(glyph, kept);

        using var outlines = new MemoryStream();
        var places = new byte[_places.Length * 4];
        for (var glyph = 0; glyph < _places.Length - 1; glyph++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(places.AsSpan(glyph * 4), (uint)outlines.Length);
            if (!kept.Contains((ushort)glyph))
                continue;
            outlines.Write(Outline(glyph));
            while (outlines.Length % 4 != 0)
                outlines.WriteByte(0);
        }

        BinaryPrimitives.WriteUInt32BigEndian(places.AsSpan(^4..), (uint)outlines.Length);
        return Write(
            new SortedDictionary<string, byte[]>(_tables, StringComparer.Ordinal)
            { ["glyf"] = outlines.ToArray(), ["loca"] = places });
    }

    private ReadOnlySpan<byte> Outline(int glyph) => _outlines.AsSpan((int)_places[glyph]..(int)_places[glyph + 1]);

    // An é is an e and an acute: the parts of a composed glyph come along.
    private void Add(ushort glyph, HashSet<ushort> kept)
    {
        if (glyph >= _places.Length - 1 || !kept.Add(glyph))
            return;

        var outline = Outline(glyph);
        if (outline.IsEmpty || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0)
            return;

        var at = 10;
        ushort flags;
        do
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(outline[at..]);
            Add(BinaryPrimitives.ReadUInt16BigEndian(outline[(at + 2)..]), kept);
            at += 4 + ((flags & 0x01) != 0 ? 4 : 2)
                + ((flags & 0x08) != 0 ? 2 : (flags & 0x40) != 0 ? 4 : (flags & 0x80) != 0 ? 8 : 0);
        }
        while ((flags & 0x20) != 0);
    }

    private static byte[] Write(SortedDictionary<string, byte[]> tables)
    {
        var size = DirectoryStart + EntrySize * tables.Count + tables.Values.Sum(t => Padded(t.Length));
        var font = new byte[size];
        var power = (int)Math.Log2(tables.Count);
        BinaryPrimitives.WriteUInt32BigEndian(font, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(4), (ushort)tables.Count);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(6), (ushort)(EntrySize << power));
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(8), (ushort)power);
        BinaryPrimitives.WriteUInt16BigEndian(
            font.AsSpan(10), (ushort)(EntrySize * tables.Count - (EntrySize << power)));

        var at = DirectoryStart + EntrySize * tables.Count;
        var entry = DirectoryStart;
        foreach (var (tag, table) in tables)
        {
            table.CopyTo(font, at);
            // The sum over the whole file is taken with this field at nought, and checked by nobody who draws.
            if (tag == "head")
                font.AsSpan(at + 8, 4).Clear();
            Encoding.ASCII.GetBytes(tag, font.AsSpan(entry));
            BinaryPrimitives.WriteUInt32BigEndian(font.AsSpan(entry + 4), Sum(font.AsSpan(at, Padded(table.Length))));
            BinaryPrimitives.WriteUInt32BigEndian(font.AsSpan(entry + 8), (uint)at);
            BinaryPrimitives.WriteUInt32BigEndian(font.AsSpan(entry + 12), (uint)table.Length);
            at += Padded(table.Length);
            entry += EntrySize;
        }

        return font;
    }

    private static int Padded(int length) => (length + 3) / 4 * 4;

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0u;
        for (var i = 0; i < bytes.Length; i += 4)
            sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(bytes[i..]));

        return sum;
    }
}
