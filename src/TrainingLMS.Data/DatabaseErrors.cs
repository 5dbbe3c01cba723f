using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace TrainingLMS.Data;

/// <summary>What a provider's error means, said once for both.</summary>
public static class DatabaseErrors
{
    private const int SqliteConstraintUnique = 2067;
    private const int SqliteConstraintPrimaryKey = 1555;
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteFull = 13;

    /// <summary>Two wrote the same thing; a unique index let one through.</summary>
    public static bool IsDuplicate(this DbUpdateException exception) => exception.InnerException switch
    {
        SqliteException e => e.SqliteExtendedErrorCode is SqliteConstraintUnique or SqliteConstraintPrimaryKey,
        SqlException e => e.Number is 2601 or 2627,
        _ => false,
    };

    /// <summary>Another program holds the database file.</summary>
    public static bool IsLocked(this Exception exception) =>
        Sqlite(exception) is { SqliteErrorCode: SqliteBusy or SqliteLocked };

    public static bool IsDiskFull(this Exception exception) =>
        Sqlite(exception) is { SqliteErrorCode: SqliteFull };

    private static SqliteException? Sqlite(Exception? exception) =>
        exception as SqliteException ?? (exception is null ? null : Sqlite(exception.InnerException));
}
