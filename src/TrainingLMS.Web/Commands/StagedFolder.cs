namespace TrainingLMS.Web.Commands;

/// <summary>Files that appear in a folder together or not at all: written beside it first, then moved.</summary>
internal sealed class StagedFolder : IDisposable
{
    private readonly string _target;
    private readonly string _staging;
    private readonly bool _madeTarget;
    private readonly List<string> _names = [];
    private bool _kept;

    public StagedFolder(string target)
    {
        _target = target;
        if (File.Exists(target))
            throw new RefusedException($"{target} is a file. --out names a folder.");

        _madeTarget = !Directory.Exists(target);
        try
        {
            Directory.CreateDirectory(target);

            // On the same disk, so that moving is renaming.
            _staging = Directory.CreateDirectory(Path.Combine(target, $".unfinished-{Environment.ProcessId}")).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !CommandLine.IsDiskFull(e))
        {
            throw new RefusedException($"The folder {target} cannot be written. Choose another one, or ask for the right to write there.");
        }
    }

    public void Write(string name, ReadOnlySpan<byte> bytes)
    {
        using (var file = new FileStream(Path.Combine(_staging, name), FileMode.CreateNew, FileAccess.Write))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: false);
        }

        lock (_names)
            _names.Add(name);
    }

    /// <summary>Puts the files in their place, over older ones of the same name; returns their paths, in order of name.</summary>
    public IReadOnlyList<string> Keep()
    {
        var paths = new List<string>();
        foreach (var name in _names.Order(StringComparer.Ordinal))
        {
            var path = Path.Combine(_target, name);
            File.Move(Path.Combine(_staging, name), path, overwrite: true);
            paths.Add(path);
        }

        _kept = true;
        return paths;
    }

    public void Dispose()
    {
        Directory.Delete(_staging, recursive: true);
        if (!_kept && _madeTarget && !Directory.EnumerateFileSystemEntries(_target).Any())
            Directory.Delete(_target);
    }
}
