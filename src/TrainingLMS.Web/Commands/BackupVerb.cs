using System.CommandLine;
using Microsoft.Data.Sqlite;
using TrainingLMS.Data;
using TrainingLMS.Web.Infrastructure.Keys;

namespace TrainingLMS.Web.Commands;

/// <summary>Copies the SQLite database while it is in use, checks the copy, and only then gives it its name.</summary>
public static class BackupVerb
{
    public const string SqlServerSentence =
        "This installation uses SQL Server, which has its own backups: use BACKUP DATABASE and RESTORE DATABASE there.";

    public static Command Make(VerbContext context)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The file to write. It must not be there yet." };
        var withKey = new Option<bool>("--with-key")
        {
            Description = "Also copy the key beside the database to FILE.key. Who has both can read the sealed arms: keep them apart.",
        };
        var verb = new Command("backup", "Copy the SQLite database to a file; the web application may go on running.") { file, withKey };
        verb.SetAction((parsed, _) => Task.FromResult(
            Run(context, parsed.GetRequiredValue(file).FullName, parsed.GetValue(withKey))));
        return verb;
    }

    private static int Run(VerbContext context, string target, bool withKey)
    {
        if (context.Provider != DatabaseProvider.Sqlite)
            throw new RefusedException(SqlServerSentence);

        var source = context.DatabaseFile;
        if (!File.Exists(source))
            throw new RefusedException($"There is no database at {source}.");

        if (File.Exists(target))
            throw new RefusedException($"{target} is there already. Choose another name; backups are not written over.");

        if (withKey && File.Exists(KeyOf(target)))
            throw new RefusedException($"{KeyOf(target)} is there already. Choose another name; backups are not written over.");

        if (!Directory.Exists(Path.GetDirectoryName(target)))
            throw new RefusedException($"There is no folder {Path.GetDirectoryName(target)}.");

        var unfinished = target + ".part";
        try
        {
            File.Delete(unfinished);
            SqliteFiles.Copy(source, unfinished);
            if (SqliteFiles.WhatIsWrongWith(unfinished) is { } wrong)
                throw new RefusedException($"The copy did not pass its check and was thrown away: {wrong}");

            File.Move(unfinished, target);
        }
        finally
        {
            File.Delete(unfinished);
        }

        context.Terminal.Say($"Wrote {target} ({new FileInfo(target).Length:N0} bytes), checked.");
        SayOfKey(context, target, withKey);
        return CommandLine.Done;
    }

    /// <summary>Where the key of a backup lies.</summary>
    public static string KeyOf(string backup) => backup + ".key";

    /// <summary>A backup that cannot be read elsewhere says so now, not on the day it is needed.</summary>
    private static void SayOfKey(VerbContext context, string target, bool withKey)
    {
        if (new MasterKey(context.Configuration).IsGiven)
        {
            context.Terminal.Say(
                $"Not in it: {MasterKey.Variable}. On another machine this backup is only readable with the same value; keep it somewhere else, safe.");
        }

        if (MasterKey.KeyFile(context.Configuration) is not { } key || !File.Exists(key))
        {
            if (withKey)
                context.Terminal.Say("There is no key file beside the database, so none was copied.");
        }
        else if (withKey)
        {
            File.Copy(key, KeyOf(target)); // with its rights: for its owner alone
            context.Terminal.Say($"Wrote {KeyOf(target)}, the key of the sealed arms. Keep it apart from the backup.");
        }
        else
        {
            context.Terminal.Say(
                $"Not in it: the key file {key}. Without it the sealed arms in this backup cannot be read on another machine: "
                + "keep a copy of it somewhere else, or run backup again with --with-key.");
        }
    }
}

/// <summary>What is done with whole SQLite files.</summary>
internal static class SqliteFiles
{
    /// <summary>SQLite's online backup: a consistent copy, whoever else reads or writes.</summary>
    public static void Copy(string source, string target)
    {
        using var from = Open(source, SqliteOpenMode.ReadWrite); // read-only could not look into a write-ahead log
        using var to = Open(target, SqliteOpenMode.ReadWriteCreate);

        // No write-ahead log before or after: whoever else has the file open stops us here, and the result is one file.
        Execute(to, "PRAGMA journal_mode=DELETE");
        from.BackupDatabase(to);
        Execute(to, "PRAGMA journal_mode=DELETE");
    }

    /// <summary>Null where the file is a sound database.</summary>
    public static string? WhatIsWrongWith(string file)
    {
        using var connection = Open(file, SqliteOpenMode.ReadOnly);
        var answer = Execute(connection, "PRAGMA integrity_check(1)");

        return answer == "ok" ? null : answer ?? "no answer";
    }

    /// <summary>Leaving the write-ahead log is only possible for whoever is alone with the file.</summary>
    public static void RefuseIfInUse(string file)
    {
        using var connection = Open(file, SqliteOpenMode.ReadWrite);
        Execute(connection, "PRAGMA journal_mode=DELETE");
    }

    public static IReadOnlyList<string> Migrations(string file)
    {
        using var connection = Open(file, SqliteOpenMode.ReadOnly);
        if (Execute(connection, "SELECT name FROM sqlite_master WHERE name = '__EFMigrationsHistory'") is null)
            return [];

        using var command = connection.CreateCommand();
        command.CommandText = "SELECT MigrationId FROM __EFMigrationsHistory";
        using var reader = command.ExecuteReader();
        var migrations = new List<string>();
        while (reader.Read())
            migrations.Add(reader.GetString(0));

        return migrations;
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ConnectionString);
        connection.Open();
        Execute(connection, "PRAGMA busy_timeout=5000");
        return connection;
    }

    private static string? Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()?.ToString();
    }
}
