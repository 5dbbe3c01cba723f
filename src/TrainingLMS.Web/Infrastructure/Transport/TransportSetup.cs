using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.HttpsPolicy;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.StaticAssets;

namespace TrainingLMS.Web.Infrastructure.Transport;

/// <summary>What every answer carries, from the first page on and on error pages too.</summary>
public static class TransportSetup
{
    public const string FormCookie = "traininglms-form";

    private const int HstsSeconds = 2 * 365 * 24 * 60 * 60;

    public static IServiceCollection AddTransport(this IServiceCollection services)
    {
        services.AddOptions<AntiforgeryOptions>().Configure<PublicAddress>((forms, address) =>
        {
            forms.Cookie.Name = address.IsHttps ? "__Host-" + FormCookie : FormCookie;
            forms.Cookie.SecurePolicy = address.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            forms.Cookie.HttpOnly = true;
            forms.Cookie.Path = "/";

            // Strict would hide the cookie from somebody who comes by a link in a mail and has another page open.
            forms.Cookie.SameSite = SameSiteMode.Lax;
            forms.SuppressXFrameOptionsHeader = true; // said below, once and for every page
        });

        services.Configure<KestrelServerOptions>(server => server.AddServerHeader = false);

        // Only a proxy on this machine is believed when it says who asked and how.
        services.Configure<ForwardedHeadersOptions>(
            proxy => proxy.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
        services.AddOptions<HttpsRedirectionOptions>().Configure<PublicAddress>((https, address) =>
        {
            https.HttpsPort = address.Port;
            https.RedirectStatusCode = StatusCodes.Status308PermanentRedirect;
        });
        return services;
    }

    /// <summary>First in line, so that no answer gets past it.</summary>
    public static void UseTransport(this WebApplication app)
    {
        var address = app.Services.GetRequiredService<PublicAddress>();

        app.UseForwardedHeaders();
        app.UseSecurityHeaders(Headers(address));
        app.Use(NothingIsStored);
        if (address.IsHttps)
            app.UseHttpsRedirection();
    }

    private static HeaderPolicyCollection Headers(PublicAddress address)
    {
        var headers = new HeaderPolicyCollection()
            .AddContentSecurityPolicy(csp =>
            {
                csp.AddDefaultSrc().Self();
                csp.AddImgSrc().Self().Data(); // Bootstrap's arrows and ticks are data in its stylesheet
                csp.AddObjectSrc().None();
                csp.AddBaseUri().None();
                csp.AddFrameAncestors().None();
                csp.AddFormAction().Self();
            })
            .AddContentTypeOptionsNoSniff()
            .AddFrameOptionsDeny()
            .AddReferrerPolicyNoReferrer()
            .AddCrossOriginOpenerPolicy(policy => policy.SameOrigin())
            .AddCrossOriginResourcePolicy(policy => policy.SameOrigin())
            .AddPermissionsPolicyWithDefaultSecureDirectives();

        // By the public address and not by the request: a proxy in front speaks http to this process.
        return address.IsHttps
            ? headers.AddCustomHeader("Strict-Transport-Security", $"max-age={HstsSeconds}; includeSubDomains")
            : headers;
    }

    /// <summary>A shared computer's back button must not show what somebody else was shown.</summary>
    private static Task NothingIsStored(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
                context.Response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(context);
    }
}
