using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using Microsoft.Data.Sqlite;
using TrainingLMS.Data;
using TrainingLMS.Domain.Common;

namespace TrainingLMS.Web.Commands;

/// <summary>The verbs of the program. Without one it serves the web application.</summary>
public static class CommandLine
{
    public const int Done = 0;
    public const int Refused = 1;
    public const int Usage = 2;

    /// <summary>No verb, or only options of the host such as --urls.</summary>
    public static bool MeansServe(string[] args) =>
        args is [] || (args[0].StartsWith("--", StringComparison.Ordinal) && args[0] is not ("--help" or "--version"));

    public static async Task<int> RunAsync(
        string[] args, Terminal terminal, IReadOnlyDictionary<string, string?>? settings = null,
        CancellationToken cancellationToken = default)
    {
        var parsed = Root(new VerbContext(terminal, settings)).Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors)
                terminal.Say(error.Message);

            var verb = parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
            terminal.Say($"Say \u201c{verb}--help\u201d to see how it goes.");
            return Usage;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = terminal.Out,
                    Error = terminal.Error,
                    EnableDefaultExceptionHandler = false,
                },
                cancellationToken);
        }
        catch (Exception e) when (Sentence(e) is { } sentence)
        {
            terminal.Say(sentence);
            return Refused;
        }
    }

    private static RootCommand Root(VerbContext context) =>
        new("TrainingLMS. Without a verb it serves the web application on " + WebSetup.DefaultUrl + ".")
        {
            DemoVerb.Make(context),
            ReportVerb.Make(context),
            AnalyseVerb.Make(context),
            FitVerb.Make(context),
            ImportVerb.Make(context),
            ContentVerb.Make(context),
            MigrateVerb.Make(context),
            ExportSqlVerb.Make(context),
            BackupVerb.Make(context),
            RestoreVerb.Make(context),
            VerifyAuditVerb.Make(context),
        };

    /// <summary>What a person can do something about, said to that person; anything else is a fault and shows itself.</summary>
    internal static string? Sentence(Exception e) => e switch
    {
        RefusedException => e.Message,
        OperationCanceledException => "Stopped. Nothing was left half done.",
        UnauthorizedAccessException => $"{e.Message} Choose a place that you may write to.",
        IOException when IsDiskFull(e) => "The disk is full: nothing was left half written. Make room and run it again.",
        IOException => e.Message,
        SqliteException or Microsoft.EntityFrameworkCore.DbUpdateException when e.IsDiskFull() =>
            "The disk is full: the database is as it was before. Make room and run it again.",
        SqliteException or Microsoft.EntityFrameworkCore.DbUpdateException when e.IsLocked() =>
            "Another program holds the database. Stop it, or wait a moment, and run this again.",
        RuleBrokenException rule => string.Format(CultureInfo.InvariantCulture, rule.Message, [.. rule.Arguments]),
        SqliteException { SqliteErrorCode: 14 } => "The database file cannot be opened. Is its folder there, and may you read it?",
        SqliteException { SqliteErrorCode: 26 } => "This file is not a database of this program.",
        SqliteException { SqliteErrorCode: 8 } => "The database file may be read but not written.",
        Microsoft.Data.SqlClient.SqlException => $"SQL Server answered: {e.Message}",
        _ => null,
    };

    internal static bool IsDiskFull(Exception e) =>
        e is IOException && (e.HResult & 0xFFFF) is 28 or 112 or 39; // ENOSPC, ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL
}

/// <summary>The verb cannot do what was asked; the message says why and what to do.</summary>
public sealed class RefusedException(string message) : Exception(message);
