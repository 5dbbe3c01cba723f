using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace TrainingLMS.Web.Infrastructure.SignIn;

/// <summary>
/// Cookie in, person out. Not the framework's cookie handler: that one keeps the key of an earlier session when somebody
/// signs in again, and here the key changes with each step.
/// </summary>
public sealed class StaffSessionHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder,
    StaffSessions sessions, PublicAddress address)
    : SignInAuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string PlainCookie = "traininglms-staff";

    private string CookieName => address.IsHttps ? "__Host-" + PlainCookie : PlainCookie;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // A problem's page is a second pass of the same request; asking the database again may be what failed.
        if (Key() is not { } key || Request.Path.StartsWithSegments("/problem", StringComparison.Ordinal))
            return AuthenticateResult.NoResult();

        var ticket = await sessions.FindAsync(key, Context.RequestAborted);
        return ticket is null ? AuthenticateResult.NoResult() : AuthenticateResult.Success(ticket);
    }

    protected override async Task HandleSignInAsync(ClaimsPrincipal user, AuthenticationProperties? properties)
    {
        if (Key() is { } earlier)
            await sessions.EndAsync(earlier, Context.RequestAborted);

        var key = await sessions.StartAsync(user, Request.Headers.UserAgent.ToString(), Context.RequestAborted);
        Response.Cookies.Append(CookieName, key, Cookie());
    }

    protected override async Task HandleSignOutAsync(AuthenticationProperties? properties)
    {
        if (Key() is { } key)
            await sessions.EndAsync(key, Context.RequestAborted);

        Response.Cookies.Delete(CookieName, Cookie());

        // Not "cookies": that would also empty other sites under the same domain.
        Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
    }

    private string? Key() => Request.Cookies.TryGetValue(CookieName, out var key) && key.Length > 0 ? key : null;

    private CookieOptions Cookie() => new()
    {
        Path = "/",
        HttpOnly = true,
        Secure = address.IsHttps,
        SameSite = SameSiteMode.Lax,
        IsEssential = true,
    };
}
