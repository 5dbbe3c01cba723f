using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.Web.Commands;

/// <summary>Brings the database up to this program's model; says what it did.</summary>
public static class MigrateVerb
{
    public static Command Make(VerbContext context)
    {
        var verb = new Command("migrate", "Bring the database up to date. The web application does the same when it starts.");
        verb.SetAction((_, cancellationToken) => RunAsync(context, cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        await using var services = context.Services();
        await using var db = services.OpenEverything();
        var missing = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        await services.MigrateAsync();
        foreach (var migration in missing)
            context.Terminal.Say($"Applied {migration}.");

        context.Terminal.Say("The database is up to date.");

        return CommandLine.Done;
    }
}
