using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using TrainingLMS.Web.Resources;

namespace TrainingLMS.Web.Infrastructure.TagHelpers;

/// <summary>
/// A question of a form: label, hint, what is wrong, control, in this order and tied together for screen readers.
/// <code>&lt;field for="Input.Email" label="@T["E-mail"]" hint="…" type="email" autocomplete="username" /&gt;</code>
/// The type follows the property unless it is said: text, email, password, number, date, datetime-local, select,
/// textarea, checkbox, radio, checkboxes, file. Any other attribute goes to the control.
/// </summary>
[HtmlTargetElement("field", Attributes = "for", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FieldTagHelper(IHtmlGenerator generator, IStringLocalizer<Text> text) : TagHelper
{
    private const string IsoDate = "{0:yyyy-MM-dd}";
    private const string IsoMinute = "{0:yyyy-MM-ddTHH:mm}";

    public ModelExpression For { get; set; } = null!;

    public string Label { get; set; } = "";

    public string? Hint { get; set; }

    public string? Type { get; set; }

    /// <summary>What can be chosen in a select, radio or checkboxes field.</summary>
    public IEnumerable<SelectListItem>? Options { get; set; }

    /// <summary>First, empty line of a select: "Choose one".</summary>
    public string? Choose { get; set; }

    /// <summary>Says "(optional)" behind the label.</summary>
    public bool Optional { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var field = FormField.Of(ViewContext, For);
        FieldsShown.On(ViewContext).Add(field.Name, Label);
        var type = Type ?? TypeOf(For.ModelExplorer);
        var attributes = Taken(output);
        var below = (await output.GetChildContentAsync()).IsEmptyOrWhiteSpace ? null : await output.GetChildContentAsync();

        output.TagMode = TagMode.StartTagAndEndTag;
        var group = type is "radio" or "checkboxes";
        output.TagName = group ? "fieldset" : "div";
        output.Attributes.SetAttribute("class", field.IsInvalid ? "field invalid" : "field");
        if (group && field.DescribedBy(Hint) is { } described)
            output.Attributes.SetAttribute("aria-describedby", described);

        if (type == "checkbox")
        {
            output.Content.AppendHtml(field.ErrorLine());
            output.Content.AppendHtml(Checkbox(field, attributes));
        }
        else
        {
            output.Content.AppendHtml(LabelOf(field, group));
            output.Content.AppendHtml(field.HintLine(Hint));
            output.Content.AppendHtml(field.ErrorLine());
            output.Content.AppendHtml(group ? Choices(field, type, attributes) : Control(field, type, attributes));
        }

        if (below is not null)
            output.Content.AppendHtml(below);
    }

    private static string TypeOf(ModelExplorer explorer)
    {
        var metadata = explorer.Metadata;
        var type = metadata.UnderlyingOrModelType;
        return metadata.DataTypeName switch
        {
            "Password" => "password",
            "EmailAddress" => "email",
            "MultilineText" => "textarea",
            _ when type == typeof(bool) => "checkbox",
            _ when type == typeof(DateOnly) => "date",
            _ when type == typeof(TimeOnly) => "time",
            _ when type == typeof(DateTime) || type == typeof(DateTimeOffset) => "datetime-local",
            _ when type == typeof(int) || IsFractional(type) => "number",
            _ when type.IsEnum => "select",
            _ => "text",
        };
    }

    private static bool IsFractional(Type type) =>
        type == typeof(double) || type == typeof(decimal) || type == typeof(float);

    private static Dictionary<string, object?> Taken(TagHelperOutput output)
    {
        var taken = output.Attributes.ToDictionary(
            a => a.Name,
            a => a.ValueStyle == HtmlAttributeValueStyle.Minimized ? (object?)a.Name : a.Value,
            StringComparer.OrdinalIgnoreCase);
        output.Attributes.Clear();
        return taken;
    }

    private TagBuilder LabelOf(FormField field, bool group)
    {
        var label = new TagBuilder(group ? "legend" : "label");
        if (!group)
            label.Attributes["for"] = field.Id;
        label.InnerHtml.Append(Label);
        if (Optional)
        {
            var optional = new TagBuilder("span");
            optional.AddCssClass("optional");
            optional.InnerHtml.Append(" ").Append(text["(optional)"]);
            label.InnerHtml.AppendHtml(optional);
        }

        return label;
    }

    private IHtmlContent Control(FormField field, string type, Dictionary<string, object?> attributes)
    {
        if (field.DescribedBy(Hint) is { } described)
            attributes["aria-describedby"] = described;
        if (field.IsInvalid)
            attributes["aria-invalid"] = "true";

        switch (type)
        {
            case "select":
                return generator.GenerateSelect(
                    ViewContext, For.ModelExplorer, Choose, For.Name, Options ?? EnumOptions(), allowMultiple: false, attributes);

            case "textarea":
                var rows = attributes.Remove("rows", out var said)
                    ? Convert.ToInt32(said?.ToString(), CultureInfo.InvariantCulture)
                    : 5;
                return generator.GenerateTextArea(ViewContext, For.ModelExplorer, For.Name, rows, columns: 0, attributes);

            case "password":
                return generator.GeneratePassword(ViewContext, For.ModelExplorer, For.Name, value: null, attributes);

            default:
                attributes["type"] = type;
                var format = type switch { "date" => IsoDate, "datetime-local" => IsoMinute, "time" => "{0:HH:mm}", _ => null };
                var box = generator.GenerateTextBox(
                    ViewContext, For.ModelExplorer, For.Name, For.Model, format, attributes);
                return IsFractional(For.ModelExplorer.Metadata.UnderlyingOrModelType) && type == "number"
                    ? Invariant(field, box)
                    : box;
        }
    }

    /// <summary>A number field speaks with a point in every language; this tells the model binder so.</summary>
    private IHtmlContent Invariant(FormField field, TagBuilder box)
    {
        box.Attributes.TryAdd("step", "any");
        if (!field.IsInvalid && For.Model is IFormattable number)
            box.Attributes["value"] = number.ToString(format: null, CultureInfo.InvariantCulture);

        var both = new HtmlContentBuilder();
        both.AppendHtml(box);
        return both.AppendHtml(Input("hidden", ("name", "__Invariant"), ("value", field.Name)));
    }

    private IHtmlContentBuilder Checkbox(FormField field, Dictionary<string, object?> attributes)
    {
        if (field.DescribedBy(Hint) is { } described)
            attributes["aria-describedby"] = described;
        if (field.IsInvalid)
            attributes["aria-invalid"] = "true";

        var choice = new TagBuilder("div");
        choice.AddCssClass("choice");
        choice.InnerHtml.AppendHtml(generator.GenerateCheckBox(
            ViewContext, For.ModelExplorer, For.Name, For.Model as bool?, attributes));
        choice.InnerHtml.AppendHtml(LabelOf(field, group: false));
        choice.InnerHtml.AppendHtml(field.HintLine(Hint));

        var both = new HtmlContentBuilder();
        both.AppendHtml(choice);
        return both.AppendHtml(generator.GenerateHiddenForCheckbox(ViewContext, For.ModelExplorer, For.Name));
    }

    private HtmlContentBuilder Choices(FormField field, string type, Dictionary<string, object?> attributes)
    {
        var chosen = type == "radio"
            ? [field.Attempted ?? ValueOf(For.Model)]
            : field.AttemptedAll ?? (For.Model as System.Collections.IEnumerable)?.Cast<object?>().Select(ValueOf).ToArray() ?? [];
        var choices = new HtmlContentBuilder();
        var id = field.Id; // the first has the field's own id, so that a link to the field finds it
        var number = 1;
        foreach (var option in Options ?? EnumOptions())
        {
            var input = Input(
                type == "radio" ? "radio" : "checkbox", ("name", field.Name), ("id", id), ("value", option.Value ?? option.Text));
            input.MergeAttributes(attributes);
            if (chosen.Contains(option.Value ?? option.Text, StringComparer.Ordinal))
                input.Attributes["checked"] = "checked";
            if (option.Disabled)
                input.Attributes["disabled"] = "disabled";

            var label = new TagBuilder("label");
            label.Attributes["for"] = id;
            label.InnerHtml.Append(option.Text);

            var choice = new TagBuilder("div");
            choice.AddCssClass("choice");
            choice.InnerHtml.AppendHtml(input);
            choice.InnerHtml.AppendHtml(label);
            choices.AppendHtml(choice);
            id = string.Create(CultureInfo.InvariantCulture, $"{field.Id}_{++number}");
        }

        return choices;
    }

    private IEnumerable<SelectListItem> EnumOptions()
    {
        var type = For.ModelExplorer.Metadata.UnderlyingOrModelType;
        return type.IsEnum
            ? type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(f => new SelectListItem(text[Words.Of(f.Name)], f.Name))
            : [];
    }

    private static string? ValueOf(object? value) => value switch
    {
        null => null,
        Enum e => e.ToString(),
        IFormattable f => f.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static TagBuilder Input(string type, params (string Name, string Value)[] attributes)
    {
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        input.Attributes["type"] = type;
        foreach (var (name, value) in attributes)
            input.Attributes[name] = value;
        return input;
    }
}
