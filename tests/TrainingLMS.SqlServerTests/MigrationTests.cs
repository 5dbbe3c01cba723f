using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;

namespace TrainingLMS.SqlServerTests;

public sealed class MigrationTests
{
    public static TheoryData<DatabaseProvider> Providers => Model.Providers;

    [Theory]
    [MemberData(nameof(Providers))]
    public void The_migrations_of_each_database_cover_the_model(DatabaseProvider provider)
    {
        using var db = Model.Context(provider);

        Assert.NotEmpty(db.Database.GetMigrations());
        Assert.False(db.Database.HasPendingModelChanges(), $"The model has changed: add a migration for {provider}, too.");
    }

    [Fact]
    public void Both_databases_have_the_same_migrations()
    {
        using var sqlite = Model.Context(DatabaseProvider.Sqlite);
        using var server = Model.Context(DatabaseProvider.SqlServer);

        Assert.Equal(Names(sqlite), Names(server));

        static IEnumerable<string> Names(AppDbContext db) => db.Database.GetMigrations().Select(m => m[(m.IndexOf('_', StringComparison.Ordinal) + 1)..]);
    }
}
