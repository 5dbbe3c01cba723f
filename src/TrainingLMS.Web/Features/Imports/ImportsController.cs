using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Resources;

namespace TrainingLMS.Web.Features.Imports;

[Route("programmes/{programmeId:guid}/import")]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ImportsController(IMediator mediator, IStringLocalizer<Text> text) : FeatureController(mediator)
{
    // The file comes back encrypted, compressed and in letters: never more than this.
    private const int MostLetters = 4 * Imports.ChooseFile.MostBytes;

    [HttpGet("")]
    public async Task<IActionResult> ChooseFile(ChooseFile.Query query) => View(await SendAsync(query));

    [HttpPost("")]
    [RequestSizeLimit(MostLetters)]
    public async Task<IActionResult> ChooseFile(Guid programmeId, [Bind(Prefix = "Input")] ChooseFile.Look input)
    {
        try
        {
            return View("Preview", await SendAsync(input with { ProgrammeId = programmeId }));
        }
        catch (ValidationException e)
        {
            foreach (var error in e.Errors)
                ModelState.AddModelError($"Input.{error.PropertyName}", text[error.ErrorMessage]);

            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View(await SendAsync(new ChooseFile.Query(programmeId)));
        }
    }

    [HttpPost("take-in")]
    [RequestSizeLimit(MostLetters)]
    [RequestFormLimits(ValueLengthLimit = MostLetters)]
    public Task<IActionResult> TakeIn(Guid programmeId, [Bind(Prefix = "Input")] TakeIn.Command input) =>
        PostAsync(
            input with { ProgrammeId = programmeId },
            done: done => RedirectToAction(
                nameof(ReadDone), new { programmeId, done.Sessions, done.Therapists, done.Cases }),
            again: async () => View(nameof(ChooseFile), await SendAsync(new ChooseFile.Query(programmeId))));

    /// <summary>An address of its own, so that a reload asks again instead of sending again.</summary>
    [HttpGet("done")]
    public async Task<IActionResult> ReadDone(ReadDone.Query query) => View(await SendAsync(query));
}
