using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Audit;
using TrainingLMS.Web.Infrastructure.Instruments;
using TrainingLMS.Web.Infrastructure.Learning;

namespace TrainingLMS.Web.Infrastructure;

public static class DatabaseSetup
{
    public const string DefaultFile = "traininglms.db";

    /// <summary>SQLite beside the program unless a provider and a connection string say otherwise.</summary>
    public static IServiceCollection AddAppDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        var provider = configuration.GetValue("Database:Provider", DatabaseProvider.Sqlite);
        var connection = configuration.GetConnectionString("TrainingLMS") ?? $"Data Source={DefaultFile}";

        services.Configure<IdentityOptions>(DatabaseProviderExtensions.IdentityStores);
        services.AddScoped<ProgrammeScope>();
        services.AddDbContext<AppDbContext>((services, options) => options
            .UseAppDatabase(provider, connection)
            .UseApplicationServiceProvider(services)
            .AddInterceptors(new AuditTrail(
                () => services.GetRequiredService<CurrentUser>().Actor,
                services.GetRequiredService<IDataProtectionProvider>(),
                services.GetRequiredService<TimeProvider>())));
        services.AddScoped<SubjectKeys>();
        services.AddScoped<AuditReader>();
        services.AddScoped<AuditChain>();
        return services;
    }

    /// <summary>An own scope that sees every programme; for jobs, verbs and start-up, never for a request.</summary>
    public static AppDbContext OpenEverything(this IServiceProvider services) =>
        new(services.GetRequiredService<DbContextOptions<AppDbContext>>(), ProgrammeScope.Everything);

    public static async Task MigrateAsync(this IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await using var db = scope.ServiceProvider.OpenEverything();
        await db.Database.MigrateAsync();
        await scope.ServiceProvider.GetRequiredService<InstrumentPublisher>().EnsureAsync(db);
        await scope.ServiceProvider.GetRequiredService<ModulePublisher>().EnsureFirstAsync(db);
    }
}
