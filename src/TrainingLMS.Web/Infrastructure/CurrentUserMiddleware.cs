using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Web.Infrastructure.SignIn;

namespace TrainingLMS.Web.Infrastructure;

/// <summary>Reads the person and their roles afresh on each request: a right taken away is gone at once.</summary>
public sealed class CurrentUserMiddleware(RequestDelegate next, TimeProvider clock)
{
    /// <summary>Claim of a session in which the second factor has been shown.</summary>
    public const string SecondFactor = "second-factor";

    public async Task InvokeAsync(HttpContext context, CurrentUser user, AppDbContext db)
    {
        // A problem's page is a second pass of the same request: the person is known, or the database is what failed.
        if (context.Request.Path.StartsWithSegments("/problem", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        user.RequestId = context.TraceIdentifier;
        user.Address = context.Connection.RemoteIpAddress?.ToString();
        user.SessionId = Guid.TryParse(context.User.FindFirstValue(StaffSessions.SessionClaim), out var session) ? session : null;
        if (Guid.TryParse(context.User.FindFirstValue(ClaimTypes.NameIdentifier), out var id))
            await LoadAsync(id, context.User.HasClaim(c => c.Type == SecondFactor), user, db, context.RequestAborted);

        context.Features.Set(user); // an error is handled in a scope of its own
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
            from programme in db.Programmes.Where(p => p.Id == membership!.ProgrammeId).DefaultIfEmpty()
            orderby membership!.From
            select new
            {
                person.DisplayName,
                person.TimeZone,
                person.Language,
                person.IsInstallationAdministrator,
                Membership = membership == null ? null : new { membership.ProgrammeId, membership.Role },
                Programme = programme == null ? null : new { programme.Name, programme.Synthetic },
                AllIsSynthetic = person.IsInstallationAdministrator && db.Programmes.Any() && db.Programmes.All(p => p.Synthetic),
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
        var programmes = rows.Where(r => r.Programme is not null).Select(r => r.Programme!).ToList();
        user.Join(
            [.. programmes.Select(p => p.Name).Distinct(StringComparer.Ordinal)],
            person0.AllIsSynthetic || programmes.Exists(p => p.Synthetic));
        db.Scope.Include(user.Programmes);
    }
}
