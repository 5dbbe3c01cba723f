using System.Text.RegularExpressions;
using TrainingLMS.Domain.Learning;

namespace TrainingLMS.Web.Infrastructure.Content;

/// <summary>What must hold within one module before it may be published, file by file.</summary>
public sealed partial class ModuleCheck(ModuleContent content, string folder)
{
    public static readonly string[] Skills = ["alliance", "mentalizing", "attachment", "countertransference", "metacommunication"];

    public void About(string folderName, YamlMap head, ContentProblems problems)
    {
        if (content.Id != folderName)
            problems.Add(head.LineOf("id"), $"the id is \u201c{content.Id}\u201d and the folder \u201c{folderName}\u201d; they must be the same.");

        if (!Skills.Contains(content.Skill, StringComparer.Ordinal))
            problems.Add(head.LineOf("skill"), $"\u201c{content.Skill}\u201d is none of {string.Join(", ", Skills)}.");

        var sum = content.Blocks.Sum(b => b.Minutes);
        if (sum != content.Minutes)
            problems.Add(head.LineOf("minutes"), $"the blocks take {sum} minutes together and the module says {content.Minutes}; write {sum}.");

        foreach (var twice in Twice(content.References.Select(r => r.Id)))
            problems.Add(head.LineOf("references"), $"the reference \u201c{twice}\u201d stands here twice; keep one.");
    }

    public void Text(IReadOnlyList<TextBlock> blocks, ContentProblems problems)
    {
        foreach (var twice in blocks.GroupBy(b => b.Id, StringComparer.Ordinal).Where(g => g.Count() > 1).SelectMany(g => g.Skip(1)))
            problems.Add(twice.Line, $"the id \u201c{twice.Id}\u201d is taken by a block above; progress hangs on it, so give this one another.");

        if (content.Objectives.Count == 0)
            problems.Add(1, "the module has no objectives; say what a therapist can do afterwards.");

        foreach (var objective in content.Objectives.Where(o => !content.Blocks.Any(b => b.Objectives.Contains(o.Id, StringComparer.Ordinal))))
            problems.Add(1, $"no block serves the objective \u201c{objective.Id}\u201d; name it in one, or take it out.");

        foreach (var (block, source) in content.Blocks.Zip(blocks))
        {
            foreach (var unknown in block.Objectives.Except(content.Objectives.Select(o => o.Id), StringComparer.Ordinal))
                problems.Add(source.Line, $"there is no objective \u201c{unknown}\u201d.");

            if (block.Medium is { } medium)
                Medium(source, medium, problems);

            for (var i = 0; i < source.Lines.Count; i++)
                Line(source.Lines[i], source.Line + 1 + i, problems);
        }
    }

    public void Pool(QuizPool pool, IReadOnlyList<int> lines, ContentProblems problems, int atLeast)
    {
        if (pool.Items.Count < atLeast)
            problems.Add(1, $"the pool has {pool.Items.Count} items and needs {atLeast}, so that another try asks other questions.");

        foreach (var twice in Twice(pool.Items.Select(i => i.Id)))
            problems.Add(1, $"the id \u201c{twice}\u201d is used twice; give one of them another.");

        foreach (var objective in content.Objectives.Where(o => pool.Items.All(i => i.Objective != o.Id)))
            problems.Add(1, $"no item asks about the objective \u201c{objective.Id}\u201d.");

        foreach (var (item, line) in pool.Items.Zip(lines))
        {
            if (content.Objectives.All(o => o.Id != item.Objective))
                problems.Add(line, $"\u201c{item.Id}\u201d: there is no objective \u201c{item.Objective}\u201d.");

            if (content.Find(item.Block) is null)
                problems.Add(line, $"\u201c{item.Id}\u201d: there is no block \u201c{item.Block}\u201d to read again.");

            foreach (var source in item.Options.Select(o => o.Source).Where(s => content.References.All(r => r.Id != s)).Distinct(StringComparer.Ordinal))
                problems.Add(line, $"\u201c{item.Id}\u201d: there is no reference \u201c{source}\u201d in module.yaml.");
        }
    }

    private void Line(string line, int number, ContentProblems problems)
    {
        foreach (Match citation in Citation().Matches(line))
        {
            var id = citation.Groups["id"].Value;
            if (content.References.All(r => r.Id != id))
                problems.Add(number, $"there is no reference \u201c{id}\u201d in module.yaml.");
        }

        if (Html().IsMatch(line))
            problems.Add(number, "HTML is not allowed here; write Markdown.");

        foreach (Match link in Link().Matches(line))
        {
            var target = link.Groups["target"].Value;
            if (link.Groups["picture"].Length > 0 && string.IsNullOrWhiteSpace(link.Groups["text"].Value))
                problems.Add(number, "this picture has no words for people who cannot see it; write them between [ and ].");

            if (target.StartsWith('#'))
            {
                if (content.Find(target[1..]) is null)
                    problems.Add(number, $"there is no block \u201c{target[1..]}\u201d to go to.");
            }
            else if (!target.StartsWith("https://", StringComparison.Ordinal) && !IsThere(target))
            {
                problems.Add(number, $"\u201c{target}\u201d leads nowhere: links begin with https:// or #, or name a file of the module.");
            }
        }
    }

    private void Medium(TextBlock source, Medium medium, ContentProblems problems)
    {
        foreach (var file in new[] { medium.File, medium.Captions }.Where(f => !string.IsNullOrEmpty(f) && !IsThere(f!)))
            problems.Add(source.Line, $"the file \u201c{file}\u201d is not in the module's folder.");
    }

    private bool IsThere(string file)
    {
        var path = Path.GetFullPath(Path.Combine(folder, ModuleFolder.Language, file));

        return path.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(path);
    }

    private static IEnumerable<string> Twice(IEnumerable<string> ids) =>
        ids.GroupBy(i => i, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key);

    [GeneratedRegex("""\[@(?<id>[a-z0-9-]+)\]""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Citation();

    [GeneratedRegex("""</?[a-zA-Z!][^>]*>""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Html();

    [GeneratedRegex("""(?<picture>!?)\[(?<text>[^\]]*)\]\((?<target>[^)\s]+)[^)]*\)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
