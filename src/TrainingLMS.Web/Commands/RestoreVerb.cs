using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Keys;

namespace TrainingLMS.Web.Commands;

/// <summary>Puts a backup in the place of the SQLite database, and keeps what was there under another name.</summary>
public static class RestoreVerb
{
    public static Command Make(VerbContext context)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A file that backup wrote." };
        var verb = new Command(
            "restore", "Put a backup in the place of the SQLite database. Stop the web application first. "
            + "The database that was there is kept under another name.")
        {
            file,
        };
        verb.SetAction((parsed, cancellationToken) =>
            RunAsync(context, parsed.GetRequiredValue(file).FullName, cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(VerbContext context, string backup, CancellationToken cancellationToken)
    {
        if (context.Provider != DatabaseProvider.Sqlite)
            throw new RefusedException(BackupVerb.SqlServerSentence);

        if (!File.Exists(backup))
            throw new RefusedException($"There is no file {backup}.");

        var target = context.DatabaseFile;
        if (Path.GetFullPath(backup) == target)
            throw new RefusedException("This is the database itself. Name a backup of it.");

        await CheckAsync(context, backup, cancellationToken);

        await using var services = context.Services();
        var stamp = services.GetRequiredService<TimeProvider>().GetUtcNow()
            .ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var kept = File.Exists(target) ? $"{target}.before-restore-{stamp}" : null;
        if (kept is not null)
            SqliteFiles.Copy(target, kept);

        try
        {
            SqliteFiles.Copy(backup, target);
        }
        catch
        {
            if (kept is not null)
                File.Delete(kept); // the database is as it was

            throw;
        }

        await services.MigrateAsync();
        if (kept is not null)
            context.Terminal.Say($"Kept what was there as {kept}.");

        RestoreKey(context, backup);
        context.Terminal.Say($"Restored {backup} to {target}. Sign-in sessions in it may have ended; start the application again.");
        return CommandLine.Done;
    }

    /// <summary>The key that backup wrote beside the file, if it did; a key that is here already is never written over.</summary>
    private static void RestoreKey(VerbContext context, string backup)
    {
        if (MasterKey.KeyFile(context.Configuration) is not { } here)
            return;

        var there = BackupVerb.KeyOf(backup);
        if (!File.Exists(there))
        {
            if (!File.Exists(here) && !new MasterKey(context.Configuration).IsGiven)
            {
                context.Terminal.Say(
                    $"There is no key file {here}. If the backup holds sealed arms, put the {MasterKey.FileName} of the old machine there before anything else.");
            }
        }
        else if (!File.Exists(here))
        {
            File.Copy(there, here);
            context.Terminal.Say($"Put the key of the sealed arms at {here}.");
        }
        else if (File.ReadAllText(here).Trim() != File.ReadAllText(there).Trim())
        {
            context.Terminal.Say(
                $"{here} is another key than {there} and was left as it is. The sealed arms of the backup are only readable with the latter.");
        }
    }

    private static async Task CheckAsync(VerbContext context, string backup, CancellationToken cancellationToken)
    {
        if (SqliteFiles.WhatIsWrongWith(backup) is { } wrong)
            throw new RefusedException($"{backup} is damaged and was not restored: {wrong}");

        var applied = SqliteFiles.Migrations(backup);
        if (applied is [])
            throw new RefusedException($"{backup} is not a database of this program.");

        await using var services = context.Services();
        await using var db = services.OpenEverything();
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        cancellationToken.ThrowIfCancellationRequested();
        if (applied.FirstOrDefault(m => !known.Contains(m)) is { } newer)
        {
            throw new RefusedException(
                $"{backup} comes from a newer version of this program ({newer}). Restore it with that version.");
        }
    }
}
