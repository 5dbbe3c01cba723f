using MediatR;
using Microsoft.AspNetCore.Mvc;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.Web.Features.SessionRatings;

[Route("cases/{caseId:guid}/sessions/{number:int}")]
public sealed class SessionRatingsController(IMediator mediator) : FeatureController(mediator)
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
        GiveForm.Ticket? ticket = null;
        var failed = await PostAsync(
            new GiveForm.Command(caseId, number, occasion),
            done: given =>
            {
                ticket = given;
                return Ok();
            },
            again: async () => View(nameof(GiveForm), await SendAsync(new GiveForm.Query(caseId, number, occasion))));
        if (ticket is null)
            return failed;

        Response.Headers.CacheControl = "no-store";
        return View(nameof(GiveForm), await SendAsync(new GiveForm.Query(caseId, number, occasion)) with { Ticket = ticket });
    }
}
