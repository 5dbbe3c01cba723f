using MediatR;
using Microsoft.AspNetCore.Mvc;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.Web.Features.Signals;

[Route("signals")]
public sealed class SignalsController(IMediator mediator) : FeatureController(mediator)
{
    [HttpGet("")]
    public async Task<IActionResult> ListSignals() => View(await SendAsync(new ListSignals.Query()));

    [HttpPost("")]
    public Task<IActionResult> MarkSignal(MarkSignal.Command input) =>
        PostAsync(
            input,
            done: _ => RedirectToAction(nameof(ListSignals)),
            again: async () => View(nameof(ListSignals), await SendAsync(new ListSignals.Query())));
}
