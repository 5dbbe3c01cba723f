using Microsoft.Extensions.DependencyInjection;
using TrainingLMS.Data;
using TrainingLMS.Data.Identity;
using TrainingLMS.Testing;
using TrainingLMS.Web.Infrastructure.SignIn;

namespace TrainingLMS.BrowserTests;

/// <summary>People who can sign in by themselves, with a password and an authenticator.</summary>
public static class Staff
{
    public const string Password = "otter lamp quiet gravel";

    public static async Task<StaffMember> StaffAsync(this AppFixture app, bool withAuthenticator = true)
    {
        var user = await app.UserAsync();
        var key = Totp.NewKey();
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        await db.WriteAsync(async () =>
        {
            var row = (await db.Users.FindAsync(user.Id))!;
            scope.ServiceProvider.GetRequiredService<Passwords>().Set(row, Password);
            if (withAuthenticator)
            {
                await scope.ServiceProvider.GetRequiredService<PersonStore>()
                    .SetAuthenticatorKeyAsync(row, Totp.ToBase32(key), CancellationToken.None);
                row.TwoFactorEnabled = true;
                row.LegalName = row.DisplayName;
            }

            return true;
        });
        return new StaffMember(user, key);
    }

    public static string CodeOf(this AppFixture app, StaffMember person) =>
        Totp.CodeAt(person.Key, Totp.StepOf(app.Clock.GetUtcNow()));
}

public sealed record StaffMember(AppUser User, byte[] Key);
