using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using TrainingLMS.Data;

namespace TrainingLMS.Migrations.SqlServer;

/// <summary>Lets <c>dotnet ef</c> build the model without the web application; never connects.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<AppDbContext>
{
    public AppDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<AppDbContext>();
        options.WithIdentityStores().UseAppDatabase(DatabaseProvider.SqlServer, "Server=design-time;Database=TrainingLMS");
        return new AppDbContext(options.Options, ProgrammeScope.Everything);
    }
}
