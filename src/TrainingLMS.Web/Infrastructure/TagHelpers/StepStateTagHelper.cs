using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using TrainingLMS.Domain.Learning;
using TrainingLMS.Web.Resources;

namespace TrainingLMS.Web.Infrastructure.TagHelpers;

/// <summary>The state of a step of a path, or of a block, with the day on which it was finished.</summary>
[HtmlTargetElement("step-state")]
public sealed class StepStateTagHelper(IStringLocalizer<Text> text, LocalTime time) : StatusTagHelper
{
    [HtmlAttributeName("is")]
    public StepState Step { get; set; }

    public DateTimeOffset? At { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        (Kind, var words) = Step switch
        {
            StepState.Finished => (StatusKind.Done, At is { } at ? text["finished {0}", time.Say(DateOnly.FromDateTime(time.In(at).DateTime))] : text["finished"]),
            StepState.Started => (StatusKind.Open, text["under way"]),
            StepState.Open => (StatusKind.Due, text["open"]),
            StepState.Locked => (StatusKind.Sealed, text["locked"]),
        };
        base.Process(context, output);
        output.Content.SetContent(words);
    }
}
