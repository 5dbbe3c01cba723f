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
    // A list sent as one value: with a value for each member EF Core would write the SQL anew at every execution, all
    // requests of a query one after the other. The filter by programme puts such a list into every query.
    private const ParameterTranslationMode Lists = ParameterTranslationMode.Parameter;

    private static readonly SqlitePragmas _pragmas = new();

    /// <summary>The one place that knows the providers, and the assembly where each one's migrations live.</summary>
    public static DbContextOptionsBuilder UseAppDatabase(
        this DbContextOptionsBuilder options, DatabaseProvider provider, string connectionString) => provider switch
        {
            DatabaseProvider.Sqlite => options
                .UseSqlite(
                    connectionString,
                    sqlite => sqlite.MigrationsAssembly("TrainingLMS.Migrations.Sqlite").UseParameterizedCollectionMode(Lists))
                .AddInterceptors(_pragmas),
            DatabaseProvider.SqlServer => options.UseSqlServer(
                connectionString,
                server => server.MigrationsAssembly("TrainingLMS.Migrations.SqlServer")
                    .UseParameterizedCollectionMode(Lists).EnableRetryOnFailure()),
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
