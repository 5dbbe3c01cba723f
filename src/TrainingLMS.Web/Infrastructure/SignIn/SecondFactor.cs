using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using QRCoder;
using TrainingLMS.Data;
using TrainingLMS.Data.Identity;

namespace TrainingLMS.Web.Infrastructure.SignIn;

/// <summary>The authenticator app and the recovery codes of a person.</summary>
public sealed class SecondFactor(
    AppDbContext db, PersonStore store, IDataProtectionProvider protection, TimeProvider clock)
{
    private const int RecoveryCodes = 10;

    private static readonly TimeSpan _enrolmentTime = TimeSpan.FromMinutes(30);

    // Not the framework's time-limited kind: that one reads the machine's clock.
    private readonly IDataProtector _protector = protection.CreateProtector("AuthenticatorEnrolment");

    /// <summary>Whether the code is right; and if so it is used up.</summary>
    public async Task<bool> TakeCodeAsync(AppUser person, string typed, CancellationToken cancellationToken)
    {
        if (await store.GetAuthenticatorKeyAsync(person, cancellationToken) is not { } key
            || Totp.FindStep(Totp.FromBase32(key), typed, clock.GetUtcNow()) is not { } step)
            return false;

        // Of two that come with the same code one is let through.
        return await db.Users
            .Where(u => u.Id == person.Id && (u.LastAuthenticatorStep == null || u.LastAuthenticatorStep < step))
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.LastAuthenticatorStep, step), cancellationToken) == 1;
    }

    public Task<bool> TakeRecoveryCodeAsync(AppUser person, string typed, CancellationToken cancellationToken) =>
        store.RedeemCodeAsync(person, typed, cancellationToken);

    public Task<int> RecoveryCodesLeftAsync(AppUser person, CancellationToken cancellationToken) =>
        store.CountCodesAsync(person, cancellationToken);

    /// <summary>
    /// A key for the app. It stays in the page, sealed, until the first right code comes back: showing a page changes
    /// nothing.
    /// </summary>
    public Enrolment Offer(Guid person, string account, string? earlier = null)
    {
        var key = earlier is null ? null : Open(person, earlier);
        var fresh = key is null;
        key ??= Totp.NewKey();
        return new Enrolment(
            fresh ? Seal(person, key) : earlier!,
            string.Join(' ', Totp.ToBase32(key).Chunk(4).Select(c => new string(c))),
            Totp.Address(key, account));
    }

    /// <summary>Takes the app for this person if it shows the right code; the old app and codes are void then.</summary>
    /// <returns>The new recovery codes, shown once; nothing when the code was wrong.</returns>
    public async Task<IReadOnlyList<string>?> EnrolAsync(
        AppUser person, string sealedKey, string typed, CancellationToken cancellationToken)
    {
        if (Open(person.Id, sealedKey) is not { } key || Totp.FindStep(key, typed, clock.GetUtcNow()) is not { } step)
            return null;

        await store.SetAuthenticatorKeyAsync(person, Totp.ToBase32(key), cancellationToken);
        person.LastAuthenticatorStep = step;
        person.TwoFactorEnabled = true;
        person.SecurityStamp = Tokens.Link();
        return await NewRecoveryCodesAsync(person, cancellationToken);
    }

    public async Task<IReadOnlyList<string>> NewRecoveryCodesAsync(AppUser person, CancellationToken cancellationToken)
    {
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => Tokens.Typed().Insert(5, "-")).ToList();
        await store.ReplaceCodesAsync(person, codes, cancellationToken);
        return codes;
    }

    private string Seal(Guid person, byte[] key) => _protector.Protect(string.Create(
        CultureInfo.InvariantCulture,
        $"{person:N} {(clock.GetUtcNow() + _enrolmentTime).ToUnixTimeSeconds()} {Totp.ToBase32(key)}"));

    private byte[]? Open(Guid person, string sealedKey)
    {
        try
        {
            return _protector.Unprotect(sealedKey).Split(' ') is [var owner, var until, var key]
                && owner == person.ToString("N")
                && long.Parse(until, CultureInfo.InvariantCulture) > clock.GetUtcNow().ToUnixTimeSeconds()
                    ? Totp.FromBase32(key)
                    : null; // too old or somebody else's: the page offers a new key
        }
        catch (CryptographicException)
        {
            return null; // not ours at all
        }
    }

    /// <param name="Sealed">Comes back with the form.</param>
    /// <param name="Key">For typing, in groups of four.</param>
    /// <param name="Address">What the QR says.</param>
    public sealed record Enrolment(string Sealed, string Key, string Address)
    {
        private const int QuietZone = 4;

        /// <summary>The QR as the d of one SVG path, a square a module.</summary>
        public (string Path, int Size) Qr()
        {
            using var generator = new QRCodeGenerator();
            using var data = generator.CreateQrCode(Address, QRCodeGenerator.ECCLevel.M);
            var rows = data.ModuleMatrix; // with its quiet zone of four modules
            var path = new StringBuilder();
            for (var y = QuietZone; y < rows.Count - QuietZone; y++)
            {
                for (var x = QuietZone; x < rows.Count - QuietZone; x++)
                {
                    if (rows[y][x])
                        path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
                }
            }

            return (path.ToString(), rows.Count);
        }
    }
}
