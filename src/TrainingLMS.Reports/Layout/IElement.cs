using System.Runtime.InteropServices;
using TrainingLMS.Reports.Drawing;

namespace TrainingLMS.Reports.Layout;

[StructLayout(LayoutKind.Auto)]
public readonly record struct Space(float Width, float Height);

public enum Extent { All, Part, None }

/// <summary>
/// How much of an element goes into a space: all of it; a part, with what is left for the next page; or nothing, and
/// why.
/// </summary>
public sealed record Plan(Extent Extent, float Height, IElement? Now = null, IElement? Later = null, string? Why = null)
{
    public static Plan All(float height) => new(Extent.All, height);

    public static Plan Part(IElement now, float height, IElement later) => new(Extent.Part, height, now, later);

    public static Plan None(string why) => new(Extent.None, 0, Why: why);

    /// <summary>Whole or not at all.</summary>
    public static Plan Whole(float height, Space space, string what) => height <= space.Height + 0.01f
        ? All(height)
        : None($"{what} needs {height:0} points, {space.Height:0} are left");
}

/// <summary>A piece of a page. It is measured first, then what the plan says is drawn; elements never change.</summary>
public interface IElement
{
    Plan Measure(Space space);

    void Draw(ICanvas canvas, Area area);

    /// <summary>A heading does not stay behind alone at the foot of a page.</summary>
    bool KeepsWithNext => false;
}

/// <summary>Something that does not fit even on an empty page.</summary>
public sealed class LayoutException(string why) : Exception(why);
