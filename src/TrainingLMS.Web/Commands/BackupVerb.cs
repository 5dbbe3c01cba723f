using System.CommandLine;
using Microsoft.Data.Sqlite;
using TrainingLMS.Data;

namespace TrainingLMS.Web.Commands;

/// <summary>Copies the SQLite database while it is in use, checks the copy, and only then gives it its name.</summary>
public static class BackupVerb
{
    public const string SqlServerSentence =
        "This installation uses SQL Server, which has its own backups: use BACKUP DATABASE and RESTORE DATABASE there.";

    public static Command Make(VerbContext context)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "The file to write. It must not be there yet." };
        var verb = new Command("backup", "Copy the SQLite database to a file; the web application may go on running.") { file };
        verb.SetAction((parsed, _) => Task.FromResult(Run(context, parsed.GetRequiredValue(file).FullName)));
        return verb;
    }

    private static int Run(VerbContext context, string target)
    {
        if (context.Provider != DatabaseProvider.Sqlite)
            throw new RefusedException(SqlServerSentence);

        var source = context.DatabaseFile;
        if (!File.Exists(source))
            throw new RefusedException($"There is no database at {source}.");

        if (File.Exists(target))
            throw new RefusedException($"{target} is there already. Choose another name; backups are not written over.");

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
        return CommandLine.Done;
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
