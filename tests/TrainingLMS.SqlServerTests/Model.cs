using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using TrainingLMS.Data;

namespace TrainingLMS.SqlServerTests;

/// <summary>The model as each database is told it, without a server.</summary>
internal static class Model
{
    public const string NoServer = "Server=unused;Database=unused";

    public static TheoryData<DatabaseProvider> Providers => [.. Enum.GetValues<DatabaseProvider>()];

    public static AppDbContext Context(DatabaseProvider provider, string? connectionString = null)
    {
        var options = new DbContextOptionsBuilder<AppDbContext>();
        options.WithIdentityStores().UseAppDatabase(
            provider, connectionString ?? (provider == DatabaseProvider.Sqlite ? "Data Source=unused.db" : NoServer));
        return new AppDbContext(options.Options, ProgrammeScope.Everything);
    }

    public static IModel Of(DatabaseProvider provider)
    {
        using var db = Context(provider);
        return db.GetService<IDesignTimeModel>().Model;
    }
}
