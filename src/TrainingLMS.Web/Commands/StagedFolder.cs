namespace TrainingLMS.Web.Commands;

/// <summary>Files that appear in a folder together or not at all: written beside it first, then moved.</summary>
internal sealed class StagedFolder : IDisposable
{
    private readonly string _target;
    private readonly string _staging;
    private readonly bool _madeTarget;
    private readonly List<string> _names = [];
    private bool _kept;
    private bool _leavesAside;

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

    /// <summary>
    /// Puts the files in their place, over older ones of the same name; returns their paths, in order of name. Where one
    /// of them cannot be put there, the older ones are back as they were.
    /// </summary>
    public IReadOnlyList<string> Keep()
    {
        var names = _names.Order(StringComparer.Ordinal).ToList();
        if (names.Select(PathOf).FirstOrDefault(Directory.Exists) is { } inTheWay)
            throw new RefusedException($"{inTheWay} is a folder and a file of that name is to go there; nothing was written.");

        var aside = Directory.CreateDirectory(Path.Combine(_staging, ".before")).FullName;
        var replaced = new List<string>();
        var placed = new List<string>();
        try
        {
            foreach (var name in names.Where(n => File.Exists(PathOf(n))))
            {
                File.Move(PathOf(name), Path.Combine(aside, name));
                replaced.Add(name);
            }

            foreach (var name in names)
            {
                File.Move(Path.Combine(_staging, name), PathOf(name));
                placed.Add(name);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _leavesAside = true;
            foreach (var name in placed)
                File.Delete(PathOf(name));
            foreach (var name in replaced)
                File.Move(Path.Combine(aside, name), PathOf(name));
            _leavesAside = false;
            if (CommandLine.IsDiskFull(e))
                throw;

            throw new RefusedException(
                $"A file in {_target} cannot be replaced. What was there is as it was; nothing was written.");
        }

        _kept = true;
        return [.. names.Select(PathOf)];
    }

    public void Dispose()
    {
        // Where the older files could not be put back, they are left where they are rather than lost.
        if (!_leavesAside)
            Directory.Delete(_staging, recursive: true);
        if (!_kept && _madeTarget && !Directory.EnumerateFileSystemEntries(_target).Any())
            Directory.Delete(_target);
    }

    private string PathOf(string name) => Path.Combine(_target, name);
}
