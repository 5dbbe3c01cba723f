using TrainingLMS.Reports.Drawing;

namespace TrainingLMS.Reports.Charts;

/// <summary>A figure with the words that stand for it where it cannot be seen.</summary>
public interface IChart
{
    string Title { get; }

    string Description { get; }

    /// <summary>The size it is drawn for on a page; on paper it takes the area it is given.</summary>
    float Width { get; }

    float Height { get; }

    void Draw(ICanvas canvas, Area area);
}
