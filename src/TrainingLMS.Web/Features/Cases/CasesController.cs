using MediatR;
using Microsoft.AspNetCore.Mvc;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.Web.Features.Cases;

[Route("cases")]
public sealed class CasesController(IMediator mediator) : FeatureController(mediator)
{
    [HttpGet("")]
    public async Task<IActionResult> ListCases() => View(await SendAsync(new ListCases.Query()));

    [HttpGet("new")]
    public async Task<IActionResult> AddCase(Guid? programmeId) => View(await SendAsync(new AddCase.Query(programmeId)));

    [HttpPost("new")]
    public Task<IActionResult> AddCase([Bind(Prefix = "Input")] AddCase.Command input) =>
        PostAsync(
            input,
            done: caseId => RedirectToAction(nameof(ReadCase), new { caseId }),
            again: async () => View(await SendAsync(new AddCase.Query(input.ProgrammeId)) with { Input = input }));

    [HttpGet("{caseId:guid}")]
    public async Task<IActionResult> ReadCase(ReadCase.Query query) => View(await SendAsync(query));

    [HttpGet("{caseId:guid}/consent")]
    public async Task<IActionResult> RecordConsent(RecordConsent.Query query) => View(await SendAsync(query));

    [HttpPost("{caseId:guid}/consent")]
    public Task<IActionResult> RecordConsent(Guid caseId, [Bind(Prefix = "Input")] RecordConsent.Command input) =>
        PostAsync(
            input with { CaseId = caseId },
            done: _ => RedirectToAction(nameof(ReadCase), new { caseId }),
            again: async () => View(await SendAsync(new RecordConsent.Query(caseId)) with { Input = input }));

    [HttpGet("{caseId:guid}/consent/withdraw")]
    public async Task<IActionResult> WithdrawConsent(WithdrawConsent.Query query) => View(await SendAsync(query));

    [HttpPost("{caseId:guid}/consent/withdraw")]
    public Task<IActionResult> WithdrawConsentNow(Guid caseId) =>
        PostAsync(
            new WithdrawConsent.Command(caseId),
            done: _ => RedirectToAction(nameof(ReadCase), new { caseId }),
            again: async () => View(nameof(WithdrawConsent), await SendAsync(new WithdrawConsent.Query(caseId))));

    [HttpGet("{caseId:guid}/contact")]
    public async Task<IActionResult> KeepContact(KeepContact.Query query) => View(await SendAsync(query));

    [HttpPost("{caseId:guid}/contact")]
    public Task<IActionResult> KeepContact(Guid caseId, [Bind(Prefix = "Input")] KeepContact.Command input) =>
        PostAsync(
            input with { CaseId = caseId },
            done: _ => RedirectToAction(nameof(KeepContact), new { caseId }),
            again: async () => View(await SendAsync(new KeepContact.Query(caseId)) with { Input = input }));

    [HttpPost("{caseId:guid}/contact/destroy")]
    public Task<IActionResult> DestroyContact(Guid caseId) =>
        PostAsync(
            new KeepContact.Destroy(caseId),
            done: _ => RedirectToAction(nameof(KeepContact), new { caseId }),
            again: async () => View(nameof(KeepContact), await SendAsync(new KeepContact.Query(caseId))));

    [HttpGet("{caseId:guid}/end")]
    public async Task<IActionResult> EndCase(EndCase.Query query) => View(await SendAsync(query));

    [HttpPost("{caseId:guid}/end")]
    public Task<IActionResult> EndCase(Guid caseId, [Bind(Prefix = "Input")] EndCase.Command input) =>
        PostAsync(
            input with { CaseId = caseId },
            done: _ => RedirectToAction(nameof(ReadCase), new { caseId }),
            again: async () => View(await SendAsync(new EndCase.Query(caseId)) with { Input = input }));
}
