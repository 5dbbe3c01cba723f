using Microsoft.AspNetCore.Razor.TagHelpers;

namespace TrainingLMS.Web.Infrastructure.TagHelpers;

public enum StatusKind
{
    /// <summary>In and complete: a tick.</summary>
    Done,

    /// <summary>Something to do now: a filled circle.</summary>
    Due,

    /// <summary>Begun, not finished: half a circle.</summary>
    Open,

    /// <summary>Not yet, nothing to do: an empty circle.</summary>
    Waiting,

    /// <summary>Past its time: a triangle.</summary>
    Late,

    /// <summary>Will not come any more: a cross.</summary>
    Missed,

    /// <summary>Not to be seen: a lock.</summary>
    Sealed,
}

/// <summary>A state as a shape and words, never as a colour alone. <code>&lt;status kind="Done"&gt;Sent 15:03&lt;/status&gt;</code></summary>
[HtmlTargetElement("status")]
public class StatusTagHelper : TagHelper
{
    public StatusKind Kind { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"status {Kind.ToString().ToLowerInvariant()}");
        output.PreContent.SetHtmlContent(
            $"<svg viewBox=\"0 0 16 16\" aria-hidden=\"true\" focusable=\"false\">{Shape(Kind)}</svg><span>");
        output.PostContent.SetHtmlContent("</span>");
    }

    private static string Shape(StatusKind kind) => kind switch
    {
        StatusKind.Done => """<path d="M2.5 8.5l3.5 3.5 7.5-8" fill="none" stroke="currentColor" stroke-width="2.4"/>""",
        StatusKind.Due => """<circle cx="8" cy="8" r="6" fill="currentColor"/>""",
        StatusKind.Open =>
            """<circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2"/><path d="M8 2.5a5.5 5.5 0 0 0 0 11z" fill="currentColor"/>""",
        StatusKind.Waiting => """<circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2"/>""",
        StatusKind.Late => """<path d="M8 1.5L15 14H1z" fill="currentColor"/>""",
        StatusKind.Missed => """<path d="M3 3l10 10M13 3L3 13" fill="none" stroke="currentColor" stroke-width="2.4"/>""",
        StatusKind.Sealed =>
            """<path d="M5 7V5a3 3 0 0 1 6 0v2" fill="none" stroke="currentColor" stroke-width="2"/><rect x="3" y="7" width="10" height="7" rx="1" fill="currentColor"/>""",
    };
}
