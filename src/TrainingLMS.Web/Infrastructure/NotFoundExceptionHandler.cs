using Microsoft.AspNetCore.Diagnostics;

namespace TrainingLMS.Web.Infrastructure;

/// <summary>
/// Refused and missing both answer 404, with the same page. Somebody who opens a page without having signed in is sent
/// to do so; the page is the same whether or not there is something to see afterwards.
/// </summary>
public sealed class NotFoundExceptionHandler : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not NotFoundException)
            return ValueTask.FromResult(false);

        var user = httpContext.Features.Get<CurrentUser>() ?? new CurrentUser();
        if (HttpMethods.IsGet(httpContext.Request.Method) && user is { IsSignedIn: false, FormTicketId: null })
        {
            var path = httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? "/";
            var step = user.IdOrNull is null ? "sign-in" : "factor";
            httpContext.Response.Redirect(
                $"/account/{step}{QueryString.Create("returnUrl", path + httpContext.Request.QueryString)}");
            return ValueTask.FromResult(true);
        }

        httpContext.Response.StatusCode = StatusCodes.Status404NotFound;
        return ValueTask.FromResult(true);
    }
}
