using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.SignIn;

namespace TrainingLMS.Web.Features.SessionRatings;

[Route("cases/{caseId:guid}/sessions/{number:int}")]
public sealed class SessionRatingsController(IMediator mediator, FormCookies cookies) : FeatureController(mediator)
{
    [HttpGet("held")]
    public async Task<IActionResult> HoldSession(HoldSession.Query query) => View(await SendAsync(query));

    [HttpPost("held")]
    public Task<IActionResult> HoldSession(Guid caseId, int number, [Bind(Prefix = "Input")] HoldSession.Command input) =>
        PostAsync(
            input with { CaseId = caseId, Number = number },
            done: held => held
                ? RedirectToAction(nameof(RateSession), new { caseId, number })
                : RedirectToAction("ReadCase", "Cases", new { caseId }),
            again: async () => View(await SendAsync(new HoldSession.Query(caseId, number)) with { Input = input }));

    [HttpGet("rate")]
    public async Task<IActionResult> RateSession(RateSession.Query query)
    {
        var form = await SendAsync(query);
        return form.HeldOn is null
            ? RedirectToAction(nameof(HoldSession), new { query.CaseId, query.Number })
            : View(form);
    }

    [HttpPost("rate")]
    public Task<IActionResult> RateSession(Guid caseId, int number, [Bind(Prefix = "Input")] RateSession.Command input) =>
        PostAsync(
            input with { CaseId = caseId, Number = number },
            done: _ => RedirectToAction(nameof(RateSession), new { caseId, number }),
            again: async () => View(await SendAsync(new RateSession.Query(caseId, number)) with { Input = input }));

    [HttpGet("form/{occasion}")]
    public async Task<IActionResult> GiveForm(GiveForm.Query query) => View(await SendAsync(query));

    /// <summary>The link is shown in the answer itself: it is kept nowhere, so no address can bring it back.</summary>
    [HttpPost("form/{occasion}")]
    public async Task<IActionResult> GiveFormNow(Guid caseId, int number, Occasion occasion)
    {
        var (ticket, failed) = await GiveAsync(new GiveForm.Command(caseId, number, occasion));
        return ticket is null ? failed : await GivenAsync(caseId, number, occasion, ticket);
    }

    [HttpPost("form/{occasion}/send")]
    public async Task<IActionResult> SendFormNow(Guid caseId, int number, Occasion occasion)
    {
        var (ticket, failed) = await GiveAsync(new GiveForm.Command(caseId, number, occasion, Features.SessionRatings.GiveForm.Way.Send));
        return ticket is null ? failed : await GivenAsync(caseId, number, occasion, ticket);
    }

    /// <summary>The therapist is signed out here before the patient sees anything; the form has a cookie of its own.</summary>
    [HttpPost("form/{occasion}/kiosk")]
    public async Task<IActionResult> HandOver(Guid caseId, int number, Occasion occasion)
    {
        var (ticket, failed) = await GiveAsync(new GiveForm.Command(caseId, number, occasion, Features.SessionRatings.GiveForm.Way.Kiosk));
        if (ticket is null)
            return failed;

        await HttpContext.SignOutAsync(StaffSessions.Scheme);
        cookies.StartKiosk(Response, ticket.Id);
        return Redirect("/f/start");
    }

    /// <summary>Why a form was not filled in: one tap, no page in between.</summary>
    [HttpPost("form/{occasion}/missed")]
    public Task<IActionResult> ExplainMissed(Guid caseId, int number, Occasion occasion, MissedReason reason) =>
        PostAsync(
            new ExplainMissed.Command(caseId, number, occasion, reason),
            done: _ => RedirectToAction(nameof(GiveForm), new { caseId, number, occasion = occasion.ToString().ToLowerInvariant() }),
            again: async () => View(nameof(GiveForm), await SendAsync(new GiveForm.Query(caseId, number, occasion))));

    private async Task<(GiveForm.Ticket? Ticket, IActionResult Failed)> GiveAsync(GiveForm.Command command)
    {
        GiveForm.Ticket? ticket = null;
        var failed = await PostAsync(
            command,
            done: given =>
            {
                ticket = given;
                return Ok();
            },
            again: async () => View(
                nameof(GiveForm), await SendAsync(new GiveForm.Query(command.CaseId, command.Number, command.Occasion))));
        return (ticket, failed);
    }

    private async Task<IActionResult> GivenAsync(Guid caseId, int number, Occasion occasion, GiveForm.Ticket ticket)
    {
        Response.Headers.CacheControl = "no-store";
        return View(nameof(GiveForm), await SendAsync(new GiveForm.Query(caseId, number, occasion)) with { Ticket = ticket });
    }
}
