using MediatR;
using Microsoft.AspNetCore.Mvc;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.Web.Features.Consultation;

[Route("consultation/cases")]
public sealed class ConsultationController(IMediator mediator) : FeatureController(mediator)
{
    [HttpGet("")]
    public async Task<IActionResult> ListConsulted() => View(await SendAsync(new ListConsulted.Query()));

    [HttpGet("{caseId:guid}")]
    public async Task<IActionResult> ReadConsulted(ReadConsulted.Query query) => View(await SendAsync(query));
}
