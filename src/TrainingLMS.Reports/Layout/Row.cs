using TrainingLMS.Reports.Drawing;

namespace TrainingLMS.Reports.Layout;

/// <summary>Cells beside each other, in the given shares of the width; a row is never divided by a page end.</summary>
public sealed class Row(float gap, IReadOnlyList<(float Share, IElement Cell)> cells) : IElement
{
    public static Row Equal(float gap, params IElement[] cells) => new(gap, [.. cells.Select(c => (1f, c))]);

    public Plan Measure(Space space)
    {
        var height = 0f;
        foreach (var (x, width, cell) in Places(space.Width))
        {
            var plan = cell.Measure(new Space(width, space.Height));
            if (plan.Extent != Extent.All)
                return Plan.None(plan.Why ?? "a row is not divided");
            height = Math.Max(height, plan.Height);
        }

        return Plan.All(height);
    }

    public void Draw(ICanvas canvas, Area area)
    {
        foreach (var (x, width, cell) in Places(area.Width))
            cell.Draw(canvas, area with { X = area.X + x, Width = width });
    }

    private IEnumerable<(float X, float Width, IElement Cell)> Places(float width)
    {
        var room = width - gap * (cells.Count - 1);
        var shares = cells.Sum(c => c.Share);
        var x = 0f;
        foreach (var (share, cell) in cells)
        {
            var own = room * share / shares;
            yield return (x, own, cell);
            x += own + gap;
        }
    }
}
