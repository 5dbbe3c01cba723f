using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Localization;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Instruments;
using TrainingLMS.Web.Resources;

namespace TrainingLMS.Web.Features.PatientForms;

/// <summary>
/// The patient's pages: /r/TOKEN and /code lead in, /f is the form. GET never changes anything; Start and Send are posts.
/// Every state of a link answers with the same status, so a guessed address learns nothing from it.
/// </summary>
public sealed class PatientFormsController(IMediator mediator, FormCookies cookies, IStringLocalizer<PatientText> text)
    : FeatureController(mediator)
{
    public override void OnActionExecuting(ActionExecutingContext context)
    {
        Response.Headers.CacheControl = "no-store";
        Response.Headers["Referrer-Policy"] = "no-referrer";
        if (Request.Path.StartsWithSegments(FormCookies.Path, StringComparison.Ordinal))
        {
            ViewData[VisitFrame.Kiosk] = IsKiosk;
            if (!cookies.IsIdle(Request))
                cookies.Seen(HttpContext);
            else if (!ShowsNoAnswer())
                context.Result = CodeAgain();
        }

        base.OnActionExecuting(context);
    }

    [HttpGet("r/{token}")]
    public async Task<IActionResult> Arrive(string token, string? via) => Show(
        await SendAsync(new ReadForm.Query()), visit => View(nameof(Arrive), new ArrivePage(visit, $"/r/{token}", via)));

    [HttpPost("r/{token}")]
    public async Task<IActionResult> Start(string token, string? via) => Started(await SendOrUnknownAsync(Mode(via), token));

    [HttpPost("r/{token}/not-today")]
    public async Task<IActionResult> Decline(string token, string? via)
    {
        var visit = await SendAsync(new ReadForm.Query());
        if (visit.State != VisitState.Unknown)
        {
            visit = await SendAsync(new DeclineForm.Command(Mode(via)));
            cookies.Start(Response, visit.Ticket!.Id, shared: false);
            FormCookies.Forget(Response);
        }

        return Done(visit);
    }

    [HttpGet("code")]
    public IActionResult Code(bool again = false) => View(new CodePage(new EnterCode.Command(), again));

    [HttpPost("code")]
    public async Task<IActionResult> Code([Bind(Prefix = "Input")] EnterCode.Command input)
    {
        try
        {
            cookies.Start(Response, await SendAsync(input), shared: true);
            return Redirect("/f/start");
        }
        catch (RuleBrokenException e)
        {
            ModelState.AddModelError("Input.Code", text[e.Message, [.. e.Arguments]]);
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(new CodePage(input, Again: false));
    }

    /// <summary>
    /// The start page of a screen that stands there for everybody, and where one that was handed over comes back to.
    /// Opening it leaves whatever form was open here; no row changes.
    /// </summary>
    [HttpGet("kiosk")]
    public IActionResult Kiosk()
    {
        FormCookies.Leave(Response);
        return View(new CodePage(new EnterCode.Command(), Again: false));
    }

    [HttpPost("kiosk")]
    public async Task<IActionResult> Kiosk([Bind(Prefix = "Input")] EnterCode.Command input)
    {
        try
        {
            cookies.StartKiosk(Response, await SendAsync(input));
            return Redirect("/f/start");
        }
        catch (RuleBrokenException e)
        {
            ModelState.AddModelError("Input.Code", text[e.Message, [.. e.Arguments]]);
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(new CodePage(input, Again: false));
    }

    /// <summary>Sent from a kiosk: it names no time and no form, so that going back to it says nothing about anybody.</summary>
    [HttpGet("kiosk/done")]
    public IActionResult KioskDone()
    {
        FormCookies.Leave(Response);
        return View();
    }

    /// <summary>What stopping means, before anything happens.</summary>
    [HttpGet("f/stop")]
    public async Task<IActionResult> Stop()
    {
        var visit = await SendAsync(new ReadForm.Query());
        return visit.State == VisitState.Unknown ? View("State", visit) : View(new StopPage(visit, Done: null));
    }

    [HttpPost("f/stop")]
    public async Task<IActionResult> Stop([Bind(Prefix = "Input")] StopPart.Command input)
    {
        var visit = await SendAsync(new ReadForm.Query());
        try
        {
            var done = await SendAsync(input);
            FormCookies.Forget(Response);
            if (IsKiosk)
                FormCookies.Leave(Response);
            return View(new StopPage(visit, done));
        }
        catch (FluentValidation.ValidationException e)
        {
            foreach (var error in e.Errors)
                ModelState.AddModelError(string.Empty, text[error.ErrorMessage]);
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(new StopPage(visit, Done: null));
    }

    [HttpGet("stop/{token}")]
    public IActionResult NoMessages(string token) => View(new NoMessagesPage(token, Done: false));

    [HttpPost("stop/{token}")]
    public async Task<IActionResult> NoMessagesNow(string token)
    {
        await SendAsync(new StopMessages.Command(token));
        return View(nameof(NoMessages), new NoMessagesPage(token, Done: true));
    }

    /// <summary>The first page for who came by code: what this is, and who sees it, before anything is asked.</summary>
    [HttpGet("f/start")]
    public async Task<IActionResult> Welcome() => Show(
        await SendAsync(new ReadForm.Query()), visit => View(nameof(Arrive), new ArrivePage(visit, "/f/start", "code")));

    [HttpPost("f/start")]
    public async Task<IActionResult> StartHere() => Started(await SendOrUnknownAsync(TypedMode, token: null));

    [HttpPost("f/start/not-today")]
    public Task<IActionResult> DeclineHere() => DeclineNow();

    [HttpPost("f/not-today")]
    public async Task<IActionResult> DeclineNow()
    {
        var visit = await SendAsync(new ReadForm.Query());
        if (visit.State != VisitState.Unknown)
        {
            visit = await SendAsync(new DeclineForm.Command(TypedMode));
            FormCookies.Forget(Response);
        }

        return Done(visit);
    }

    [HttpGet("f")]
    public async Task<IActionResult> Fill(int? page) => Show(await SendAsync(new ReadForm.Query()), visit =>
    {
        var answers = cookies.Answers(Request, visit.Ticket!.Id);
        var first = visit.Pages.TakeWhile(p => IsAnswered(visit, p, answers)).Count() + 1;
        var number = Math.Clamp(page ?? first, 1, visit.Pages.Count + 1);
        if (number > visit.Pages.Count || number > first || Asked(visit, number, answers) is [])
            return first > visit.Pages.Count ? RedirectToAction(nameof(Check)) : Redirect(PageAddress(first));

        return View(nameof(Fill), new FillPage(visit, number, answers, Asked(visit, number, answers)));
    });

    [HttpPost("f")]
    public async Task<IActionResult> Fill(int page, Dictionary<string, string?> answers)
    {
        var visit = await SendAsync(new ReadForm.Query());
        if (visit.State != VisitState.Open)
            return Show(visit, _ => Redirect("/f"));

        if (page < 1 || page > visit.Pages.Count)
            return Redirect("/f");

        var here = visit.Pages[page - 1];
        var kept = cookies.Answers(Request, visit.Ticket!.Id);
        var asked = Asked(visit, page, kept);
        foreach (var item in asked)
        {
            var answer = answers.GetValueOrDefault(here.KeyOf(item));
            var one = new Dictionary<string, string?>(StringComparer.Ordinal) { [item.Id] = answer };
            if (FormAnswers.ItemProblems(here.Form.Definition, [item], one).FirstOrDefault() is { Problem: { } problem })
                ModelState.AddModelError($"answers[{here.KeyOf(item)}]", text[problem]);
            else
                kept[here.KeyOf(item)] = answer;
        }

        cookies.Keep(HttpContext, visit.Ticket.Id, kept);
        await KeepForOtherDevicesAsync(kept);
        if (cookies.IsIdle(Request))
            return CodeAgain(); // somebody who thought for long loses nothing, and somebody else sees nothing

        if (ModelState.IsValid)
            return page == visit.Pages.Count ? RedirectToAction(nameof(Check)) : Redirect(PageAddress(page + 1));

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Fill), new FillPage(visit, page, kept, asked));
    }

    [HttpGet("f/check")]
    public async Task<IActionResult> Check() => Show(await SendAsync(new ReadForm.Query()), visit =>
    {
        var answers = cookies.Answers(Request, visit.Ticket!.Id);
        return visit.Pages.All(p => IsAnswered(visit, p, answers)) ? View(nameof(Check), new CheckPage(visit, answers)) : Redirect("/f");
    });

    [HttpPost("f/send")]
    public async Task<IActionResult> Send()
    {
        var visit = await SendAsync(new ReadForm.Query());
        if (visit.State != VisitState.Open)
            return visit.State == VisitState.Sent ? Again(visit) : Show(visit, _ => Redirect("/f"));

        var answers = cookies.Answers(Request, visit.Ticket!.Id);
        try
        {
            var sent = await SendAsync(new SendForm.Command(answers, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName));
            FormCookies.Forget(Response);
            if (IsKiosk)
            {
                FormCookies.Leave(Response);
                return Redirect("/kiosk/done");
            }

            return sent.Stored ? RedirectToAction(nameof(ThankYou)) : View("State", sent.Visit);
        }
        catch (RuleBrokenException e)
        {
            // Two devices at once: the other one was first, and what it sent is what we have.
            visit = await SendAsync(new ReadForm.Query());
            if (visit.State == VisitState.Sent)
                return Again(visit);

            ModelState.AddModelError(string.Empty, text[e.Message, [.. e.Arguments]]);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View(nameof(Check), new CheckPage(visit, answers));
        }
    }

    [HttpGet("f/done")]
    public async Task<IActionResult> ThankYou()
    {
        var visit = await SendAsync(new ReadForm.Query());
        if (visit.State != VisitState.Sent)
            return Show(visit, _ => Redirect("/f"));

        FormCookies.Forget(Response);
        return View(nameof(ThankYou), visit);
    }

    private async Task<Visit> SendOrUnknownAsync(CaptureMode mode, string? token)
    {
        var visit = await SendAsync(new ReadForm.Query());
        if (visit.State != VisitState.Open)
            return visit;

        visit = await SendAsync(new StartForm.Command(mode));
        if (token is not null)
            cookies.Start(Response, visit.Ticket!.Id, shared: false);
        return visit;
    }

    /// <summary>The answers of one page, which are taken in and not shown, and the receipt, which has none.</summary>
    private bool ShowsNoAnswer() => Request.Path == "/f/done" || HttpMethods.IsPost(Request.Method) && Request.Path == FormCookies.Path;

    private RedirectResult CodeAgain() => Redirect(IsKiosk ? "/kiosk" : "/code?again=true");

    private bool IsKiosk => cookies.IsKiosk(Request);

    private CaptureMode TypedMode => IsKiosk ? CaptureMode.Kiosk : CaptureMode.Code;

    /// <summary>The cookie has them anyway: where two devices begin at the same instant, one of them keeps them here.</summary>
    private async Task KeepForOtherDevicesAsync(Dictionary<string, string?> answers)
    {
        try
        {
            await SendAsync(new KeepDraft.Command(answers));
        }
        catch (RuleBrokenException)
        {
            await SendAsync(new KeepDraft.Command(answers));
        }
    }

    private IActionResult Started(Visit visit) => Show(visit, _ => Redirect("/f"));

    private ViewResult Done(Visit visit)
    {
        if (IsKiosk)
            FormCookies.Leave(Response);
        return View("State", visit);
    }

    private ViewResult Again(Visit visit)
    {
        FormCookies.Forget(Response);
        return Done(visit);
    }

    private IActionResult Show(Visit visit, Func<Visit, IActionResult> open)
    {
        if (visit.State == VisitState.Open)
            return open(visit);

        if (visit.State is not (VisitState.Unknown or VisitState.NotYet))
        {
            FormCookies.Forget(Response); // sent, declined or over: half an answer is nobody's any more
            if (IsKiosk)
                FormCookies.Leave(Response);
        }

        return View("State", visit);
    }

    private static bool IsAnswered(Visit visit, VisitPage page, Dictionary<string, string?> answers) => page.Items.All(i =>
        !string.IsNullOrEmpty(answers.GetValueOrDefault(page.KeyOf(i)) ?? visit.Kept.GetValueOrDefault(page.KeyOf(i))));

    /// <summary>What another device has answered is not asked again, and not shown.</summary>
    private static IReadOnlyList<InstrumentItem> Asked(Visit visit, int number, Dictionary<string, string?> answers)
    {
        var page = visit.Pages[number - 1];
        return [.. page.Items.Where(i => answers.ContainsKey(page.KeyOf(i)) || !visit.Kept.ContainsKey(page.KeyOf(i)))];
    }

    private static string PageAddress(int page) => string.Create(CultureInfo.InvariantCulture, $"/f?page={page}");

    private static CaptureMode Mode(string? via) => via == "qr" ? CaptureMode.Qr : CaptureMode.Link;
}

/// <param name="Visit">The form.</param>
/// <param name="Address">Where Start is posted to.</param>
/// <param name="Via">How the patient came: "qr", "code" or by the link itself.</param>
public sealed record ArrivePage(Visit Visit, string Address, string? Via);

/// <param name="Input">What was typed.</param>
/// <param name="Again">It was typed before, and then nothing happened for a while.</param>
public sealed record CodePage(EnterCode.Command Input, bool Again);

/// <param name="Visit">The form.</param>
/// <param name="Number">Of the page, from 1.</param>
/// <param name="Answers">Of this device.</param>
/// <param name="Asked">The page's questions without those that another device has answered.</param>
public sealed record FillPage(
    Visit Visit, int Number, IReadOnlyDictionary<string, string?> Answers, IReadOnlyList<InstrumentItem> Asked);

/// <param name="Visit">The form from which the patient stops.</param>
/// <param name="Done">What was chosen, once it is done.</param>
public sealed record StopPage(Visit Visit, WithdrawalKind? Done);

public sealed record NoMessagesPage(string Token, bool Done);

public sealed record CheckPage(Visit Visit, IReadOnlyDictionary<string, string?> Answers);
