using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace TrainingLMS.Data;

public enum DatabaseProvider
{
    Sqlite,
    SqlServer,
}

public static class DatabaseProviderExtensions
{
    private static readonly SqlitePragmas _pragmas = new();

    /// <summary>The one place that knows the providers, and the assembly where each one's migrations live.</summary>
    public static DbContextOptionsBuilder UseAppDatabase(
        this DbContextOptionsBuilder options, DatabaseProvider provider, string connectionString) => provider switch
        {
            DatabaseProvider.Sqlite => options
                .UseSqlite(connectionString, sqlite => sqlite.MigrationsAssembly("TrainingLMS.Migrations.Sqlite"))
                .AddInterceptors(_pragmas),
            DatabaseProvider.SqlServer => options.UseSqlServer(
                connectionString,
                server => server.MigrationsAssembly("TrainingLMS.Migrations.SqlServer").EnableRetryOnFailure()),
        };

    /// <summary>
    /// Identity reads its key lengths and schema from these options while the model is made, so the application
    /// and the migrations must say the same.
    /// </summary>
    public static void IdentityStores(IdentityOptions options)
    {
        options.Stores.MaxLengthForKeys = 128;
        options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
    }

    /// <summary>For contexts that are made without the application: design time and tests.</summary>
    public static DbContextOptionsBuilder WithIdentityStores(this DbContextOptionsBuilder options) =>
        options.UseApplicationServiceProvider(
            new ServiceCollection().Configure<IdentityOptions>(IdentityStores).BuildServiceProvider());
}
