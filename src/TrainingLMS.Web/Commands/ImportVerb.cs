using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;
using TrainingLMS.Web.Infrastructure.Imports;

namespace TrainingLMS.Web.Commands;

/// <summary>Takes a file of ratings into a programme: shows what would happen, asks, then does all of it or nothing.</summary>
public static class ImportVerb
{
    public static Command Make(VerbContext context)
    {
        var ratings = VerbOptions.Ratings();
        var programme = new Option<string>("--programme") { Description = "Code of the programme.", HelpName = "CODE", Required = true };
        var yes = new Option<bool>("--yes") { Description = "Do not ask." };
        var verb = new Command("import", "Take a file of ratings into a programme. Says first what it would do, and asks.")
        {
            ratings, programme, yes,
        };
        verb.SetAction((parsed, cancellationToken) => RunAsync(
            context, parsed.GetRequiredValue(ratings), parsed.GetRequiredValue(programme), parsed.GetValue(yes), cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(
        VerbContext context, FileInfo file, string code, bool yes, CancellationToken cancellationToken)
    {
        var terminal = context.Terminal;
        await using var services = context.Services();
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            throw new RefusedException("The database is not there or not up to date. Run migrate first.");

        var programme = await db.Programmes.SingleOrDefaultAsync(p => p.Code == Code.Normalise(code), cancellationToken)
            ?? throw new RefusedException($"There is no programme {Code.Normalise(code)}.");
        db.Scope.Include(programme.Id);

        var import = scope.ServiceProvider.GetRequiredService<RatingsImport>();
        var read = VerbOptions.Read(terminal, file, await import.RulesAsync(programme.Id, cancellationToken));
        var preview = await import.PreviewAsync(programme, read, cancellationToken);
        foreach (var problem in preview.Problems.Skip(read.Problems.Count))
            terminal.Say(problem.In(read.Name));

        terminal.Say($"{programme.Name}: {preview.Summary}.");
        if (preview.NewTherapists + preview.NewCases + preview.NewArms > 0)
            terminal.Say($"New therapists: {preview.NewTherapists}. New cases: {preview.NewCases}. Arms to seal: {preview.NewArms}.");

        if (preview.ProblemCount > 0)
            throw new RefusedException("Put this right first; nothing was written.");

        if (preview.New == 0)
        {
            terminal.Say("There is nothing to take in.");
            return CommandLine.Done;
        }

        if (!yes && !terminal.CanAsk)
            throw new RefusedException("Nothing was written. Run it again with --yes to take this in.");

        if (!yes && !terminal.Confirms($"Take in {preview.New} sessions?"))
            throw new RefusedException("Nothing was written.");

        await terminal.WithProgressAsync("Taking in", async progress =>
        {
            progress(.05);
            return await db.WriteAsync(() => import.WriteAsync(programme, read, cancellationToken), cancellationToken);
        });
        terminal.Say($"Took in {preview.New} sessions.");
        return CommandLine.Done;
    }
}
