using System.Globalization;
using TrainingLMS.Reports.Drawing;

namespace TrainingLMS.Reports.Charts;

public sealed record PairPoint(double Therapist, double Patient);

public sealed record AgreementChartWords(
    string TherapistAxis, string PatientAxis, string SameRating, string BothHigh, string BothLow, string YouHigher,
    string PatientHigher, string Size);

/// <summary>
/// All sessions both rated, on the line of agreement, in four fields split at <paramref name="split"/>. No line is
/// fitted: a slope through a few sessions would say more than they know.
/// </summary>
public sealed class AgreementChart(
    IReadOnlyList<PairPoint> pairs, double lowest, double highest, double split, AgreementChartWords words) : IChart
{
    private const float Radius = 3;

    private static readonly TextStyle _small = new(Face.Regular, 8.5f, Ink.Muted);
    private static readonly TextStyle _field = new(Face.SemiBold, 9, Ink.Text);

    public required string Title { get; init; }

    public required string Description { get; init; }

    public float Width => 330;

    public float Height => 340;

    public void Draw(ICanvas canvas, Area area)
    {
        var side = Math.Min(area.Width - 24, area.Height - 68);
        var plot = new Area(area.X + (area.Width - side) / 2 + 8, area.Y + 34, side, side);

        Fields(canvas, plot);
        Scale(canvas, plot);
        canvas.Text(words.TherapistAxis, new(plot.X - 14, area.Y + 9), _small);
        canvas.Text(words.Size, new(plot.Right, area.Y + 9), _small, Anchor.End);
        canvas.Text(words.PatientAxis, new(plot.Right, plot.Bottom + 28), _small, Anchor.End);
        foreach (var group in pairs.GroupBy(p => p).OrderByDescending(g => g.Count()))
        {
            // Sessions with the same two ratings would hide each other: the area grows with their number.
            var radius = Radius * MathF.Sqrt(group.Count());
            canvas.Circle(
                new(X(plot, group.Key.Patient), Y(plot, group.Key.Therapist)), radius, Ink.Accent,
                new(Ink.Paper, 0.8f));
        }
    }

    private void Fields(ICanvas canvas, Area plot)
    {
        var x = X(plot, split);
        var y = Y(plot, split);
        canvas.Fill(new(x, plot.Y, plot.Right - x, y - plot.Y), Ink.Panel);
        canvas.Fill(new(plot.X, y, x - plot.X, plot.Bottom - y), Ink.Panel);
        canvas.Line(new(plot.X, plot.Bottom), new(plot.Right, plot.Y), new(Ink.Muted, 0.9f));
        canvas.Frame(plot, new(Ink.Line, 0.8f));
        canvas.Text(words.YouHigher, new(plot.X, plot.Y - 7), _field);
        canvas.Text(words.BothHigh, new(plot.Right, plot.Y - 7), _field, Anchor.End);
        canvas.Text(words.BothLow, new(plot.X + 26, plot.Bottom - 7), _field);
        canvas.Text(words.PatientHigher, new(plot.Right - 6, plot.Bottom - 7), _field, Anchor.End);

        var at = lowest + (highest - lowest) * 0.30;
        canvas.Text(words.SameRating, new(X(plot, at) + 6, Y(plot, at) + 9), _small with { Face = Face.Italic });
    }

    private void Scale(ICanvas canvas, Area plot)
    {
        var step = Math.Max(1, (int)Math.Ceiling((highest - lowest) / 7));
        for (var value = lowest; value <= highest + 1e-9; value += step)
        {
            var text = value.ToString("0.#", CultureInfo.InvariantCulture);
            canvas.Text(text, new(X(plot, value), plot.Bottom + 13), _small, Anchor.Middle);
            canvas.Text(text, new(plot.X - 7, Y(plot, value) + 3), _small, Anchor.End);
            canvas.Line(new(X(plot, value), plot.Bottom), new(X(plot, value), plot.Bottom + 3), new(Ink.Line, 0.8f));
            canvas.Line(new(plot.X - 3, Y(plot, value)), new(plot.X, Y(plot, value)), new(Ink.Line, 0.8f));
        }
    }

    private float X(Area plot, double value) => plot.X + plot.Width * (float)((value - lowest) / (highest - lowest));

    private float Y(Area plot, double value) =>
        plot.Bottom - plot.Height * (float)((value - lowest) / (highest - lowest));
}
