using TrainingLMS.Reports.Drawing;

namespace TrainingLMS.Reports.Layout;

public sealed record TableColumn(string Head, float Share, Anchor Align = Anchor.Start);

/// <summary>A table with ruled rows; its head is repeated on every page, and a row is never divided.</summary>
public sealed class Table(
    IReadOnlyList<TableColumn> columns, IReadOnlyList<IReadOnlyList<string>> rows, TextStyle head, TextStyle body,
    float padding = 3, float after = 0) : IElement
{
    public Plan Measure(Space space)
    {
        var y = HeadHeight(space.Width);
        for (var i = 0; i < rows.Count; i++)
        {
            var height = RowHeight(rows[i], body, space.Width);
            if (y + height > space.Height + 0.01f)
            {
                // A head with one row below it reads as a mistake, and so does a last row on its own.
                var now = Math.Min(i, rows.Count - 2);
                return now < Math.Min(2, rows.Count)
                    ? Plan.None($"a table's head and first rows need {y + height:0} points, {space.Height:0} are left")
                    : Plan.Part(With(0, now, 0), HeadHeight(space.Width) + rows.Take(now)
                        .Sum(r => RowHeight(r, body, space.Width)), With(now, rows.Count, after));
            }

            y += height;
        }

        return y > space.Height + 0.01f
            ? Plan.None($"a table's head needs {y:0} points, {space.Height:0} are left")
            : Plan.All(Math.Min(y + after, Math.Max(y, space.Height)));
    }

    public void Draw(ICanvas canvas, Area area)
    {
        var y = area.Y;
        y = DrawRow(canvas, area, y, [.. columns.Select(c => c.Head)], head, new Stroke(Ink.Muted, 0.8f));
        foreach (var row in rows)
            y = DrawRow(canvas, area, y, row, body, new Stroke(Ink.Line, 0.5f));
    }

    private float DrawRow(ICanvas canvas, Area area, float y, IReadOnlyList<string> cells, TextStyle style, Stroke rule)
    {
        var height = RowHeight(cells, style, area.Width);
        var x = area.X;
        for (var i = 0; i < columns.Count; i++)
        {
            var width = WidthOf(i, area.Width);
            Cell(cells[i], style, columns[i].Align)
                .Draw(canvas, new Area(x + padding, y + padding, width - 2 * padding, height));
            x += width;
        }

        canvas.Line(new(area.X, y + height), new(area.Right, y + height), rule);
        return y + height;
    }

    private float HeadHeight(float width) => RowHeight([.. columns.Select(c => c.Head)], head, width);

    private float RowHeight(IReadOnlyList<string> cells, TextStyle style, float width)
    {
        var most = style.LineHeight;
        for (var i = 0; i < columns.Count; i++)
            most = Math.Max(
                most, Cell(cells[i], style, columns[i].Align)
                .Measure(new Space(WidthOf(i, width) - 2 * padding, float.MaxValue)).Height);

        return most + 2 * padding;
    }

    private float WidthOf(int column, float width) => width * columns[column].Share / columns.Sum(c => c.Share);

    private static Text Cell(string text, TextStyle style, Anchor align) => new(text, style, align: align);

    private Table With(int from, int to, float below) =>
        new(columns, [.. rows.Skip(from).Take(to - from)], head, body, padding, below);
}
