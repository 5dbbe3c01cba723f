using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;

namespace TrainingLMS.Web.Infrastructure;

/// <summary>Reads the person and their roles afresh on each request: a right taken away is gone at once.</summary>
public sealed class CurrentUserMiddleware(RequestDelegate next, TimeProvider clock)
{
    /// <summary>Claim of a session in which the second factor has been shown.</summary>
    public const string SecondFactor = "second-factor";

    public async Task InvokeAsync(HttpContext context, CurrentUser user, AppDbContext db)
    {
        user.Address = context.Connection.RemoteIpAddress?.ToString();
        if (Guid.TryParse(context.User.FindFirstValue(ClaimTypes.NameIdentifier), out var id))
            await LoadAsync(id, context.User.HasClaim(c => c.Type == SecondFactor), user, db, context.RequestAborted);

        await next(context);
    }

    private async Task LoadAsync(
        Guid id, bool secondFactor, CurrentUser user, AppDbContext db, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var rows = await (
            from person in db.Users
            where person.Id == id && person.DeactivatedAt == null
            from membership in db.Memberships.IgnoreQueryFilters()
                .Where(m => m.PersonId == person.Id && m.From <= today && (m.To == null || m.To > today))
                .DefaultIfEmpty()
            orderby membership!.From
            select new
            {
                person.DisplayName,
                person.TimeZone,
                person.Language,
                person.IsInstallationAdministrator,
                Membership = membership == null ? null : new { membership.ProgrammeId, membership.Role },
            }).AsNoTracking().ToListAsync(cancellationToken);

        if (rows is not [var person0, ..])
            return;

        if (!secondFactor)
        {
            user.HalfSignIn(id, person0.DisplayName);
            return;
        }

        var roles = rows.Where(r => r.Membership is not null)
            .Select(r => (r.Membership!.ProgrammeId, r.Membership.Role)).ToList();
        user.SignIn(
            id, person0.DisplayName, person0.TimeZone, person0.Language, person0.IsInstallationAdministrator, roles);
        db.Scope.Include(user.Programmes);
    }
}
