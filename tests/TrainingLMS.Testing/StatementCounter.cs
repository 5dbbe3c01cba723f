using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace TrainingLMS.Testing;

/// <summary>
/// Counts the statements that one flow of work sends to the database, for "at most N statements" tests:
/// <c>using var counted = app.Statements.Count();</c> then ask <c>counted.Statements</c>.
/// </summary>
public sealed class StatementCounter : DbCommandInterceptor
{
    private readonly AsyncLocal<Counted?> _current = new();

    public Counted Count() => _current.Value = new Counted(this);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Note(command);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result,
        CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<int> NonQueryExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Note(command);
        return result;
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result,
        CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<object> ScalarExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result)
    {
        Note(command);
        return result;
    }

    private void Note(DbCommand command) => _current.Value?.Add(command.CommandText);

    /// <summary>The statements sent since <see cref="StatementCounter.Count"/>, until it is disposed.</summary>
    public sealed class Counted(StatementCounter counter) : IDisposable
    {
        private readonly ConcurrentQueue<string> _statements = new();

        public IReadOnlyCollection<string> Statements => _statements;

        public void Dispose() => counter._current.Value = null;

        internal void Add(string statement) => _statements.Enqueue(statement);
    }
}
