using MediatR;
using Microsoft.AspNetCore.Mvc;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Today;

/// <summary>The first page: what expires first, then what comes next, for each of the person's roles.</summary>
public sealed class TodayController(IMediator mediator, CurrentUser user) : FeatureController(mediator)
{
    [HttpGet("/")]
    public async Task<IActionResult> Show()
    {
        if (user.Is(Who.HalfSignedIn))
            return LocalRedirect(Ways.SecondFactor);
        if (!user.IsSignedIn)
            return LocalRedirect(Ways.SignIn);

        var days = new List<object>();
        if (user.Is(Who.Therapist))
            days.Add(await SendAsync(new ShowTherapistDay.Query()));
        if (user.Is(Who.Consultant))
            days.Add(await SendAsync(new ShowConsultantDay.Query()));
        if (user.Is(Who.Trainer))
            days.Add(await SendAsync(new ShowTrainerDay.Query()));
        if (user.Is(Who.ProgrammeAdministrator))
            days.Add(await SendAsync(new ShowProgrammeDay.Query()));
        if (user.Is(Who.Researcher) || user.Is(Who.PrincipalInvestigator))
            days.Add(await SendAsync(new ShowStudyDay.Query()));
        if (user.Is(Who.InstallationAdministrator))
            days.Add(await SendAsync(new ShowInstallationDay.Query()));
        return View(days);
    }
}
