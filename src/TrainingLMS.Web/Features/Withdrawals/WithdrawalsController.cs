using MediatR;
using Microsoft.AspNetCore.Mvc;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.Web.Features.Withdrawals;

[Route("withdrawals")]
public sealed class WithdrawalsController(IMediator mediator) : FeatureController(mediator)
{
    [HttpGet("")]
    public async Task<IActionResult> ListWithdrawals() => View(await SendAsync(new ListWithdrawals.Query()));

    [HttpPost("{withdrawalId:guid}/done")]
    public Task<IActionResult> FinishWithdrawal(Guid withdrawalId) =>
        PostAsync(
            new FinishWithdrawal.Command(withdrawalId),
            done: _ => RedirectToAction(nameof(ListWithdrawals)),
            again: async () => View(nameof(ListWithdrawals), await SendAsync(new ListWithdrawals.Query())));
}
