using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using TrainingLMS.Data;

namespace TrainingLMS.Migrations.Sqlite;

/// <summary>Lets <c>dotnet ef</c> build the model without the web application; never connects.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<AppDbContext>
{
    public AppDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<AppDbContext>();
        options.WithIdentityStores().UseAppDatabase(DatabaseProvider.Sqlite, "Data Source=design-time.db");
        return new AppDbContext(options.Options, ProgrammeScope.Everything);
    }
}
