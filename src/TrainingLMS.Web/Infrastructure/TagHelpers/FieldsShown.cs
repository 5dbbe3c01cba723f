using Microsoft.AspNetCore.Mvc.Rendering;

namespace TrainingLMS.Web.Infrastructure.TagHelpers;

/// <summary>The fields of a page in the order in which they stand, with what they ask.</summary>
internal sealed class FieldsShown
{
    private readonly List<(string Name, string Label)> _fields = [];

    public static FieldsShown On(ViewContext view)
    {
        var items = view.HttpContext.Items;
        if (items[typeof(FieldsShown)] is not FieldsShown shown)
            items[typeof(FieldsShown)] = shown = new FieldsShown();
        return shown;
    }

    public void Add(string name, string label) => _fields.Add((name, label));

    /// <summary>What no field of the page asks for comes last.</summary>
    public int PlaceOf(string name) => IndexOf(name) is var place and >= 0 ? place : int.MaxValue;

    public string? LabelOf(string name) => IndexOf(name) is var place and >= 0 ? _fields[place].Label : null;

    private int IndexOf(string name) =>
        _fields.FindIndex(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase));
}
