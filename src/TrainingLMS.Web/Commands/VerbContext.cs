using Microsoft.Data.Sqlite;
using TrainingLMS.Data;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.Web.Commands;

/// <summary>What verbs share: the terminal, and the application's services without a web server.</summary>
public sealed class VerbContext(Terminal terminal, IReadOnlyDictionary<string, string?>? settings)
{
    public Terminal Terminal { get; } = terminal;

    /// <summary>The same sources as the web application's, in the same order.</summary>
    public IConfiguration Configuration { get; } = new ConfigurationBuilder()
        .SetBasePath(AppContext.BaseDirectory)
        .AddJsonFile("appsettings.json", optional: true)
        .AddEnvironmentVariables()
        .AddInMemoryCollection(settings ?? new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase))
        .Build();

    public DatabaseProvider Provider => Configuration.GetValue("Database:Provider", DatabaseProvider.Sqlite);

    public ServiceProvider Services(IReadOnlyDictionary<string, string?>? more = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddConfiguration(Configuration)
            .AddInMemoryCollection(more ?? new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase))
            .Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging();
        WebSetup.AddServices(services, configuration);
        return services.BuildServiceProvider();
    }

    /// <summary>The SQLite file that the configuration names.</summary>
    public string DatabaseFile => Path.GetFullPath(new SqliteConnectionStringBuilder(
        Configuration.GetConnectionString("TrainingLMS") ?? $"Data Source={DatabaseSetup.DefaultFile}").DataSource);
}
