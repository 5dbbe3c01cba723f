using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Identity;

namespace TrainingLMS.Web.Infrastructure.SignIn;

/// <summary>
/// Identity's store, except for what it would keep in clear: the authenticator's key is encrypted, recovery codes are
/// hashed and work once.
/// </summary>
public sealed class PersonStore(AppDbContext db, IDataProtectionProvider protection, TimeProvider clock)
    : UserOnlyStore<AppUser, AppDbContext, Guid>(db)
{
    // Slow on purpose: a code has 50 bits, which a plain hash would not protect.
    private const int CodeIterations = 100_000;

    private readonly IDataProtector _protector = protection.CreateProtector("AuthenticatorKey");

    public override Task<string?> GetAuthenticatorKeyAsync(AppUser user, CancellationToken cancellationToken) =>
        Task.FromResult(user.EncryptedAuthenticatorKey is { } key ? Totp.ToBase32(_protector.Unprotect(key)) : null);

    public override Task SetAuthenticatorKeyAsync(AppUser user, string key, CancellationToken cancellationToken)
    {
        user.EncryptedAuthenticatorKey = _protector.Protect(Totp.FromBase32(key));
        user.LastAuthenticatorStep = null;
        return Task.CompletedTask;
    }

    public override async Task ReplaceCodesAsync(
        AppUser user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken)
    {
        Context.RemoveRange(await Context.RecoveryCodes.Where(c => c.PersonId == user.Id).ToListAsync(cancellationToken));
        Context.AddRange(recoveryCodes.Select(c => new RecoveryCode { PersonId = user.Id, Hash = Hash(user.Id, c) }));
    }

    public override async Task<bool> RedeemCodeAsync(AppUser user, string code, CancellationToken cancellationToken)
    {
        var hash = Hash(user.Id, code);
        var now = clock.GetUtcNow();
        return await Context.RecoveryCodes
            .Where(c => c.PersonId == user.Id && c.Hash == hash && c.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, now), cancellationToken) == 1;
    }

    public override Task<int> CountCodesAsync(AppUser user, CancellationToken cancellationToken) =>
        Context.RecoveryCodes.CountAsync(c => c.PersonId == user.Id && c.UsedAt == null, cancellationToken);

    private static string Hash(Guid person, string code) => Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(
        Encoding.UTF8.GetBytes(Tokens.Clean(code)), person.ToByteArray(), CodeIterations, HashAlgorithmName.SHA256, 32));
}
