using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using TrainingLMS.Data.Identity;

namespace TrainingLMS.Web.Infrastructure.SignIn;

public static class SignInSetup
{
    /// <summary>Passwords above the framework's own number of rounds; today's advice for PBKDF2 with SHA-512.</summary>
    private const int PasswordIterations = 210_000;

    public static IServiceCollection AddStaffSignIn(this IServiceCollection services)
    {
        services.AddSingleton<PublicAddress>();
        services.AddScoped<Throttling>();
        services.AddScoped<Passwords>();
        services.AddScoped<SecondFactor>();
        services.AddScoped<OneTimeLinks>();
        services.AddScoped<StaffSessions>();
        services.AddScoped<AccountNotices>();
        services.AddScoped<AccountActs>();
        services.AddScoped<Invitations>();
        services.AddScoped<AccountRecovery>();
        services.AddScoped<PersonStore>();
        services.AddScoped<IUserStore<AppUser>>(provider => provider.GetRequiredService<PersonStore>());
        services.AddIdentityCore<AppUser>(identity =>
        {
            identity.User.RequireUniqueEmail = true;
            identity.User.AllowedUserNameCharacters = null!;
        });
        services.Configure<PasswordHasherOptions>(hashing => hashing.IterationCount = PasswordIterations);
        services.AddAuthentication(StaffSessions.Scheme)
            .AddScheme<AuthenticationSchemeOptions, StaffSessionHandler>(StaffSessions.Scheme, configureOptions: null);
        return services;
    }
}
