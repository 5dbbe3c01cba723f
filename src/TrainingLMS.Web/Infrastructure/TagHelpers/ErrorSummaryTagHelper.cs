using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using TrainingLMS.Web.Resources;

namespace TrainingLMS.Web.Infrastructure.TagHelpers;

/// <summary>
/// Stands first in a form that came back: says that nothing was saved and leads to each field. Takes focus.
/// Nothing is shown while nothing is wrong. <code>&lt;error-summary /&gt;</code>, with <c>title</c> where nothing would
/// have been saved anyway.
/// </summary>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ErrorSummaryTagHelper(IStringLocalizer<Text> text) : TagHelper
{
    public string? Title { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var errors = ViewContext.ViewData.ModelState
            .SelectMany(s => s.Value!.Errors.Select(e => (s.Key, Message: e.ErrorMessage)))
            .Where(e => e.Message.Length > 0)
            .Distinct()
            .ToList();
        if (errors.Count == 0)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "error-summary");
        output.Attributes.SetAttribute("id", "error-summary");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Attributes.SetAttribute("autofocus", "autofocus"); // focus without a script

        var heading = new TagBuilder("h2");
        heading.InnerHtml.Append(Title ?? text["Please check: nothing has been saved yet"]);
        output.Content.AppendHtml(heading);

        var list = new TagBuilder("ul");
        foreach (var (key, message) in errors)
        {
            var item = new TagBuilder("li");
            if (key.Length == 0)
            {
                item.InnerHtml.Append(message);
            }
            else
            {
                var link = new TagBuilder("a");
                link.Attributes["href"] = $"#{FormField.IdOf(key)}";
                link.InnerHtml.Append(message);
                item.InnerHtml.AppendHtml(link);
            }

            list.InnerHtml.AppendHtml(item);
        }

        output.Content.AppendHtml(list);
    }
}
