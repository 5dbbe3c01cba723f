using MediatR;
using Microsoft.AspNetCore.Mvc;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.Web.Features.Programmes;

[Route("")]
public sealed class ProgrammesController(IMediator mediator) : FeatureController(mediator)
{
    [HttpGet("programmes")]
    public async Task<IActionResult> ListProgrammes() => View(await SendAsync(new ListProgrammes.Query()));

    [HttpGet("programmes/new")]
    public async Task<IActionResult> CreateProgramme() => View(await SendAsync(new CreateProgramme.Query()));

    [HttpPost("programmes/new")]
    public Task<IActionResult> CreateProgramme([Bind(Prefix = "Input")] CreateProgramme.Command input) =>
        PostAsync(
            input,
            done: _ => RedirectToAction(nameof(ListProgrammes)),
            again: async () => View(await SendAsync(new CreateProgramme.Query()) with { Input = input }));

    [HttpGet("programme")]
    public async Task<IActionResult> EditProgramme(Guid? programmeId) =>
        View(await SendAsync(new EditProgramme.Query(programmeId)));

    [HttpPost("programme")]
    public Task<IActionResult> EditProgramme(Guid programmeId, [Bind(Prefix = "Input")] EditProgramme.Command input) =>
        PostAsync(
            input with { ProgrammeId = programmeId },
            done: id => RedirectToAction(nameof(EditProgramme), new { programmeId = id }),
            again: async () => View(await SendAsync(new EditProgramme.Query(programmeId)) with
            {
                Input = input with { ProgrammeId = programmeId },
            }));
}
