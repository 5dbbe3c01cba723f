using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.People;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.People;

/// <summary>Whom the administrator of a programme may deal with.</summary>
public static class PeopleRules
{
    public static Grant<T> Administrator<T>(Func<T, Guid> programme) =>
        Allow.InProgramme(Role.ProgrammeAdministrator, programme);

    public static Grant<T> AdministratorOfAny<T>(Func<T, Guid?> programme) => Allow.To<T>(
        Who.ProgrammeAdministrator, "programme", (request, user, _) => Task.FromResult(
            programme(request) is not { } one || user.Holds(Role.ProgrammeAdministrator, one)));

    /// <summary>A person who is or was in this programme; nobody else exists here.</summary>
    public static async Task<AppUser> PersonInAsync(
        this AppDbContext db, Guid programme, Guid person, CancellationToken cancellationToken) =>
        await db.Users.SingleOrDefaultAsync(
            u => u.Id == person && db.Memberships.Any(m => m.ProgrammeId == programme && m.PersonId == u.Id),
            cancellationToken) ?? throw new NotFoundException();

    /// <summary>
    /// The account itself belongs to all programmes of its person: only who administers every one of them may change it.
    /// </summary>
    public static async Task<AppUser> AccountOfAsync(
        this AppDbContext db, CurrentUser user, Guid programme, Guid person, CancellationToken cancellationToken)
    {
        var found = await db.PersonInAsync(programme, person, cancellationToken);
        if (found.Id == user.Id)
            throw new RuleBrokenException("This is your own account. Ask another administrator.");

        if (!await db.IsAllTheirsAsync(user, found, cancellationToken))
        {
            throw new RuleBrokenException(
                "This person belongs to another programme, too. End the roles here; the account is for the installation's administrator, under Accounts.");
        }

        return found;
    }

    public static async Task<bool> IsAllTheirsAsync(
        this AppDbContext db, CurrentUser user, AppUser person, CancellationToken cancellationToken)
    {
        var mine = user.ProgrammesAs(Role.ProgrammeAdministrator);
        return !person.IsInstallationAdministrator && !await db.Memberships.IgnoreQueryFilters()
            .AnyAsync(m => m.PersonId == person.Id && m.To == null && !mine.Contains(m.ProgrammeId), cancellationToken);
    }
}
