using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using TrainingLMS.Domain.Learning;
using TrainingLMS.Web.Resources;

namespace TrainingLMS.Web.Infrastructure.TagHelpers;

/// <summary>The state of a step of a path as a sign and a word, with the day on which it was finished.</summary>
public sealed class StepStateTagHelper(IStringLocalizer<Text> text, LocalTime time) : TagHelper
{
    /// <summary>Of a step, or of a block in the same words.</summary>
    [HtmlAttributeName("is")]
    public StepState Step { get; set; }

    public DateTimeOffset? At { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var (kind, word) = Step switch
        {
            StepState.Finished => ("done", At is { } at ? text["finished {0}", time.Say(DateOnly.FromDateTime(time.In(at).DateTime))] : text["finished"]),
            StepState.Started => ("open", text["under way"]),
            StepState.Open => ("due", text["open"]),
            StepState.Locked => ("waiting", text["locked"]),
        };
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"state {kind}");
        output.Content.SetContent(word);
    }
}
