using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using TrainingLMS.Data;

namespace TrainingLMS.Web.Commands;

/// <summary>The schema as a script, for whoever runs the database. Needs no database.</summary>
public static class ExportSqlVerb
{
    public static Command Make(VerbContext context)
    {
        var provider = new Option<DatabaseProvider?>("--provider")
        {
            Description = "Sqlite or SqlServer; the configured one unless said.",
        };
        var verb = new Command(
            "export-sql",
            "Print the schema as SQL. For SQL Server the script may be run on any earlier version, also twice; "
            + "for SQLite it makes a new database.")
        {
            provider,
        };
        verb.SetAction(parsed => Print(context, parsed.GetValue(provider) ?? context.Provider));
        return verb;
    }

    private static int Print(VerbContext context, DatabaseProvider provider)
    {
        var options = new DbContextOptionsBuilder<AppDbContext>()
            .UseAppDatabase(provider, provider == DatabaseProvider.Sqlite ? "Data Source=:memory:" : "Server=none")
            .WithIdentityStores();
        using var db = new AppDbContext((DbContextOptions<AppDbContext>)options.Options, ProgrammeScope.Everything);

        // SQLite has no IF, so a script that may run twice cannot be written for it.
        var script = db.GetService<IMigrator>().GenerateScript(options: provider == DatabaseProvider.SqlServer
            ? MigrationsSqlGenerationOptions.Idempotent
            : MigrationsSqlGenerationOptions.Default);
        context.Terminal.Out.Write(script);
        return CommandLine.Done;
    }
}
