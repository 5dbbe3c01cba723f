using MediatR;
using Microsoft.AspNetCore.Mvc;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.Web.Features.Messages;

[Route("messages")]
public sealed class MessagesController(IMediator mediator) : FeatureController(mediator)
{
    [HttpGet("")]
    public async Task<IActionResult> ListDeliveries() => View(await SendAsync(new ListDeliveries.Query()));

    [HttpGet("outbox")]
    public async Task<IActionResult> ReadOutbox() => View(await SendAsync(new ReadOutbox.Query()));
}
