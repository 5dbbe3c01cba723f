using System.Collections.Concurrent;

namespace TrainingLMS.Data;

/// <summary>
/// One writer at a time in this process. SQLite has one writer anyway; waiting here instead of in its busy loop
/// takes the 99th percentile of 16 writers from most of a second to some milliseconds.
/// </summary>
internal static class WriteGate
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);

    public static SemaphoreSlim For(string connectionString) =>
        _gates.GetOrAdd(connectionString, static _ => new SemaphoreSlim(1, 1));
}
