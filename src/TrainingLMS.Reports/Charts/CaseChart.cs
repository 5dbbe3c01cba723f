using System.Globalization;
using TrainingLMS.Reports.Drawing;
using TrainingLMS.Reports.Pdf;

namespace TrainingLMS.Reports.Charts;

/// <summary>One session in a figure; null is a gap in the line, never a zero.</summary>
public sealed record ChartSession(int Session, double? Therapist, double? Patient, double? Wellbeing);

public sealed record CaseChartWords(
    string Alliance, string You, string Patient, string Wellbeing, string Session, string Size);

/// <summary>
/// One case: the therapist's line and, where it is not sealed, the patient's, on the instrument's full scale, with
/// well-being as bars in a strip of its own below.
/// </summary>
public sealed class CaseChart(
    IReadOnlyList<ChartSession> sessions, double lowest, double highest, bool showsPatient, CaseChartWords words)
        : IChart
{
    private const float Top = 15;
    private const float Bottom = 21;
    private const float Left = 17;

    private static readonly TextStyle _small = new(Face.Regular, 7.5f, Ink.Muted);
    private static readonly TextStyle _label = new(Face.SemiBold, 7.5f);

    public required string Title { get; init; }

    public required string Description { get; init; }

    public float Width => 250;

    public float Height => showsPatient ? 150 : 112;

    public bool ShowsPatient => showsPatient;

    private int LastSession => Math.Max(2, sessions.Max(s => s.Session));

    public void Draw(ICanvas canvas, Area area)
    {
        // A page without our font falls back to a wider one; the names at the lines' ends need room for that, too.
        var right = 5 + 1.2f * new[] { words.You, words.Patient, showsPatient ? words.Wellbeing : "" }
            .Max(w => Typography.Width(w, _label));
        var strip = showsPatient ? (area.Height - Top - Bottom) * 0.24f : 0;
        var gap = showsPatient ? 9 : 0;
        var plot = new Area(
            area.X + Left, area.Y + Top, area.Width - Left - right, area.Height - Top - Bottom - strip - gap);
        var bars = plot with { Y = plot.Bottom + gap, Height = strip };

        canvas.Text(words.Alliance, new(area.X, area.Y + 7), _small);
        canvas.Text(words.Size, new(plot.Right, area.Y + 7), _small, Anchor.End);
        Scale(canvas, plot);
        if (showsPatient)
            Bars(canvas, bars);
        Sessions(canvas, plot, area.Bottom);

        Lines(canvas, plot, s => s.Therapist, Marks.TherapistLine, Marks.Therapist);
        if (showsPatient)
            Lines(canvas, plot, s => s.Patient, Marks.PatientLine, Marks.Patient);
        Names(canvas, plot);
    }

    private void Scale(ICanvas canvas, Area plot)
    {
        var step = Math.Max(1, (int)Math.Ceiling((highest - lowest) / 7));
        for (var value = lowest; value <= highest + 1e-9; value += step)
        {
            var y = Y(plot, value);
            canvas.Line(new(plot.X, y), new(plot.Right, y), new(Ink.Line, 0.4f));
            canvas.Text(value.ToString("0.#", CultureInfo.InvariantCulture), new(plot.X - 5, y + 2.5f), _small,
                Anchor.End);
        }
    }

    private void Bars(ICanvas canvas, Area strip)
    {
        var width = Math.Min(12, strip.Width / LastSession * 0.5f);
        canvas.Line(new(strip.X, strip.Bottom), new(strip.Right, strip.Bottom), new(Ink.Muted, 0.5f));
        canvas.Line(new(strip.X, strip.Y), new(strip.Right, strip.Y), new(Ink.Line, 0.4f));
        canvas.Text("0", new(strip.X - 5, strip.Bottom + 1), _small, Anchor.End);
        canvas.Text("100", new(strip.X - 3, strip.Y + 4), _small with { Size = 6.5f }, Anchor.End);
        foreach (var session in sessions.Where(s => s.Wellbeing is not null))
        {
            var height = (float)Math.Clamp(session.Wellbeing!.Value / 100, 0, 1) * strip.Height;
            canvas.Fill(new(X(strip, session.Session) - width / 2, strip.Bottom - height, width, height),
                Ink.Wellbeing);
        }

        canvas.Text(words.Wellbeing, new(strip.Right + 5, strip.Bottom - strip.Height / 2 + 2.5f),
            _label with { Ink = Ink.Wellbeing });
    }

    private void Sessions(ICanvas canvas, Area plot, float bottom)
    {
        var every = Math.Max(1, (int)Math.Ceiling(LastSession * 11 / plot.Width));
        for (var session = 1; session <= LastSession; session += every)
            canvas.Text(session.ToString(CultureInfo.InvariantCulture), new(X(plot, session), bottom - 11), _small,
                Anchor.Middle);
        canvas.Text(words.Session, new(plot.X + plot.Width / 2, bottom - 2), _small, Anchor.Middle);
    }

    private void Lines(
        ICanvas canvas, Area plot, Func<ChartSession, double?> value, Stroke stroke, Action<ICanvas, Spot> mark)
    {
        var stretch = new List<Spot>();
        var previous = int.MinValue;
        foreach (var session in sessions.OrderBy(s => s.Session))
        {
            if (value(session) is not { } rating)
                continue;
            // Only neighbouring sessions are joined: a line over a missing one would claim to know it.
            if (session.Session != previous + 1)
                Stretch();
            stretch.Add(new(X(plot, session.Session), Y(plot, rating)));
            previous = session.Session;
        }

        Stretch();
        foreach (var session in sessions)
        {
            if (value(session) is { } rating)
                mark(canvas, new(X(plot, session.Session), Y(plot, rating)));
        }

        void Stretch()
        {
            if (stretch.Count > 1)
                canvas.Polyline([.. stretch], stroke);
            stretch.Clear();
        }
    }

    private void Names(ICanvas canvas, Area plot)
    {
        float? you = Last(s => s.Therapist);
        float? patient = showsPatient ? Last(s => s.Patient) : null;
        if (you is { } y && patient is { } p && Math.Abs(y - p) < _label.Size + 1)
        {
            var middle = (y + p) / 2;
            var half = (_label.Size + 1) / 2;
            (you, patient) = y <= p ? (middle - half, middle + half) : (middle + half, middle - half);
        }

        if (you is { } mine)
            canvas.Text(words.You, new(plot.Right + 5, Hold(mine) + 2.5f), _label with { Ink = Ink.Therapist });
        if (patient is { } theirs)
            canvas.Text(words.Patient, new(plot.Right + 5, Hold(theirs) + 2.5f), _label with { Ink = Ink.Patient });

        float? Last(Func<ChartSession, double?> value) =>
            sessions.OrderBy(s => s.Session).LastOrDefault(s => value(s) is not null) is { } last
                ? Y(plot, value(last)!.Value) : null;

        float Hold(float at) => Math.Clamp(at, plot.Y, plot.Bottom);
    }

    private float X(Area plot, int session) => plot.X + plot.Width * (session - 0.5f) / LastSession;

    private float Y(Area plot, double value) =>
        plot.Bottom - plot.Height * (float)((Math.Clamp(value, lowest, highest) - lowest) / (highest - lowest));
}
