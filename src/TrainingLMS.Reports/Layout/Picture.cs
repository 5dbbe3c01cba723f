using TrainingLMS.Reports.Charts;
using TrainingLMS.Reports.Drawing;

namespace TrainingLMS.Reports.Layout;

/// <summary>A drawing of fixed height, as wide as its place.</summary>
public sealed class Picture(float height, Action<ICanvas, Area> draw) : IElement
{
    public Picture(IChart chart, float height)
        : this(height, chart.Draw)
    {
    }

    public Plan Measure(Space space) => Plan.Whole(height, space, "a figure");

    public void Draw(ICanvas canvas, Area area) => draw(canvas, area with { Height = height });
}
