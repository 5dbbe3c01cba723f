namespace TrainingLMS.Web.Commands.Fits;

/// <summary>A file that appears whole or not at all: written beside its place first, then moved.</summary>
internal sealed class StagedFile : IDisposable
{
    private readonly string _target;
    private readonly string _staging;

    public StagedFile(FileInfo target)
    {
        _target = target.FullName;
        _staging = Path.Combine(target.DirectoryName!, $".unfinished-{Environment.ProcessId}-{target.Name}");

        if (Directory.Exists(_target))
            throw new RefusedException($"{_target} is a folder. --json names a file.");

        if (!target.Directory!.Exists)
            throw new RefusedException($"There is no folder {target.DirectoryName}. Make it first, or name another place with --json.");

        try
        {
            Stream = new FileStream(_staging, FileMode.Create, FileAccess.Write);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !CommandLine.IsDiskFull(e))
        {
            throw new RefusedException($"The file {_target} cannot be written. Choose another place, or ask for the right to write there.");
        }
    }

    public FileStream Stream { get; }

    /// <summary>Puts the file in its place, over an older one.</summary>
    public void Keep()
    {
        Stream.Dispose();
        File.Move(_staging, _target, overwrite: true);
    }

    public void Dispose()
    {
        Stream.Dispose();
        File.Delete(_staging);
    }
}
