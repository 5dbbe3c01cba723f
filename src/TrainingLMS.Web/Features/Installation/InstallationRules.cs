using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.Common;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Installation;

/// <summary>Who looks after accounts that belong to more than one programme, and to none.</summary>
internal static class InstallationRules
{
    public const string SayHow = "Write how you made sure who this is: by telephone, in person, by video.";

    public static IReadOnlyList<Grant<T>> Administrator<T>() =>
        [Allow.To<T>(Who.InstallationAdministrator, "installation", (_, _, _) => Task.FromResult(true))];

    /// <summary>Anybody but oneself: nobody alone changes what lets them in.</summary>
    public static async Task<AppUser> SomebodyElseAsync(
        this AppDbContext db, CurrentUser user, Guid person, CancellationToken cancellationToken)
    {
        var found = await db.Users.SingleOrDefaultAsync(u => u.Id == person, cancellationToken)
            ?? throw new NotFoundException();
        return found.Id == user.Id
            ? throw new RuleBrokenException("This is your own account. Ask another administrator.")
            : found;
    }
}
