using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace TrainingLMS.Web.Infrastructure;

/// <summary>
/// Two cookies of a patient's browser, encrypted and for /f alone: which form was started, and the answers so far, so
/// that the same phone shows them. Both last for one visit of two hours. Who came by a typed code sits at a screen that
/// others use too: there both end with the browser, and after two minutes without a request nothing is shown before the
/// code is typed again. A kiosk has a cookie of its own in the first one's place, and leaving it leaves nothing.
/// </summary>
public sealed class FormCookies(IDataProtectionProvider protection, PublicAddress address, TimeProvider clock)
{
    public const string FormName = "form";
    public const string KioskName = "kiosk";
    public const string AnswersName = "form-answers";
    public const string Path = "/f";

    private static readonly TimeSpan _visit = TimeSpan.FromHours(2);
    private static readonly TimeSpan _idle = TimeSpan.FromMinutes(2);

    private readonly IDataProtector _form = protection.CreateProtector("PatientForms.Form");
    private readonly IDataProtector _answers = protection.CreateProtector("PatientForms.Answers");

    /// <summary>The form that was started here. The limit is in the cookie's own words, not left to the browser.</summary>
    public Guid? Ticket(HttpRequest request) => Visit(request)?.Ticket;

    /// <param name="response">Where the cookie goes.</param>
    /// <param name="ticket">The form.</param>
    /// <param name="shared">The code was typed: the screen is not the patient's own.</param>
    public void Start(HttpResponse response, Guid ticket, bool shared) => Start(response, ticket, shared, kiosk: false);

    /// <summary>The device was handed over, or stands there for everybody.</summary>
    public void StartKiosk(HttpResponse response, Guid ticket) => Start(response, ticket, shared: true, kiosk: true);

    public bool IsKiosk(HttpRequest request) => Visit(request) is { Kiosk: true };

    /// <summary>On a shared screen nothing has happened for so long that somebody else may sit there now.</summary>
    public bool IsIdle(HttpRequest request) =>
        Visit(request) is { Shared: true } visit && visit.SeenAt + _idle <= clock.GetUtcNow();

    /// <summary>Whoever sits at a shared screen is still there.</summary>
    public void Seen(HttpContext context)
    {
        if (Visit(context.Request) is { Shared: true } visit)
            Write(context.Response, visit with { SeenAt = clock.GetUtcNow() });
    }

    /// <summary>The answers so far to this form; another form's answers, or an earlier visit's, look like none.</summary>
    public Dictionary<string, string?> Answers(HttpRequest request, Guid ticket) =>
        Read<Draft>(request.Cookies[AnswersName], _answers) is { } draft
            && draft.Ticket == ticket && draft.Until > clock.GetUtcNow()
            ? new Dictionary<string, string?>(draft.Answers, StringComparer.Ordinal)
            : new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Keeps the answers until the visit that was started here ends; each page does not make it longer.</summary>
    public void Keep(HttpContext context, Guid ticket, Dictionary<string, string?> answers)
    {
        if (Visit(context.Request) is not { } visit)
            return;

        var until = visit.At + _visit;
        Write(
            context.Response, AnswersName, _answers.Protect(JsonSerializer.Serialize(new Draft(ticket, answers, until))),
            visit.Shared ? null : until - clock.GetUtcNow());
    }

    /// <summary>Once there is nothing more to send, nothing is left to look back at.</summary>
    public static void Forget(HttpResponse response) =>
        response.Cookies.Delete(AnswersName, new CookieOptions { Path = Path });

    /// <summary>The next person at this screen begins with nothing: neither a form nor an answer, nor a page to go back to.</summary>
    public static void Leave(HttpResponse response)
    {
        response.Cookies.Delete(FormName, new CookieOptions { Path = Path });
        response.Cookies.Delete(KioskName, new CookieOptions { Path = Path });
        Forget(response);

        // Not "cookies": that would also empty other sites under the same domain.
        response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
    }

    private void Start(HttpResponse response, Guid ticket, bool shared, bool kiosk)
    {
        var now = clock.GetUtcNow();
        Write(response, new Started(ticket, now, shared, now, kiosk));
        response.Cookies.Delete(kiosk ? FormName : KioskName, new CookieOptions { Path = Path });
    }

    private Started? Visit(HttpRequest request) =>
        Read<Started>(request.Cookies[KioskName] ?? request.Cookies[FormName], _form) is { } started
            && started.At + _visit > clock.GetUtcNow()
            ? started
            : null;

    private void Write(HttpResponse response, Started started) => Write(
        response, started.Kiosk ? KioskName : FormName, _form.Protect(JsonSerializer.Serialize(started)),
        started.Shared ? null : _visit);

    /// <param name="response">Where the cookie goes.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">What it holds, encrypted.</param>
    /// <param name="age">How long the browser is to keep it; until it is closed where empty.</param>
    private void Write(HttpResponse response, string name, string value, TimeSpan? age) =>
        response.Cookies.Append(name, value, new CookieOptions
        {
            Path = Path,
            HttpOnly = true,
            IsEssential = true,
            SameSite = SameSiteMode.Strict,
            Secure = address.IsHttps,
            MaxAge = age,
        });

    private static T? Read<T>(string? cookie, IDataProtector protector)
        where T : class
    {
        if (string.IsNullOrEmpty(cookie))
            return null;

        try
        {
            return JsonSerializer.Deserialize<T>(protector.Unprotect(cookie));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null; // old, cut short or made up: as if there were none
        }
    }

    private sealed record Started(Guid Ticket, DateTimeOffset At, bool Shared, DateTimeOffset SeenAt, bool Kiosk);

    private sealed record Draft(Guid Ticket, Dictionary<string, string?> Answers, DateTimeOffset Until);
}
