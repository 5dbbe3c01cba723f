using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.SignIn;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Installation;

/// <summary>
/// The account behind an address that somebody has given, and who administers the installation. No list of people: they
/// belong to their programmes.
/// </summary>
public static class FindAccount
{
    /// <param name="Email">The whole address.</param>
    /// <param name="PersonId">The one found before.</param>
    public sealed record Query(string? Email = null, Guid? PersonId = null) : IQuery<Page>;

    public sealed record Page(string? Searched, Account? Found, IReadOnlyList<Administrator> Administrators)
    {
        /// <summary>What the small forms of the page send back, each its own part.</summary>
        public Changes Input { get; init; } = new();
    }

    public sealed record Account(
        Guid Id, string Name, string Email, bool HasJoined, bool HasFactor, bool IsDeactivated, bool IsOwn);

    public sealed record Administrator(Guid Id, string Name, string Email, bool HasJoined, bool IsOwn);

    public sealed record Changes
    {
        public string? Reason { get; init; }

        public string? NewAddress { get; init; }

        public string? Ground { get; init; }

        public string? Name { get; init; }

        public string? Email { get; init; }
    }

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants => InstallationRules.Administrator<Query>();
    }

    public sealed class Handler(AppDbContext db, Passwords passwords, CurrentUser user) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var searched = string.IsNullOrWhiteSpace(request.Email) ? null : request.Email.Trim();
            var normalised = searched is null ? null : passwords.Normalise(searched);
            var found = searched is null && request.PersonId is null ? null : await db.Users
                .Where(u => request.PersonId != null ? u.Id == request.PersonId : u.NormalizedEmail == normalised)
                .Select(u => new Account(
                    u.Id, u.DisplayName, u.Email!, u.PasswordHash != null, u.TwoFactorEnabled, u.DeactivatedAt != null,
                    u.Id == user.Id))
                .SingleOrDefaultAsync(cancellationToken);
            var administrators = await db.Users.Where(u => u.IsInstallationAdministrator && u.DeactivatedAt == null)
                .OrderBy(u => u.DisplayName)
                .Select(u => new Administrator(u.Id, u.DisplayName, u.Email!, u.PasswordHash != null, u.Id == user.Id))
                .ToListAsync(cancellationToken);
            return new Page(searched, found, administrators);
        }
    }
}
