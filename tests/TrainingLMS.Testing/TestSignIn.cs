using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.Testing;

/// <summary>The scheme that the application asks outside tests; empty while it has none.</summary>
public sealed class RealSignIn
{
    public string? Scheme { get; set; }
}

/// <summary>Signs in whoever the header names, without a password. Where there is no header the real scheme is asked.</summary>
public sealed class TestSignIn(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, RealSignIn real)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Name = "TestSignIn";

    public const string Header = "X-Test-Person";

    /// <summary>Present: the password only, the second factor still missing.</summary>
    public const string HalfHeader = "X-Test-Half";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header].ToString() is not { Length: > 0 } person)
        {
            return real.Scheme is null
                ? Task.FromResult(AuthenticateResult.NoResult())
                : Context.AuthenticateAsync(real.Scheme);
        }

        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, person)], Name);
        if (!Request.Headers.ContainsKey(HalfHeader))
            identity.AddClaim(new Claim(CurrentUserMiddleware.SecondFactor, "test"));
        return Task.FromResult(AuthenticateResult.Success(
            new AuthenticationTicket(new ClaimsPrincipal(identity), Name)));
    }
}
