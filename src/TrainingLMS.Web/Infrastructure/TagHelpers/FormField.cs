using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace TrainingLMS.Web.Infrastructure.TagHelpers;

/// <summary>The names by which the parts of one field find each other, and what is wrong with it.</summary>
internal sealed record FormField(string Name, string Id, IReadOnlyList<string> Errors)
{
    public bool IsInvalid => Errors.Count > 0;

    /// <summary>What was sent, where the form comes back.</summary>
    public string? Attempted { get; private init; }

    public string[]? AttemptedAll { get; private init; }

    public static FormField Of(ViewContext view, ModelExpression expression) => Of(view, expression.Name);

    public static FormField Of(ViewContext view, string expression)
    {
        var name = view.ViewData.TemplateInfo.GetFullHtmlFieldName(expression);
        view.ViewData.ModelState.TryGetValue(name, out var state);
        return new FormField(
            name,
            IdOf(name),
            state is null ? [] : [.. state.Errors.Select(e => e.ErrorMessage).Where(m => m.Length > 0).Distinct(StringComparer.Ordinal)])
        {
            Attempted = state?.AttemptedValue,
            AttemptedAll = state?.RawValue switch { string[] all => all, string one => [one], _ => null },
        };
    }

    public static string IdOf(string name) => TagBuilder.CreateSanitizedId(name, "_");

    public string? DescribedBy(string? hint)
    {
        var parts = new List<string>(2);
        if (!string.IsNullOrEmpty(hint))
            parts.Add($"{Id}-hint");
        if (IsInvalid)
            parts.Add($"{Id}-error");
        return parts.Count == 0 ? null : string.Join(' ', parts);
    }

    public IHtmlContent HintLine(string? hint) =>
        string.IsNullOrEmpty(hint) ? HtmlString.Empty : Line("hint", $"{Id}-hint", [hint]);

    public IHtmlContent ErrorLine() => IsInvalid ? Line("error", $"{Id}-error", Errors) : HtmlString.Empty;

    private static TagBuilder Line(string cssClass, string id, IReadOnlyList<string> lines)
    {
        var line = new TagBuilder("p");
        line.AddCssClass(cssClass);
        line.Attributes["id"] = id;
        line.InnerHtml.Append(string.Join(' ', lines));
        return line;
    }
}
