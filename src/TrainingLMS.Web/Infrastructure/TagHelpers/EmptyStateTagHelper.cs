using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace TrainingLMS.Web.Infrastructure.TagHelpers;

/// <summary>
/// Stands where a list will be: says what will appear and how to start.
/// <code>&lt;empty-state title="@T["No cases yet"]"&gt;&lt;p&gt;…&lt;/p&gt;&lt;/empty-state&gt;</code>
/// </summary>
[HtmlTargetElement("empty-state")]
public sealed class EmptyStateTagHelper : TagHelper
{
    public string Title { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "empty");
        var title = new TagBuilder("p");
        title.AddCssClass("title");
        title.InnerHtml.Append(Title);
        output.PreContent.AppendHtml(title);
    }
}
