using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace TrainingLMS.Web.Infrastructure.TagHelpers;

/// <summary>
/// One item with a row of numbers: a fieldset of radio buttons, the two ends in words.
/// <code>&lt;scale-item name="Answers[a1]" value="@chosen" label="@item.Text" min="1" max="7" low="Not at all" high="Completely"
/// skip="Skip this question" /&gt;</code>
/// With <c>skip</c> a last choice sends <c>skip-value</c>. Instead of name and value, <c>for</c> takes a property.
/// </summary>
[HtmlTargetElement("scale-item", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ScaleItemTagHelper : TagHelper
{
    public ModelExpression? For { get; set; }

    public string? Name { get; set; }

    public string? Value { get; set; }

    public string Label { get; set; } = "";

    public string? Hint { get; set; }

    public int Min { get; set; } = 1;

    public int Max { get; set; } = 7;

    public string? Low { get; set; }

    public string? High { get; set; }

    /// <summary>Words of the choice to leave the item out; no such choice without it.</summary>
    public string? Skip { get; set; }

    public string SkipValue { get; set; } = "skip";

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var field = For is null ? FormField.Of(ViewContext, Name ?? "") : FormField.Of(ViewContext, For);
        FieldsShown.On(ViewContext).Add(field.Name, Label);
        var chosen = field.Attempted ?? Value ?? Convert.ToString(For?.Model, CultureInfo.InvariantCulture);

        output.TagName = "fieldset";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", string.Create(
            CultureInfo.InvariantCulture, $"scale marks-{Max - Min + 1}{(field.IsInvalid ? " field invalid" : "")}"));
        if (field.DescribedBy(Hint) is { } described)
            output.Attributes.SetAttribute("aria-describedby", described);

        var legend = new TagBuilder("legend");
        legend.InnerHtml.Append(Label);
        output.Content.AppendHtml(legend);
        output.Content.AppendHtml(field.HintLine(Hint));
        output.Content.AppendHtml(field.ErrorLine());
        output.Content.AppendHtml(Ends());
        output.Content.AppendHtml(Marks(field, chosen));
        if (Skip is not null)
            output.Content.AppendHtml(SkipChoice(field, chosen));
    }

    private TagBuilder Ends()
    {
        var ends = new TagBuilder("div");
        ends.AddCssClass("ends");
        ends.Attributes["aria-hidden"] = "true"; // each end's radio says its words itself
        foreach (var (number, words) in new[] { (Min, Low), (Max, High) })
        {
            var end = new TagBuilder("span");
            if (words is not null)
                end.InnerHtml.Append(string.Create(CultureInfo.InvariantCulture, $"{number} = {words}"));
            ends.InnerHtml.AppendHtml(end);
        }

        return ends;
    }

    private TagBuilder Marks(FormField field, string? chosen)
    {
        var marks = new TagBuilder("div");
        marks.AddCssClass("marks");
        for (var number = Min; number <= Max; number++)
        {
            var value = number.ToString(CultureInfo.InvariantCulture);
            var words = number == Min ? Low : number == Max ? High : null;
            var id = number == Min ? field.Id : $"{field.Id}_{value}"; // a link to the field finds the first

            var label = new TagBuilder("label");
            label.Attributes["for"] = id;
            label.InnerHtml.Append(value);
            if (words is not null)
            {
                var hidden = new TagBuilder("span");
                hidden.AddCssClass("visually-hidden");
                hidden.InnerHtml.Append($" {words}");
                label.InnerHtml.AppendHtml(hidden);
            }

            var point = new TagBuilder("div");
            point.AddCssClass("point");
            point.InnerHtml.AppendHtml(Radio(field, id, value, chosen));
            point.InnerHtml.AppendHtml(label);
            marks.InnerHtml.AppendHtml(point);
        }

        return marks;
    }

    private TagBuilder SkipChoice(FormField field, string? chosen)
    {
        var id = $"{field.Id}_skip";
        var label = new TagBuilder("label");
        label.Attributes["for"] = id;
        label.InnerHtml.Append(Skip!);

        var choice = new TagBuilder("div");
        choice.AddCssClass("choice");
        choice.InnerHtml.AppendHtml(Radio(field, id, SkipValue, chosen));
        choice.InnerHtml.AppendHtml(label);

        var skip = new TagBuilder("div");
        skip.AddCssClass("skip");
        skip.InnerHtml.AppendHtml(choice);
        return skip;
    }

    private static TagBuilder Radio(FormField field, string id, string value, string? chosen)
    {
        var radio = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        radio.Attributes["type"] = "radio";
        radio.Attributes["name"] = field.Name;
        radio.Attributes["id"] = id;
        radio.Attributes["value"] = value;
        if (value == chosen)
            radio.Attributes["checked"] = "checked";
        return radio;
    }
}
