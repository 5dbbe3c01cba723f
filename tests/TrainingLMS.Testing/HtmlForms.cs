using System.Net;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace TrainingLMS.Testing;

/// <summary>Uses a page as a person does: the form that was served, hidden fields and all, is the form that is sent.</summary>
public static class HtmlForms
{
    /// <summary>The only form that most pages have.</summary>
    public const string AnyPost = "form[method=post]";

    /// <summary>The page as a browser would read it.</summary>
    public static async Task<IDocument> PageAsync(this HttpResponseMessage response)
    {
        var html = await response.Content.ReadAsStringAsync();
        var address = response.RequestMessage!.RequestUri!.AbsoluteUri;
        return await BrowsingContext.New().OpenAsync(virtualResponse => virtualResponse.Address(address).Content(html));
    }

    /// <summary>Gets a page that is there; anything but 200 fails the test.</summary>
    public static async Task<IDocument> PageAsync(this HttpClient client, string url)
    {
        var response = await client.GetAsync(url);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new InvalidOperationException($"GET {url} answered {(int)response.StatusCode}.");

        return await response.PageAsync();
    }

    /// <summary>What a reader sees of an element, with runs of white space taken as one space.</summary>
    public static string Words(this INode? node) =>
        string.Join(' ', (node?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Gets the page, fills in its form and sends it.</summary>
    public static Task<HttpResponseMessage> SubmitAsync(
        this HttpClient client, string url, params (string Field, string Value)[] filled) =>
        client.SubmitFormAsync(url, AnyPost, filled);

    /// <summary>The same for a page with several forms.</summary>
    /// <param name="client">The browser.</param>
    /// <param name="url">The page that has the form.</param>
    /// <param name="form">CSS selector of the form, or of the button in it that is pressed.</param>
    /// <param name="filled">Fields by name. Naming a check box several times ticks several; "" empties a field.</param>
    public static async Task<HttpResponseMessage> SubmitFormAsync(
        this HttpClient client, string url, string form, params (string Field, string Value)[] filled) =>
        await client.SendFormAsync(await client.PageAsync(url), form, filled);

    /// <summary>Fills in and sends a form of a page that was served already, for instance one with errors.</summary>
    public static async Task<HttpResponseMessage> SendFormAsync(
        this HttpClient client, IDocument page, string form, params (string Field, string Value)[] filled)
    {
        var found = page.QuerySelector(form)
            ?? throw new InvalidOperationException($"{page.Url} has no '{form}' to send.");
        var button = found as IHtmlElement is IHtmlButtonElement or IHtmlInputElement ? (IHtmlElement)found : null;
        var element = found as IHtmlFormElement ?? found.Closest("form") as IHtmlFormElement
            ?? throw new InvalidOperationException($"'{form}' on {page.Url} is no form and in no form.");

        foreach (var field in filled.GroupBy(f => f.Field, f => f.Value, StringComparer.Ordinal))
            Fill(element, field.Key, [.. field]);

        button ??= element.QuerySelector<IHtmlElement>("button:not([type]), button[type=submit], input[type=submit]");
        var sent = (button is null ? element.GetSubmission() : element.GetSubmission(button))!;
        if (sent.Method == AngleSharp.Io.HttpMethod.Get)
            return await client.GetAsync(sent.Target.Href);

        using var content = new StreamContent(sent.Body);
        foreach (var (name, value) in sent.Headers)
            content.Headers.TryAddWithoutValidation(name, value);
        return await client.PostAsync(sent.Target.Href, content);
    }

    private static void Fill(IHtmlFormElement form, string field, string[] values)
    {
        var controls = form.Elements
            .Where(e => e.GetAttribute("name") == field && e.GetAttribute("type") != "hidden").ToList();
        if (controls.Count == 0)
            throw new InvalidOperationException($"The form on {form.Owner?.Url} has no field '{field}' to fill in.");

        var offered = false;
        foreach (var control in controls)
        {
            switch (control)
            {
                case IHtmlInputElement { Type: "radio" or "checkbox" } choice:
                    choice.IsChecked = values.Contains(choice.Value, StringComparer.Ordinal);
                    offered |= choice.IsChecked || values is [""];
                    break;
                case IHtmlInputElement input:
                    input.Value = values[0];
                    offered = true;
                    break;
                case IHtmlTextAreaElement area:
                    area.Value = values[0];
                    offered = true;
                    break;
                case IHtmlSelectElement select:
                    foreach (var option in select.Options)
                        option.IsSelected = values.Contains(option.Value, StringComparer.Ordinal);
                    offered |= select.Options.Any(o => o.IsSelected);
                    break;
            }
        }

        // A person cannot choose what the page does not offer.
        if (!offered)
            throw new InvalidOperationException($"'{field}' does not offer '{string.Join("', '", values)}'.");
    }
}
