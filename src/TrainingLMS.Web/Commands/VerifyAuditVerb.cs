using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data.Audit;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.Web.Commands;

/// <summary>Says whether the audit trail is as it was written. The head it prints, kept elsewhere, shows a cut end too.</summary>
public static class VerifyAuditVerb
{
    public static Command Make(VerbContext context)
    {
        var verb = new Command("verify-audit", "Check the chain of the audit trail; prints its head. Answers 1 where it is broken.");
        verb.SetAction((_, cancellationToken) => RunAsync(context, cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        await using var services = context.Services();
        await using var db = services.OpenEverything();
        if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            throw new RefusedException("The database is not there or not up to date. Run migrate first.");

        var verdict = await new AuditChain(db, services.GetRequiredService<TimeProvider>()).VerifyAsync(cancellationToken);
        context.Terminal.Out.WriteLine(verdict.Head);
        if (!verdict.IsWhole)
            throw new RefusedException($"The audit trail is broken: {verdict.Problem}. {verdict.Entries} entries before it are whole.");

        context.Terminal.Say($"The audit trail is whole: {verdict.Entries} entries in {verdict.Links} links, {verdict.Waiting} waiting to be linked.");
        return CommandLine.Done;
    }
}
