using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.Web.Features.Learning;

[Route("learning")]
public sealed class LearningController(IMediator mediator, LocalTime time) : FeatureController(mediator)
{
    /// <summary>A script asks for a line of text, where a form gets its page again.</summary>
    private const string Quietly = "X-Quietly";

    [HttpGet("")]
    public async Task<IActionResult> ShowPath() => View(await SendAsync(new ShowPath.Query()));

    [HttpGet("{enrolmentId:guid}/{moduleId}")]
    public async Task<IActionResult> ReadModule(ReadModule.Query query) => View(await SendAsync(query));

    [HttpGet("{enrolmentId:guid}/{moduleId}/print")]
    public async Task<IActionResult> PrintModule(PrintModule.Query query) => View(await SendAsync(query));

    [HttpGet("{enrolmentId:guid}/{moduleId}/blocks/{blockId}")]
    public async Task<IActionResult> ReadBlock(ReadBlock.Query query) => Shown(await SendAsync(query));

    [HttpPost("{enrolmentId:guid}/{moduleId}/blocks/{blockId}/done")]
    public Task<IActionResult> FinishBlock(FinishBlock.Command command) =>
        PostAsync(
            command,
            done: next => next is null
                ? RedirectToAction(nameof(ReadModule), new { command.EnrolmentId, command.ModuleId })
                : RedirectToAction(nameof(ReadBlock), new { command.EnrolmentId, command.ModuleId, blockId = next }),
            again: () => AgainAsync(command.EnrolmentId, command.ModuleId, command.BlockId));

    [HttpPost("{enrolmentId:guid}/{moduleId}/blocks/{blockId}/answer")]
    public Task<IActionResult> AnswerCheck(
        Guid enrolmentId, string moduleId, string blockId, [Bind(Prefix = "Input")] AnswerCheck.Command input) =>
        PostAsync(
            input with { EnrolmentId = enrolmentId, ModuleId = moduleId, BlockId = blockId },
            done: _ => Back(enrolmentId, moduleId, blockId, "answer"),
            again: () => AgainAsync(enrolmentId, moduleId, blockId));

    [HttpPost("{enrolmentId:guid}/{moduleId}/blocks/{blockId}/write")]
    public Task<IActionResult> WriteAnswer(
        Guid enrolmentId, string moduleId, string blockId, [Bind(Prefix = "Input")] WriteAnswer.Command input) =>
        PostAsync(
            input with { EnrolmentId = enrolmentId, ModuleId = moduleId, BlockId = blockId },
            done: at => Request.Headers.ContainsKey(Quietly)
                ? Content(time.In(at).ToString("HH:mm", CultureInfo.CurrentCulture))
                : Back(enrolmentId, moduleId, blockId, $"part-{input.Part}"),
            again: () => AgainAsync(enrolmentId, moduleId, blockId, input));

    [HttpPost("{enrolmentId:guid}/{moduleId}/blocks/{blockId}/share")]
    public Task<IActionResult> ShareWriting(ShareWriting.Command command) =>
        PostAsync(
            command,
            done: _ => Back(command.EnrolmentId, command.ModuleId, command.BlockId, "audience"),
            again: () => AgainAsync(command.EnrolmentId, command.ModuleId, command.BlockId));

    [HttpPost("{enrolmentId:guid}/{moduleId}/move")]
    public Task<IActionResult> MoveOn(MoveOn.Command command) =>
        PostAsync(
            command,
            done: _ => RedirectToAction(nameof(ReadModule), new { command.EnrolmentId, command.ModuleId }),
            again: async () => View(nameof(ReadModule), await SendAsync(new ReadModule.Query(command.EnrolmentId, command.ModuleId))));

    private async Task<IActionResult> AgainAsync(
        Guid enrolmentId, string moduleId, string blockId, WriteAnswer.Command? typed = null)
    {
        ViewData["Typed"] = typed; // what was typed is shown again, though it was not kept
        return Shown(await SendAsync(new ReadBlock.Query(enrolmentId, moduleId, blockId)));
    }

    private ViewResult Shown(ReadBlock.Page page)
    {
        if (page.Block is not null)
            return View(nameof(ReadBlock), page);

        Response.StatusCode = StatusCodes.Status403Forbidden;
        return View("LockedBlock", page);
    }

    private RedirectResult Back(Guid enrolmentId, string moduleId, string blockId, string fragment) =>
        Redirect($"{Url.Action(nameof(ReadBlock), new { enrolmentId, moduleId, blockId })}#{fragment}");
}
