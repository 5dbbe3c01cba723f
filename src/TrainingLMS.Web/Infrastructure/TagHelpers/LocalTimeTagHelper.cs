using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace TrainingLMS.Web.Infrastructure.TagHelpers;

/// <summary>
/// An instant in the person's zone, with the zone's name.
/// <code>&lt;local-time at="@closesAt" /&gt; → today 18:00 (Berlin time)</code>
/// <c>zone</c> takes another IANA zone, <c>show-zone="false"</c> leaves the name out where it was said just before,
/// <c>until="true"</c> says the end of a window as its last minute.
/// </summary>
[HtmlTargetElement("local-time", Attributes = "at", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class LocalTimeTagHelper(LocalTime time) : TagHelper
{
    public DateTimeOffset? At { get; set; }

    public string? Zone { get; set; }

    public bool ShowZone { get; set; } = true;

    public bool Until { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (At is not { } at)
        {
            output.SuppressOutput();
            return;
        }

        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        var words = Until ? time.SayUntil(at, Zone) : time.Say(at, Zone);
        output.Content.SetContent(ShowZone ? $"{words} ({time.ZoneName(Zone)})" : words);
    }
}
