using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;

namespace TrainingLMS.Web.Infrastructure.SignIn;

/// <summary>Brings people into programmes: one person has one account, however many roles.</summary>
public sealed class Invitations(
    AppDbContext db, Passwords passwords, OneTimeLinks links, AccountNotices notices, CurrentUser user, TimeProvider clock)
{
    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>Gives the roles, and leaves a mail: with a link to somebody without a password, with the news to others.</summary>
    public async Task<AppUser> InviteAsync(
        Programme programme, string email, string name, IReadOnlyCollection<Role> roles, string? therapistCode,
        CancellationToken cancellationToken)
    {
        var person = await FindOrAddAsync(email, name, programme.TimeZone, programme.Language, cancellationToken);
        await GiveAsync(programme.Id, person.Id, roles, therapistCode, cancellationToken);
        if (person.PasswordHash is null)
            await SendAsync(person, programme.Id, cancellationToken);
        else
            notices.Added(person, user.DisplayName, programme.Id);
        return person;
    }

    /// <summary>Somebody who administers the installation, too. Again for the same person: the invitation again.</summary>
    public async Task<AppUser> InviteAdministratorAsync(string email, string name, CancellationToken cancellationToken)
    {
        var person = await FindOrAddAsync(email, name, user.TimeZone ?? "Etc/UTC", user.Language ?? "en", cancellationToken);
        if (person is { IsInstallationAdministrator: true, PasswordHash: not null })
            throw new RuleBrokenException("This person administers the installation already.");

        person.IsInstallationAdministrator = true;
        if (person.PasswordHash is null)
            await SendAsync(person, programme: null, cancellationToken);
        else
            notices.Added(person, user.DisplayName, programme: null);
        return person;
    }

    /// <summary>The link again, to the address of today; the old one stops working.</summary>
    public async Task SendAsync(AppUser person, Guid? programme, CancellationToken cancellationToken)
    {
        if (person.PasswordHash is not null)
            throw new RuleBrokenException("This person has joined already.");

        var token = await links.IssueAsync(
            OneTimePurpose.Invitation, person.Id, OneTimeLinks.InvitationTime, cancellationToken);
        notices.Invite(person, user.DisplayName, token, programme);
    }

    /// <summary>Adds the roles that the person does not hold yet; a therapist gets a code.</summary>
    public async Task GiveAsync(
        Guid programme, Guid person, IReadOnlyCollection<Role> roles, string? therapistCode,
        CancellationToken cancellationToken)
    {
        var held = await db.Memberships
            .Where(m => m.ProgrammeId == programme && m.PersonId == person && m.To == null)
            .Select(m => m.Role).ToListAsync(cancellationToken);
        var added = roles.Distinct().Except(held).ToList();
        if (added.Count == 0)
            throw new RuleBrokenException("This person has these roles already.");

        db.Memberships.AddRange(added.Select(role => new Membership
        {
            ProgrammeId = programme,
            PersonId = person,
            Role = role,
            From = Today,
        }));
        if (added.Contains(Role.Therapist))
            await GiveCodeAsync(programme, person, therapistCode, cancellationToken);
    }

    private async Task<AppUser> FindOrAddAsync(
        string email, string name, string timeZone, string language, CancellationToken cancellationToken)
    {
        var address = email.Trim();
        var normalised = passwords.Normalise(address);
        if (await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == normalised, cancellationToken) is { } known)
        {
            return known.DeactivatedAt is null ? known : throw new RuleBrokenException(
                "This account is deactivated. Reactivate it instead of inviting the person anew.");
        }

        var person = new AppUser
        {
            Id = Guid.CreateVersion7(),
            UserName = address,
            NormalizedUserName = normalised,
            Email = address,
            NormalizedEmail = normalised,
            SecurityStamp = Tokens.Link(),
            DisplayName = name.Trim(),
            TimeZone = timeZone,
            Language = language,
            CreatedAt = clock.GetUtcNow(),
        };
        db.Users.Add(person);
        return person;
    }

    private async Task GiveCodeAsync(
        Guid programme, Guid person, string? wanted, CancellationToken cancellationToken)
    {
        if (await db.TherapistProfiles.AnyAsync(p => p.ProgrammeId == programme && p.PersonId == person, cancellationToken))
            return;

        var taken = await db.TherapistProfiles.Where(p => p.ProgrammeId == programme)
            .Select(p => p.Code).ToListAsync(cancellationToken);
        var code = string.IsNullOrWhiteSpace(wanted) ? NextFree(taken) : Code.Normalise(wanted);
        if (taken.Contains(code, StringComparer.Ordinal))
            throw new RuleBrokenException("The code {0} is taken. Choose another one.", code);

        db.TherapistProfiles.Add(new TherapistProfile { ProgrammeId = programme, PersonId = person, Code = code });
    }

    private static string NextFree(List<string> taken) => Enumerable.Range(1, taken.Count + 1)
        .Select(n => "T-" + n.ToString("00", CultureInfo.InvariantCulture))
        .First(code => !taken.Contains(code, StringComparer.Ordinal));
}
