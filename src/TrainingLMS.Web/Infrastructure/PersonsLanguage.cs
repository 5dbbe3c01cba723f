using Microsoft.AspNetCore.Localization;

namespace TrainingLMS.Web.Infrastructure;

/// <summary>The language that the person has set; one chosen in this browser goes before it.</summary>
public sealed class PersonsLanguage : RequestCultureProvider
{
    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        var language = httpContext.RequestServices.GetRequiredService<CurrentUser>().Language;
        return Task.FromResult(language is null ? null : new ProviderCultureResult(language));
    }
}
