using System.Globalization;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing.Patterns;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.Web.Features.Shared;

/// <summary>
/// Where the page that somebody has before them is found by asking for it. After a form that came back with errors the
/// address in the browser is often one that can only be posted to.
/// </summary>
public sealed class PageAddress(EndpointDataSource endpoints)
{
    public string Of(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method))
            return $"{request.PathBase}{request.Path}{request.QueryString}";

        var pages = endpoints.Endpoints.OfType<RouteEndpoint>().Where(CanBeAskedFor).ToList();
        return request.PathBase + Candidates(context, pages)
            .Select(page => Path(page.RoutePattern, request.RouteValues)).FirstOrDefault(path => path is not null, "/");
    }

    /// <summary>The action that is called as the view is, then what lies under the posted address, then above it.</summary>
    private static IEnumerable<RouteEndpoint> Candidates(HttpContext context, List<RouteEndpoint> pages)
    {
        if (context.GetEndpoint() is not RouteEndpoint posted)
            return [];

        var controller = Action(posted)?.ControllerTypeInfo;
        var view = context.Features.Get<ShownView>()?.Name;
        var own = pages.Where(p => Action(p) is { } action && action.ControllerTypeInfo == controller && action.ActionName == view);
        var around = Upwards(posted.RoutePattern.RawText ?? "")
            .SelectMany(template => pages.Where(p => string.Equals(p.RoutePattern.RawText, template, StringComparison.OrdinalIgnoreCase)));

        return own.Concat(around);
    }

    private static IEnumerable<string> Upwards(string template)
    {
        for (var here = template; here.Length > 0; here = here.LastIndexOf('/') is > 0 and var end ? here[..end] : "")
            yield return here;
    }

    private static ControllerActionDescriptor? Action(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<ControllerActionDescriptor>();

    private static bool CanBeAskedFor(RouteEndpoint endpoint) =>
        Action(endpoint) is not null
        && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is null or [] or [.., "GET"] or ["GET", ..];

    /// <summary>The address with the values of this request; null where it asks for one that is not here.</summary>
    private static string? Path(RoutePattern pattern, RouteValueDictionary values)
    {
        var segments = pattern.PathSegments.Select(segment => segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart parameter when values[parameter.Name] is { } value =>
                Uri.EscapeDataString(Convert.ToString(value, CultureInfo.InvariantCulture)!),
            _ => null,
        }).ToList()).ToList();

        return segments.Exists(s => s.Contains(null)) ? null : "/" + string.Join('/', segments.Select(s => string.Concat(s)));
    }
}
