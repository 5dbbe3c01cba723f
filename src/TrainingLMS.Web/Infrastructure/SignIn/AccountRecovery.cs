using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.Common;

namespace TrainingLMS.Web.Infrastructure.SignIn;

/// <summary>What an administrator does for somebody who cannot get in any more. Who may, is asked before.</summary>
public sealed class AccountRecovery(
    AppDbContext db, Passwords passwords, Invitations invitations, StaffSessions sessions, AccountNotices notices,
    AccountActs acts)
{
    /// <summary>Removes app, recovery codes and passkeys, ends all sessions, and tells the person.</summary>
    public async Task ResetFactorAsync(AppUser person, string reason, CancellationToken cancellationToken)
    {
        person.TwoFactorEnabled = false;
        person.EncryptedAuthenticatorKey = null;
        person.SecurityStamp = Tokens.Link();
        db.RemoveRange(await db.RecoveryCodes.Where(c => c.PersonId == person.Id).ToListAsync(cancellationToken));
        db.RemoveRange(await db.UserPasskeys.Where(p => p.UserId == person.Id).ToListAsync(cancellationToken));
        acts.Note("FactorReset", person.Id, reason.Trim());
        notices.FactorChanged(person);
        await sessions.EndAllAsync(person.Id, except: null, cancellationToken);
    }

    /// <summary>Another address: a new invitation to it before joining, afterwards word to the old one.</summary>
    /// <exception cref="RuleBrokenException">Somebody else has this address.</exception>
    public async Task ChangeAddressAsync(
        AppUser person, string email, Guid? programme, string? reason, CancellationToken cancellationToken)
    {
        var (address, earlier) = (email.Trim(), person.Email!);
        var normalised = passwords.Normalise(address);
        if (await db.Users.AnyAsync(u => u.NormalizedEmail == normalised && u.Id != person.Id, cancellationToken))
            throw new RuleBrokenException("This address cannot be used here. Choose another one.");

        (person.Email, person.UserName) = (address, address);
        (person.NormalizedEmail, person.NormalizedUserName) = (normalised, normalised);
        acts.Note("AddressChanged", person.Id, reason?.Trim());
        if (person.PasswordHash is null)
            await invitations.SendAsync(person, programme, cancellationToken);
        else
            notices.AddressChanged(person, earlier);
    }
}
