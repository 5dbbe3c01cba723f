using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace TrainingLMS.Web.Infrastructure.SignIn;

/// <summary>What a controller answers when somebody has shown who they are: a new session, then a page of this site.</summary>
public sealed class StartSession(Guid person, string? factor, string? then) : ActionResult
{
    /// <summary>With a factor the person is signed in; without one they may see the factor's pages only.</summary>
    public static Task StartAsync(HttpContext context, Guid person, string? factor) =>
        context.SignInAsync(StaffSessions.Scheme, StaffSessions.Principal(person, factor));

    public override async Task ExecuteResultAsync(ActionContext context)
    {
        await StartAsync(context.HttpContext, person, factor);
        await new LocalRedirectResult(ReturnUrl.Local(then)).ExecuteResultAsync(context);
    }
}

public static class ReturnUrl
{
    /// <summary>Where to go on: a page of this site, whatever was asked for.</summary>
    public static string Local(string? url) =>
        url is ['/', ..] and not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) ? url : "/";
}
