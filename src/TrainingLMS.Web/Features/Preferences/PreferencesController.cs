using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.Web.Features.Preferences;

/// <summary>Language, theme and text size of this browser, kept in its cookies and nowhere else; and whether its session lasts.</summary>
[Route("preferences")]
[AutoValidateAntiforgeryToken]
public sealed class PreferencesController(CurrentUser user) : Controller
{
    public const string ThemeCookie = "theme";
    public const string TextCookie = "text";

    [HttpPost("")]
    public IActionResult Set(string? language, string? theme, string? text, string? returnTo)
    {
        if (language is not null && WebSetup.Languages.Contains(language, StringComparer.Ordinal))
        {
            Keep(
                CookieRequestCultureProvider.DefaultCookieName,
                CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(CultureInfo.GetCultureInfo(language))));
        }

        if (theme is "light" or "dark" or "auto")
            Keep(ThemeCookie, theme);

        if (text is "normal" or "larger" or "largest")
            Keep(TextCookie, text);

        return LocalRedirect(Url.IsLocalUrl(returnTo) ? returnTo : "/");
    }

    /// <summary>Asked by an open page: is its person still signed in? Asking keeps them so.</summary>
    [HttpGet("session")]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    public IActionResult Session() => user.IsSignedIn ? NoContent() : StatusCode(StatusCodes.Status401Unauthorized, "");

    private void Keep(string name, string value) => Response.Cookies.Append(name, value, new CookieOptions
    {
        MaxAge = TimeSpan.FromDays(365),
        HttpOnly = true,
        IsEssential = true,
        SameSite = SameSiteMode.Lax,
        Secure = Request.IsHttps,
    });
}
