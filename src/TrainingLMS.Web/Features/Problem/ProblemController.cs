using Microsoft.AspNetCore.Mvc;

namespace TrainingLMS.Web.Features.Problem;

/// <summary>What went wrong, in one sentence and with a way on; asks nothing of the database.</summary>
[Route("problem")]
public sealed class ProblemController : Controller
{
    [Route("{status:int}")]
    [IgnoreAntiforgeryToken]
    public IActionResult Show(int status) => View(status);
}
