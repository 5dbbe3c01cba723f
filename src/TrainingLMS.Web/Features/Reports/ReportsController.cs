using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using TrainingLMS.Reports.Documents;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Resources;

namespace TrainingLMS.Web.Features.Reports;

[Route("reports")]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ReportsController(IMediator mediator, IStringLocalizer<Text> text) : FeatureController(mediator)
{
    [HttpGet("")]
    public async Task<IActionResult> ListReports() => View(await SendAsync(new ListReports.Query()));

    [HttpGet("programmes/{programmeId:guid}")]
    public async Task<IActionResult> PrepareReports(PrepareReports.Query query)
    {
        if (ModelState[nameof(query.CutOff)] is { Errors.Count: > 0 } cutOff)
        {
            cutOff.Errors.Clear();
            cutOff.Errors.Add(text["Choose a day, such as {0}.", "2026-11-30"]);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }

        return View(await SendAsync(query));
    }

    [HttpPost("programmes/{programmeId:guid}")]
    public Task<IActionResult> StartReport(Guid programmeId, [Bind(Prefix = "Input")] StartReport.Command input) =>
        PostAsync(
            input with { ProgrammeId = programmeId },
            done: id => RedirectToAction(nameof(ReviewReport), new { id }),
            again: async () => View(
                nameof(PrepareReports), await SendAsync(new PrepareReports.Query(programmeId, input.CohortId, input.CutOff))));

    [HttpGet("{id:guid}/review")]
    public async Task<IActionResult> ReviewReport(Guid id) => View(await SendAsync(new ReviewReport.Query(id)));

    [HttpPost("{id:guid}/review")]
    public Task<IActionResult> ReviewReport(Guid id, [Bind(Prefix = "Input")] ReviewReport.Command input) =>
        PostAsync(
            input with { Id = id },
            done: _ => RedirectToAction(nameof(ReviewReport), new { id }),
            again: async () => View(await SendAsync(new ReviewReport.Query(id)) with { Input = input }));

    [HttpPost("{id:guid}/send")]
    public Task<IActionResult> SendReport(Guid id) =>
        PostAsync(
            new SendReport.Command(id),
            done: _ => RedirectToAction(nameof(ListReports)),
            again: async () => View(nameof(ReviewReport), await SendAsync(new ReviewReport.Query(id))));

    [HttpPost("{id:guid}/recall")]
    public Task<IActionResult> RecallReport(Guid id) =>
        PostAsync(
            new RecallReport.Command(id),
            done: _ => RedirectToAction(nameof(ListReports)),
            again: async () => View(nameof(ListReports), await SendAsync(new ListReports.Query())));

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> ReadReport(ReadReport.Query query) => View(await SendAsync(query));

    [HttpPost("{id:guid}/open")]
    public Task<IActionResult> OpenReport(Guid id) =>
        PostAsync(
            new OpenReport.Command(id),
            done: _ => RedirectToAction(nameof(ReadReport), new { id }),
            again: async () => View(nameof(ReadReport), await SendAsync(new ReadReport.Query(id))));

    [HttpGet("{id:guid}/report.pdf")]
    public async Task<IActionResult> DownloadReport(Guid id)
    {
        var file = await SendAsync(new DownloadReport.Query(id));
        return File(file.Bytes, "application/pdf", file.Name);
    }

    /// <summary>The look of a report's page; the same for everyone and about nobody.</summary>
    [HttpGet("report.css")]
    [ResponseCache(Duration = 86400, Location = ResponseCacheLocation.Any)]
    public IActionResult Stylesheet() => Content(FeedbackReportHtml.Stylesheet, "text/css");
}
