using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;

namespace TrainingLMS.Web.Features.Preferences;

/// <summary>Language, theme and text size of this browser, kept in its cookies and nowhere else.</summary>
[Route("preferences")]
[AutoValidateAntiforgeryToken]
public sealed class PreferencesController : Controller
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

    private void Keep(string name, string value) => Response.Cookies.Append(name, value, new CookieOptions
    {
        MaxAge = TimeSpan.FromDays(365),
        HttpOnly = true,
        IsEssential = true,
        SameSite = SameSiteMode.Lax,
        Secure = Request.IsHttps,
    });
}
