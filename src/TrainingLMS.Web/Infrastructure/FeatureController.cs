using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Localization;
using TrainingLMS.Domain.Common;
using TrainingLMS.Web.Pipeline;
using TrainingLMS.Web.Resources;

namespace TrainingLMS.Web.Infrastructure;

/// <summary>The view that answers this request, by the name of the action whose page it is.</summary>
public sealed record ShownView(string Name);

/// <summary>What all controllers share: they route, ask the mediator and show; nothing else.</summary>
[AutoValidateAntiforgeryToken]
public abstract class FeatureController(IMediator mediator) : Controller
{
    protected IMediator Mediator { get; } = mediator;

    public override void OnActionExecuted(ActionExecutedContext context)
    {
        if (context.Result is ViewResult shown)
            HttpContext.Features.Set(new ShownView(shown.ViewName ?? ControllerContext.ActionDescriptor.ActionName));
    }

    /// <summary>Posts a form: on success go on, otherwise show the same form again with what is wrong.</summary>
    protected async Task<IActionResult> PostAsync<TResponse>(
        ICommand<TResponse> command, Func<TResponse, IActionResult> done, Func<Task<IActionResult>> again)
    {
        if (ModelState.IsValid)
        {
            var text = HttpContext.RequestServices.GetRequiredService<IStringLocalizer<Text>>();
            try
            {
                return done(await Mediator.Send(command, HttpContext.RequestAborted));
            }
            catch (ValidationException e)
            {
                foreach (var error in e.Errors)
                    ModelState.AddModelError($"Input.{error.PropertyName}", text[error.ErrorMessage]);
            }
            catch (RuleBrokenException e)
            {
                ModelState.AddModelError(string.Empty, text[e.Message, [.. e.Arguments]]);
            }
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return await again();
    }

    protected Task<TResponse> SendAsync<TResponse>(IRequest<TResponse> request) =>
        Mediator.Send(request, HttpContext.RequestAborted);
}
