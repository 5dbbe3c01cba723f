using TrainingLMS.Reports.Drawing;

namespace TrainingLMS.Reports.Layout;

/// <summary>A paper size with margins, and what every page carries above and below its text.</summary>
public sealed record PageFrame(float Width, float Height, float Margin, float HeaderHeight, float FooterHeight)
{
    /// <summary>A4, upright, in points.</summary>
    public static PageFrame A4(Action<ICanvas, Area, int, int> header, Action<ICanvas, Area, int, int> footer) =>
        new(595, 842, 46, 14, 22) { DrawHeader = header, DrawFooter = footer };

    public required Action<ICanvas, Area, int, int> DrawHeader { get; init; }

    public required Action<ICanvas, Area, int, int> DrawFooter { get; init; }

    public Area Body =>
        new(Margin, Margin + HeaderHeight, Width - 2 * Margin, Height - 2 * Margin - HeaderHeight - FooterHeight);

    /// <summary>The pages of a document; header and footer know how many there are.</summary>
    public IReadOnlyList<Action<ICanvas>> Paginate(IElement content)
    {
        var parts = new List<IElement>();
        IElement? rest = content;
        while (rest is not null)
        {
            var plan = rest.Measure(new Space(Body.Width, Body.Height));
            if (plan.Extent == Extent.None)
                throw new LayoutException($"Page {parts.Count + 1} stays empty: {plan.Why}.");

            parts.Add(plan.Now ?? rest);
            rest = plan.Extent == Extent.Part ? plan.Later : null;
        }

        return [.. parts.Select((part, i) => (Action<ICanvas>)(canvas => Draw(canvas, part, i + 1, parts.Count)))];
    }

    private void Draw(ICanvas canvas, IElement part, int page, int pages)
    {
        DrawHeader(canvas, new Area(Margin, Margin - 14, Body.Width, HeaderHeight), page, pages);
        part.Draw(canvas, Body);
        DrawFooter(canvas, new Area(Margin, Height - Margin - FooterHeight + 14, Body.Width, FooterHeight), page,
            pages);
    }
}
