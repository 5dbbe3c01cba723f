using TrainingLMS.Reports.Drawing;

namespace TrainingLMS.Reports.Layout;

/// <summary>Elements below each other, breaking over pages where they allow it.</summary>
public sealed class Column(IReadOnlyList<IElement> children) : IElement
{
    public Column(params IElement[] children)
        : this((IReadOnlyList<IElement>)children)
    {
    }

    public Plan Measure(Space space)
    {
        var y = 0f;
        var i = 0;
        while (i < children.Count)
        {
            if (children[i] is PageBreak)
            {
                if (y > 0)
                    return Broken(i, y, null, i + 1);
                i++;
                continue;
            }

            var last = EndOfGroup(i);
            var (extent, height, why, now, later) = MeasureGroup(i, last, space with { Height = space.Height - y });
            if (extent == Extent.All)
            {
                y += height;
                i = last + 1;
                continue;
            }

            if (extent == Extent.Part)
                return Broken(last, y + height, (now!, later!), last + 1);
            if (y > 0)
                return Broken(i, y, null, i);

            return Plan.None(why!);
        }

        return Plan.All(y);
    }

    public void Draw(ICanvas canvas, Area area)
    {
        var y = area.Y;
        foreach (var child in children)
        {
            if (child is PageBreak)
                continue;
            var height = child.Measure(new Space(area.Width, area.Bottom - y)).Height;
            child.Draw(canvas, area with { Y = y, Height = height });
            y += height;
        }
    }

    private int EndOfGroup(int start)
    {
        var last = start;
        while (children[last].KeepsWithNext && last + 1 < children.Count && children[last + 1] is not PageBreak)
            last++;

        return last;
    }

    private (Extent Extent, float Height, string? Why, IElement? Now, IElement? Later) MeasureGroup(
        int first, int last, Space space)
    {
        var y = 0f;
        for (var i = first; i <= last; i++)
        {
            var plan = children[i].Measure(space with { Height = space.Height - y });
            if (plan.Extent == Extent.All)
                y += plan.Height;
            else if (plan.Extent == Extent.Part && i == last)
                return (Extent.Part, y + plan.Height, null, plan.Now, plan.Later);
            else
                return (Extent.None, 0, plan.Why ?? "a heading does not fit", null, null);
        }

        return (Extent.All, y, null, null, null);
    }

    private Plan Broken(int before, float height, (IElement Now, IElement Later)? split, int from)
    {
        var now = children.Take(before).ToList();
        var later = children.Skip(from).ToList();
        if (split is { } halves)
        {
            now.Add(halves.Now);
            later.Insert(0, halves.Later);
        }

        return later.Count == 0 ? Plan.All(height) : Plan.Part(new Column(now), height, new Column(later));
    }
}

/// <summary>What follows starts on a new page.</summary>
public sealed class PageBreak : IElement
{
    public Plan Measure(Space space) => Plan.All(0);

    public void Draw(ICanvas canvas, Area area)
    {
    }
}

public sealed class Gap(float height) : IElement
{
    // White space that meets the end of a page has done its work.
    public Plan Measure(Space space) => Plan.All(Math.Min(height, Math.Max(0, space.Height)));

    public void Draw(ICanvas canvas, Area area)
    {
    }
}
