using System.Globalization;
using TrainingLMS.Reports.Drawing;
using TrainingLMS.Reports.Pdf;

namespace TrainingLMS.Reports.Layout;

/// <summary>
/// A paragraph: wrapped, never leaving a single line behind at the foot of a page or sending one ahead to the next.
/// </summary>
public sealed class Text : IElement
{
    private const int FewestLines = 2;

    private readonly Prose? _prose;
    private readonly TextStyle _style;
    private readonly float _after;
    private readonly Anchor _align;
    private IReadOnlyList<Line> _lines;
    private float _width;

    public Text(Prose prose, TextStyle style, float after = 0, bool keepsWithNext = false, Anchor align = Anchor.Start)
    {
        (_prose, _style, _after, KeepsWithNext, _align) = (prose, style, after, keepsWithNext, align);
        (_lines, _width) = ([], float.NaN);
    }

    public Text(string text, TextStyle style, float after = 0, bool keepsWithNext = false, Anchor align = Anchor.Start)
        : this(Prose.Plain(text), style, after, keepsWithNext, align)
    {
    }

    private Text(IReadOnlyList<Line> lines, Text whole, float after)
    {
        (_lines, _width, _style, _after, _align) = (lines, whole._width, whole._style, after, whole._align);
    }

    public bool KeepsWithNext { get; }

    public Plan Measure(Space space)
    {
        var lines = Lines(space.Width);
        var height = lines.Count * _style.LineHeight;
        if (height <= space.Height + 0.01f)
            return Plan.All(Math.Min(height + _after, Math.Max(space.Height, height)));

        var fit = (int)((space.Height + 0.01f) / _style.LineHeight);
        var now = Math.Min(fit, lines.Count - FewestLines);
        if (now < FewestLines)
            return Plan.None(
                $"{FewestLines} of {lines.Count} lines need {FewestLines * _style.LineHeight:0} points, {space.Height:0} are left");

        return Plan.Part(
            new Text([.. lines.Take(now)], this, 0), now * _style.LineHeight,
                new Text([.. lines.Skip(now)], this, _after));
    }

    public void Draw(ICanvas canvas, Area area)
    {
        // The baseline sits so that ascenders and descenders share the line's leading.
        var y = area.Y + (_style.LineHeight - _style.Size) / 2 + _style.Size * 0.8f;
        foreach (var line in Lines(area.Width))
        {
            var x = area.X + _align switch
            {
                Anchor.Start => 0,
                Anchor.Middle => (area.Width - line.Width) / 2,
                Anchor.End => area.Width - line.Width,
            };
            foreach (var piece in line.Pieces)
            {
                var style = StyleOf(piece);
                canvas.Text(piece.Text, new Spot(x, y), style);
                var width = Typography.Width(piece.Text, style);
                if (piece.Link is { } address)
                {
                    canvas.Line(new(x, y + 1.6f), new(x + width, y + 1.6f), new(style.Ink, 0.5f));
                    canvas.Link(new(x, y - _style.Size, width, _style.LineHeight), address);
                }

                x += width;
            }

            y += _style.LineHeight;
        }
    }

    private TextStyle StyleOf(Run run) => run switch
    {
        { Link: not null } => _style with { Ink = Ink.Accent },
        { Strong: true } => _style with { Face = _style.Face == Face.SemiBold ? Face.Bold : Face.SemiBold },
        _ => _style,
    };

    private IReadOnlyList<Line> Lines(float width)
    {
        if (_prose is not null && _width != width)
            (_lines, _width) = (Wrap(width), width);

        return _lines;
    }

    private List<Line> Wrap(float width)
    {
        var lines = new List<Line>();
        var current = new LineBuilder();
        foreach (var word in Words(width))
        {
            if (word.Newline || (!current.IsEmpty && current.Width + word.SpaceBefore + word.Width > width))
            {
                lines.Add(current.Build());
                current = new LineBuilder();
            }

            if (word.Pieces.Count > 0)
                current.Add(word);
        }

        lines.Add(current.Build());
        return lines;
    }

    private IEnumerable<Word> Words(float width)
    {
        var pieces = new List<Run>();
        var spaceBefore = 0f;
        Run? space = null;

        foreach (var run in _prose!.Runs)
        {
            var start = 0;
            for (var i = 0; i <= run.Text.Length; i++)
            {
                var ends = i == run.Text.Length;
                if (!ends && run.Text[i] is not (' ' or '\n'))
                    continue;

                if (i > start)
                    pieces.Add(run with { Text = run.Text[start..i] });
                start = i + 1;
                if (ends)
                    continue;

                foreach (var word in Finish(pieces, spaceBefore, space, width))
                    yield return word;
                pieces = [];
                if (run.Text[i] == '\n')
                {
                    yield return new Word([], 0, 0, null, Newline: true);
                    (spaceBefore, space) = (0, null);
                }
                else
                {
                    space = run with { Text = " " };
                    spaceBefore = Typography.Width(" ", StyleOf(space));
                }
            }
        }

        foreach (var word in Finish(pieces, spaceBefore, space, width))
            yield return word;
    }

    private IEnumerable<Word> Finish(List<Run> pieces, float spaceBefore, Run? space, float width)
    {
        if (pieces.Count == 0)
            yield break;

        var wide = pieces.Sum(WidthOf);
        if (wide <= width)
        {
            yield return new Word(pieces, wide, spaceBefore, space, false);
            yield break;
        }

        // A word wider than the column (a long code, an address) breaks between letters.
        var part = "";
        foreach (var piece in pieces)
        {
            part = "";
            var letters = StringInfo.GetTextElementEnumerator(piece.Text);
            while (letters.MoveNext())
            {
                var longer = part + letters.GetTextElement();
                if (part.Length > 0 && WidthOf(piece with { Text = longer }) > width)
                {
                    yield return new Word(
                        [piece with { Text = part }], WidthOf(piece with { Text = part }), spaceBefore, space, false);
                    (spaceBefore, space) = (0, null);
                    longer = letters.GetTextElement();
                }

                part = longer;
            }

            if (part.Length > 0)
                yield return new Word(
                    [piece with { Text = part }], WidthOf(piece with { Text = part }), spaceBefore, space, false);
            (spaceBefore, space) = (0, null);
        }
    }

    private float WidthOf(Run run) => Typography.Width(run.Text, StyleOf(run));

    private sealed record Word(IReadOnlyList<Run> Pieces, float Width, float SpaceBefore, Run? Space, bool Newline);

    private sealed record Line(IReadOnlyList<Run> Pieces, float Width);

    private sealed class LineBuilder
    {
        private readonly List<Run> _pieces = [];

        public float Width { get; private set; }

        public bool IsEmpty => _pieces.Count == 0;

        public void Add(Word word)
        {
            if (!IsEmpty && word.Space is { } space)
            {
                Append(space);
                Width += word.SpaceBefore;
            }

            foreach (var piece in word.Pieces)
                Append(piece);
            Width += word.Width;
        }

        public Line Build() => new(_pieces, Width);

        // Neighbours in the same style become one piece, drawn in one go and found by a search as one.
        private void Append(Run run)
        {
            if (_pieces.Count > 0 && _pieces[^1] is { } last && last.Strong == run.Strong && last.Link == run.Link)
                _pieces[^1] = last with { Text = last.Text + run.Text };
            else
                _pieces.Add(run);
        }
    }
}
