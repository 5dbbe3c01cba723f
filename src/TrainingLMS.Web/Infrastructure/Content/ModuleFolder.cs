using TrainingLMS.Domain.Learning;

namespace TrainingLMS.Web.Infrastructure.Content;

/// <summary>Reads the modules under content/modules: one folder a module, one folder a language in it.</summary>
public static class ModuleFolder
{
    public const string Language = "en";

    /// <summary>Where the modules lie that came with the program.</summary>
    public static string Root => Path.Combine(AppContext.BaseDirectory, "content", "modules");

    /// <summary>All of them, in the order of their names, checked alone and together.</summary>
    public static IReadOnlyList<ModuleReading> ReadAll(string root)
    {
        var readings = Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal).Select(Read).ToList();

        return [.. readings.Select(r => r with { Problems = [.. r.Problems, .. ModuleOrder.Problems(r, readings)] })];
    }

    public static ModuleReading Read(string folder)
    {
        var id = Path.GetFileName(folder);
        var about = new ContentProblems($"modules/{id}/module.yaml");
        var text = new ContentProblems($"modules/{id}/{Language}/module.md");
        var quiz = new ContentProblems($"modules/{id}/{Language}/quiz.yaml");
        var before = new ContentProblems($"modules/{id}/{Language}/pretest.yaml");

        var head = TextOf(folder, about) is { } yaml ? YamlMap.Read(yaml, about) : null;
        var body = TextOf(folder, text) is { } markdown ? ModuleText.Read(markdown, text) : null;
        var (pool, poolLines) = TextOf(folder, quiz) is { } questions ? PoolReader.Read(questions, quiz) : (new QuizPool([]), []);
        var (parallel, parallelLines) = TextOf(folder, before) is { } first ? PoolReader.Read(first, before) : (new QuizPool([]), []);

        var blocks = body?.Blocks ?? [];
        var content = Content(head, body?.Front, [.. blocks.Select(new BlockReader(text).Read)]);
        head?.RefuseOthers();
        body?.Front?.RefuseOthers();
        if (head is not null && body?.Front is not null)
        {
            var check = new ModuleCheck(content, folder);
            check.About(id, head, about);
            check.Text(blocks, text);
            check.Pool(pool, poolLines, quiz, atLeast: 2 * content.Quiz.Draw);
            check.Pool(parallel, parallelLines, before, atLeast: 1);
        }

        return new ModuleReading(id, content, pool, parallel, [.. about.All, .. text.All, .. quiz.All, .. before.All]);
    }

    private static string? TextOf(string folder, ContentProblems problems)
    {
        var path = Path.Combine([Path.GetDirectoryName(folder)!, .. problems.File.Split('/')[1..]]);
        if (File.Exists(path))
            return File.ReadAllText(path);

        problems.Add(1, "the file is missing.");
        return null;
    }

    private static ModuleContent Content(YamlMap? head, YamlMap? front, IReadOnlyList<Block> blocks)
    {
        var quiz = head?.Map("quiz");
        var rule = quiz is null ? new QuizRule(1, 1) : new QuizRule(quiz.Whole("draw", 1, 50), quiz.Share("pass"));
        quiz?.RefuseOthers();

        return new ModuleContent
        {
            Id = head?.Text("id") ?? "",
            Version = head?.Whole("version", 1, 9999) ?? 1,
            Language = Language,
            Title = front?.Text("title") ?? "",
            Summary = front?.Text("summary") ?? "",
            Minutes = head?.Whole("minutes", 1, 600) ?? 1,
            Skill = head?.Text("skill") ?? "",
            Prerequisites = head?.Texts("prerequisites") ?? [],
            Quiz = rule,
            Objectives = [.. (front?.Maps("objectives") ?? []).Select(Objective)],
            References = [.. (head?.Maps("references") ?? []).Select(Reference)],
            Blocks = blocks,
        };
    }

    private static Objective Objective(YamlMap map)
    {
        var objective = new Objective(map.Text("id"), map.Text("text"));
        map.RefuseOthers();

        return objective;
    }

    private static Reference Reference(YamlMap map)
    {
        var reference = new Reference(map.Text("id"), map.Text("text"), map.OptionalText("doi"));
        map.RefuseOthers();

        return reference;
    }
}
