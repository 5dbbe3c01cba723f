using TrainingLMS.Reports.Drawing;

namespace TrainingLMS.Reports.Layout;

/// <summary>A tinted box, or a framed one, around something; it may continue on the next page.</summary>
public sealed class Panel(
    IElement content, float padding = 12, Ink? fill = Ink.Panel, Ink? rule = null, Ink? frame = null, float after = 0)
    : IElement
{
    public Plan Measure(Space space)
    {
        var plan = content.Measure(new Space(space.Width - 2 * padding, space.Height - 2 * padding));
        return plan.Extent switch
        {
            Extent.All => Plan.All(Math.Min(plan.Height + 2 * padding + after, space.Height)),
            Extent.Part => Plan.Part(With(plan.Now!, 0), plan.Height + 2 * padding, With(plan.Later!, after)),
            Extent.None => plan,
        };
    }

    public void Draw(ICanvas canvas, Area area)
    {
        var inner = content.Measure(new Space(area.Width - 2 * padding, area.Height - 2 * padding)).Height;
        var box = area with { Height = inner + 2 * padding };
        if (fill is { } tint)
            canvas.Fill(box, tint, 3);
        if (frame is { } edge)
            canvas.Frame(box, new Stroke(edge, 0.8f), 3);
        if (rule is { } ink)
            canvas.Fill(box with { Width = 3 }, ink);

        content.Draw(canvas, box.Inset(padding));
    }

    private Panel With(IElement part, float below) => new(part, padding, fill, rule, frame, below);
}
