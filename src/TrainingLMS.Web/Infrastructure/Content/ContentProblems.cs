using System.Globalization;

namespace TrainingLMS.Web.Infrastructure.Content;

/// <summary>Something in a content file that must be put right before it is published.</summary>
/// <param name="File">Below the content folder, with forward slashes.</param>
/// <param name="Line">From 1.</param>
/// <param name="What">What is wrong and what to do.</param>
public sealed record ContentProblem(string File, int Line, string What)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}: {What}");
}

/// <summary>Collects what is wrong with one file.</summary>
public sealed class ContentProblems(string file)
{
    private readonly List<ContentProblem> _all = [];

    public string File { get; } = file;

    public IReadOnlyList<ContentProblem> All => _all;

    public void Add(int line, string what) => _all.Add(new ContentProblem(File, Math.Max(1, line), what));
}
