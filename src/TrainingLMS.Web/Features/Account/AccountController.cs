using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.SignIn;

namespace TrainingLMS.Web.Features.Account;

[Route("account")]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class AccountController(IMediator mediator) : FeatureController(mediator)
{
    [HttpGet("sign-in")]
    public IActionResult SignIn(string? returnUrl) =>
        View(new SignIn.Form(new SignIn.Command { ReturnUrl = returnUrl }));

    [HttpPost("sign-in")]
    public Task<IActionResult> SignIn([Bind(Prefix = "Input")] SignIn.Command input) =>
        PostAsync(
            input,
            done: person => new StartSession(person, factor: null, Factor(input.ReturnUrl)),
            again: () => Shown(View(new SignIn.Form(input with { Password = null }))));

    [HttpPost("sign-out")]
    public async Task<IActionResult> Leave()
    {
        await HttpContext.SignOutAsync(StaffSessions.Scheme);
        return RedirectToAction(nameof(SignIn));
    }

    [HttpGet("factor")]
    public async Task<IActionResult> ShowFactor(string? returnUrl)
    {
        var form = await SendAsync(new ShowFactor.Query(returnUrl));
        return form.MustEnrol ? RedirectToAction(nameof(EnrolFactor)) : View(form);
    }

    [HttpPost("factor")]
    public Task<IActionResult> ShowFactor([Bind(Prefix = "Input")] ShowFactor.Command input) =>
        PostAsync(
            input,
            done: shown => new StartSession(shown.Person, shown.Factor, input.ReturnUrl),
            again: async () => View(await SendAsync(new ShowFactor.Query(input.ReturnUrl))));

    [HttpGet("authenticator")]
    public async Task<IActionResult> EnrolFactor() => View(await SendAsync(new EnrolFactor.Query()));

    [HttpPost("authenticator")]
    public async Task<IActionResult> EnrolFactor([Bind(Prefix = "Input")] EnrolFactor.Command input)
    {
        EnrolFactor.Enrolled? enrolled = null;
        var answer = await PostAsync(
            input,
            done: result =>
            {
                enrolled = result;
                return View("RecoveryCodes", new RecoveryCodesPage(result.RecoveryCodes, result.Next));
            },
            again: async () =>
            {
                ModelState.Remove("Input.SealedKey"); // a key that has run out is replaced by the new offer
                return View(await SendAsync(new EnrolFactor.Query { SealedKey = input.SealedKey }));
            });
        if (enrolled is not null)
            await StartSession.StartAsync(HttpContext, enrolled.Person, "authenticator");
        return answer;
    }

    [HttpGet("set-up/{token}")]
    public async Task<IActionResult> SetUp(SetUp.Query query) => await SendAsync(query) is { } form ? View(form) : LinkOver();

    [HttpPost("set-up/{token}")]
    public Task<IActionResult> SetUp(string token, [Bind(Prefix = "Input")] SetUp.Command input) =>
        PostAsync(
            input with { Token = token },
            done: person => new StartSession(person, factor: null, Factor("/account/profile")),
            again: () => Shown(View(new SetUp.Form(input))));

    [HttpGet("join/{token}")]
    public async Task<IActionResult> Join(Join.Query query) => await SendAsync(query) is { } form ? View(form) : LinkOver();

    [HttpPost("join/{token}")]
    public Task<IActionResult> Join(string token, [Bind(Prefix = "Input")] Join.Command input) =>
        PostAsync(
            input with { Token = token },
            done: person => new StartSession(person, factor: null, Factor(returnUrl: null)),
            again: async () => await SendAsync(new Join.Query(token)) is { } form ? View(form) : LinkOver());

    [HttpGet("forgotten")]
    public IActionResult AskForReset() => View(new AskForReset.Form(Sent: false, new AskForReset.Command()));

    [HttpPost("forgotten")]
    public Task<IActionResult> AskForReset([Bind(Prefix = "Input")] AskForReset.Command input) =>
        PostAsync(
            input,
            done: _ => View(new AskForReset.Form(Sent: true, input)),
            again: () => Shown(View(new AskForReset.Form(Sent: false, input))));

    [HttpGet("reset/{token}")]
    public async Task<IActionResult> ResetPassword(ResetPassword.Query query) =>
        await SendAsync(query) is { } form ? View(form) : LinkOver();

    [HttpPost("reset/{token}")]
    public Task<IActionResult> ResetPassword(string token, [Bind(Prefix = "Input")] ResetPassword.Command input) =>
        PostAsync(
            input with { Token = token },
            done: _ => RedirectToAction(nameof(SignIn)),
            again: () => Shown(View(new ResetPassword.Form(input))));

    [HttpGet("demo/{token}")]
    public async Task<IActionResult> SignInDemo(SignInDemo.Query query) => View(await SendAsync(query));

    [HttpPost("demo/{token}")]
    public Task<IActionResult> SignInDemo(SignInDemo.Command command) =>
        PostAsync(
            command,
            done: person => new StartSession(person, DemoSignIns.Factor, then: "/"),
            again: () => Shown(LinkOver()));

    [HttpGet("")]
    public async Task<IActionResult> ReadAccount() => View(await SendAsync(new ReadAccount.Query()));

    [HttpGet("profile")]
    public async Task<IActionResult> EditProfile() => View(await SendAsync(new EditProfile.Query()));

    [HttpPost("profile")]
    public async Task<IActionResult> EditProfile([Bind(Prefix = "Input")] EditProfile.Command input)
    {
        var form = await SendAsync(new EditProfile.Query());
        return await PostAsync(
            input,
            done: language =>
            {
                Speak(language);
                return form.First ? LocalRedirect("/") : RedirectToAction(nameof(ReadAccount));
            },
            again: () => Shown(View(form with { Input = input })));
    }

    [HttpGet("password")]
    public async Task<IActionResult> ChangePassword()
    {
        await SendAsync(new ReadAccount.Query());
        return View(new ChangePassword.Form(new ChangePassword.Command { EndOtherSessions = true }));
    }

    [HttpPost("password")]
    public Task<IActionResult> ChangePassword([Bind(Prefix = "Input")] ChangePassword.Command input) =>
        PostAsync(
            input,
            done: _ => RedirectToAction(nameof(ReadAccount)),
            again: () => Shown(View(new ChangePassword.Form(input))));

    [HttpGet("sessions/end")]
    public async Task<IActionResult> EndSessions(Guid? sessionId)
    {
        await SendAsync(new ReadAccount.Query());
        return View(new EndSessions.Form(new EndSessions.Command { SessionId = sessionId }));
    }

    [HttpPost("sessions/end")]
    public Task<IActionResult> EndSessions([Bind(Prefix = "Input")] EndSessions.Command input) =>
        PostAsync(
            input,
            done: _ => RedirectToAction(nameof(ReadAccount)),
            again: () => Shown(View(new EndSessions.Form(input))));

    [HttpGet("recovery-codes")]
    public async Task<IActionResult> RenewRecoveryCodes()
    {
        await SendAsync(new ReadAccount.Query());
        return View(new RenewRecoveryCodes.Form(new RenewRecoveryCodes.Command()));
    }

    [HttpPost("recovery-codes")]
    public Task<IActionResult> RenewRecoveryCodes([Bind(Prefix = "Input")] RenewRecoveryCodes.Command input) =>
        PostAsync(
            input,
            done: codes => View("RecoveryCodes", new RecoveryCodesPage(codes, "/account")),
            again: () => Shown(View(new RenewRecoveryCodes.Form(input))));

    private static string Factor(string? returnUrl) =>
        $"/account/factor{QueryString.Create("returnUrl", ReturnUrl.Local(returnUrl))}";

    private static Task<IActionResult> Shown(IActionResult result) => Task.FromResult(result);

    private ViewResult LinkOver()
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return View("LinkOver");
    }

    /// <summary>The language just chosen goes before an older choice in this browser.</summary>
    private void Speak(string language) => Response.Cookies.Append(
        CookieRequestCultureProvider.DefaultCookieName,
        CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(CultureInfo.GetCultureInfo(language))),
        new CookieOptions { HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = Request.IsHttps });
}

/// <summary>Ten codes, shown this once.</summary>
public sealed record RecoveryCodesPage(IReadOnlyList<string> Codes, string Next);
