using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using TrainingLMS.Web.Resources;

namespace TrainingLMS.Web.Infrastructure.TagHelpers;

/// <summary>
/// Stands first in a form that came back: says that nothing was saved and leads to each field, in the order of the page
/// and by its question where several have the same to say. Takes focus.
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
            .SelectMany(s => s.Value!.Errors.Select(e => new Error(s.Key, e.ErrorMessage)))
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

        // The fields come after the summary; written last, it knows their order and what they ask.
        var fields = FieldsShown.On(ViewContext);
        output.Content.AppendHtml(new WrittenLast(() => ListOf(errors, fields)));
    }

    private TagBuilder ListOf(IReadOnlyList<Error> errors, FieldsShown fields)
    {
        var saidTwice = errors.GroupBy(e => e.Message, StringComparer.Ordinal).Where(g => g.Count() > 1)
            .Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        var list = new TagBuilder("ul");
        foreach (var (key, message) in errors.OrderBy(e => e.Key.Length > 0).ThenBy(e => fields.PlaceOf(e.Key)))
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
                link.InnerHtml.Append(saidTwice.Contains(message) && fields.LabelOf(key) is { Length: > 0 } label
                    ? text["{0}: {1}", label.TrimEnd('.', ':'), message]
                    : message);
                item.InnerHtml.AppendHtml(link);
            }

            list.InnerHtml.AppendHtml(item);
        }

        return list;
    }

    private sealed record Error(string Key, string Message);

    private sealed class WrittenLast(Func<IHtmlContent> content) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, HtmlEncoder encoder) => content().WriteTo(writer, encoder);
    }
}
