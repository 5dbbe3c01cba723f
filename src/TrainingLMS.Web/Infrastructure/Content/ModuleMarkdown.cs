using System.Net;
using System.Text.RegularExpressions;
using Ganss.Xss;
using Markdig;
using Markdig.Syntax;
using Microsoft.AspNetCore.Html;
using TrainingLMS.Domain.Learning;

namespace TrainingLMS.Web.Infrastructure.Content;

/// <summary>Turns the Markdown of a module into the page's HTML: no HTML of its own, and sanitised all the same.</summary>
public sealed partial class ModuleMarkdown
{
    private static readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder().UsePipeTables().DisableHtml().Build();

    private readonly HtmlSanitizer _sanitizer = Sanitizer();

    /// <param name="markdown">A block's text, whose headings begin at the third level, below module and block.</param>
    /// <param name="module">Where its sources are.</param>
    /// <param name="raised">Where the block's title is the page's: headings are a level higher there.</param>
    public IHtmlContent Html(string markdown, ModuleContent module, bool raised = false)
    {
        var document = Markdown.Parse(WithCitations(markdown, module), _pipeline);
        foreach (var heading in document.Descendants<HeadingBlock>().Where(h => raised && h.Level > 2))
            heading.Level--;

        return new HtmlString(_sanitizer.Sanitize(document.ToHtml(_pipeline)));
    }

    /// <summary>"Fonagy et al., 2002", as it stands in the text.</summary>
    public static string ShortCitation(Reference reference)
    {
        var year = Year().Match(reference.Text);
        var authors = year.Success ? reference.Text[..year.Index] : reference.Text;
        var names = Surname().Matches(authors).Select(m => m.Groups["name"].Value.Trim(' ', ',', '&')).ToList();
        var who = names switch
        {
            [] => authors.Split([',', '('])[0].Trim(),
            [var one] => one,
            [var one, var two] => $"{one} & {two}",
            [var one, ..] => $"{one} et al.",
        };

        return year.Success ? $"{who}, {year.Groups["year"].Value}" : who;
    }

    private static string WithCitations(string markdown, ModuleContent module) => Citations().Replace(markdown, found =>
    {
        var sources = Citation().Matches(found.Value)
            .Select(m => module.References.FirstOrDefault(r => r.Id == m.Groups["id"].Value)).OfType<Reference>()
            .Select(r => $"[{ShortCitation(r)}](#source-{r.Id})");

        return $"({string.Join("; ", sources)})";
    });

    private static HtmlSanitizer Sanitizer()
    {
        var sanitizer = new HtmlSanitizer();
        sanitizer.AllowedSchemes.Clear();
        sanitizer.AllowedSchemes.Add("https");
        sanitizer.AllowedAttributes.Remove("style");
        sanitizer.AllowedTags.Remove("form");
        sanitizer.AllowedTags.Remove("input");
        sanitizer.AllowedTags.Remove("button");

        return sanitizer;
    }

    /// <summary>Plain text of one line, for places that take no HTML.</summary>
    public static string Plain(string markdown) => WebUtility.HtmlDecode(Markdown.ToPlainText(markdown)).Trim();

    [GeneratedRegex("""\((?<year>\d{4})""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Year();

    [GeneratedRegex("""(?<name>[\p{L}’'\- ]+?),\s(?:\p{Lu}\.[\s-]?)+""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Surname();

    [GeneratedRegex("""\[@[a-z0-9-]+\](?:\s*\[@[a-z0-9-]+\])*""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Citations();

    [GeneratedRegex("""\[@(?<id>[a-z0-9-]+)\]""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Citation();
}
