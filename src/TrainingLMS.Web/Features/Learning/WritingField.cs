using Microsoft.AspNetCore.Html;

namespace TrainingLMS.Web.Features.Learning;

/// <summary>One box to write in, with what it asks and when it was last saved.</summary>
/// <param name="Address">Of the block.</param>
/// <param name="Part">Which prompt or moment.</param>
/// <param name="Try">First or second.</param>
/// <param name="Asks">What to write.</param>
/// <param name="Text">What stands there.</param>
/// <param name="Saved">"saved 14:02", or nothing yet.</param>
/// <param name="Button">On it.</param>
public sealed record WritingField(
    string Address, int Part, int Try, IHtmlContent Asks, string? Text, string Saved, string Button)
{
    public string Id => $"text-{Part}-{Try}";
}
