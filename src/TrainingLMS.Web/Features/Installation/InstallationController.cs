using MediatR;
using Microsoft.AspNetCore.Mvc;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Installation;

[Route("installation")]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class InstallationController(IMediator mediator) : FeatureController(mediator)
{
    [HttpGet("")]
    public async Task<IActionResult> FindAccount(FindAccount.Query query) => View(await SendAsync(query));

    [HttpPost("{personId:guid}/factor")]
    public Task<IActionResult> RemoveFactor(Guid personId, [Bind(Prefix = "Input")] RemoveFactor.Command input) =>
        ChangeAsync(input with { PersonId = personId }, personId);

    [HttpPost("{personId:guid}/address")]
    public Task<IActionResult> MoveAddress(Guid personId, [Bind(Prefix = "Input")] MoveAddress.Command input) =>
        ChangeAsync(input with { PersonId = personId }, personId);

    [HttpPost("administrators")]
    public Task<IActionResult> InviteAdministrator([Bind(Prefix = "Input")] InviteAdministrator.Command input) =>
        ChangeAsync(input, shown: null);

    [HttpPost("administrators/{personId:guid}/end")]
    public Task<IActionResult> EndAdministrator(Guid personId) =>
        ChangeAsync(new EndAdministrator.Command(personId), shown: null);

    /// <summary>Back to the page, with the account that was dealt with; or the same page with what is wrong.</summary>
    private Task<IActionResult> ChangeAsync(ICommand<Guid> command, Guid? shown) => PostAsync(
        command,
        done: _ => RedirectToAction(nameof(FindAccount), new { personId = shown }),
        again: async () => View(nameof(FindAccount), await SendAsync(new FindAccount.Query(PersonId: shown))));
}
