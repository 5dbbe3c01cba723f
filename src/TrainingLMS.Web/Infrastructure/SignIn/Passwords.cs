using FluentValidation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Identity;

namespace TrainingLMS.Web.Infrastructure.SignIn;

/// <summary>Asks for, checks and sets passwords.</summary>
public sealed class Passwords(AppDbContext db, IPasswordHasher<AppUser> hasher, ILookupNormalizer normaliser)
{
    private static string? _nobodysHash;

    public Task<AppUser?> FindAsync(string address, CancellationToken cancellationToken)
    {
        var normalised = Normalise(address);
        return db.Users.SingleOrDefaultAsync(
            u => u.NormalizedEmail == normalised && u.DeactivatedAt == null, cancellationToken);
    }

    public string Normalise(string address) => normaliser.NormalizeEmail(address.Trim());

    /// <summary>Takes as long for somebody who does not exist as for somebody who does.</summary>
    public bool IsRight(AppUser? person, string? password)
    {
        _nobodysHash ??= hasher.HashPassword(null!, Tokens.Link());
        var result = hasher.VerifyHashedPassword(person!, person?.PasswordHash ?? _nobodysHash, password ?? "");
        if (person?.PasswordHash is null)
            return false;

        if (result == PasswordVerificationResult.SuccessRehashNeeded)
            person.PasswordHash = hasher.HashPassword(person, password!);
        return result != PasswordVerificationResult.Failed;
    }

    /// <summary>For what needs the password once more: does the person who sits there know it?</summary>
    public async Task<bool> IsRightAsync(Guid person, string? password, CancellationToken cancellationToken) =>
        IsRight(await db.Users.SingleOrDefaultAsync(u => u.Id == person, cancellationToken), password);

    public void Set(AppUser person, string password)
    {
        person.PasswordHash = hasher.HashPassword(person, password);
        person.SecurityStamp = Tokens.Link();
        person.ConcurrencyStamp = Guid.NewGuid().ToString();
    }

    /// <summary>Why this password will not do, with the names that everybody here knows taken into account.</summary>
    public async Task<string?> ProblemAsync(
        string password, IEnumerable<string?> names, CancellationToken cancellationToken)
    {
        var organisations = await db.Organisations.Select(o => o.Name).ToListAsync(cancellationToken);
        return PasswordRules.Problem(password, [.. names, .. organisations]);
    }
}

public static class PasswordValidation
{
    /// <summary>The rules for a new password, as a rule of a form.</summary>
    public static IRuleBuilderOptionsConditions<T, string?> GoodPassword<T>(
        this IRuleBuilder<T, string?> rule, Passwords passwords,
        Func<T, CancellationToken, Task<IEnumerable<string?>>> names) =>
        rule.CustomAsync(async (password, context, cancellationToken) =>
        {
            var problem = await passwords.ProblemAsync(
                password ?? "", await names(context.InstanceToValidate, cancellationToken), cancellationToken);
            if (problem is not null)
                context.AddFailure(problem);
        });
}
