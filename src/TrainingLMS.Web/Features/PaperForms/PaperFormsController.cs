using MediatR;
using Microsoft.AspNetCore.Mvc;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.Web.Features.PaperForms;

[Route("paper")]
public sealed class PaperFormsController(IMediator mediator) : FeatureController(mediator)
{
    [HttpGet("")]
    public async Task<IActionResult> ListSheets() => View(await SendAsync(new ListSheets.Query()));

    [HttpGet("{caseId:guid}/{number:int}/{occasion}")]
    public async Task<IActionResult> EnterSheet(EnterSheet.Query query) => View(await SendAsync(query));

    [HttpPost("{caseId:guid}/{number:int}/{occasion}")]
    public Task<IActionResult> EnterSheet(
        Guid caseId, int number, Occasion occasion, [Bind(Prefix = "Input")] EnterSheet.Command input) =>
        PostAsync(
            input with { CaseId = caseId, Number = number, Occasion = occasion },
            done: _ => RedirectToAction(nameof(ListSheets)),
            again: async () => View(await SendAsync(new EnterSheet.Query(caseId, number, occasion)) with { Input = input }));

    [HttpGet("{caseId:guid}/{number:int}/{occasion}/second")]
    public async Task<IActionResult> CheckSheet(CheckSheet.Query query) => View(await SendAsync(query));

    [HttpPost("{caseId:guid}/{number:int}/{occasion}/second")]
    public async Task<IActionResult> CheckSheet(
        Guid caseId, int number, Occasion occasion, [Bind(Prefix = "Input")] CheckSheet.Command input)
    {
        CheckSheet.Outcome? outcome = null;
        var answer = await PostAsync(
            input with { CaseId = caseId, Number = number, Occasion = occasion },
            done: found =>
            {
                outcome = found;
                return RedirectToAction(nameof(ListSheets));
            },
            again: async () => View(await SendAsync(new CheckSheet.Query(caseId, number, occasion)) with { Input = input }));
        if (outcome is not { Done: false } open)
            return answer;

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(await SendAsync(new CheckSheet.Query(caseId, number, occasion)) with { Input = input, Differing = open.Differing });
    }
}
