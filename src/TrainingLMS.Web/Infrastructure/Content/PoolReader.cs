using TrainingLMS.Domain.Learning;

namespace TrainingLMS.Web.Infrastructure.Content;

/// <summary>Reads quiz.yaml or pretest.yaml, and keeps the line of each item for what is checked against the module.</summary>
public static class PoolReader
{
    public static (QuizPool Pool, IReadOnlyList<int> Lines) Read(string text, ContentProblems problems)
    {
        if (YamlMap.Read(text, problems) is not { } file)
            return (new QuizPool([]), []);

        var maps = file.Maps("items");
        file.RefuseOthers();

        return (new QuizPool([.. maps.Select(m => Item(m, problems))]), [.. maps.Select(m => m.Line)]);
    }

    private static QuizItem Item(YamlMap map, ContentProblems problems)
    {
        var item = new QuizItem(
            map.Text("id"), map.Text("objective"), map.Text("block"), map.Text("stem"), [.. map.Maps("options").Select(Option)]);
        map.RefuseOthers();
        if (item.Options.Count is < 3 or > 5)
            problems.Add(map.Line, $"\u201c{item.Id}\u201d has {item.Options.Count} options; give it three or four.");

        if (item.Options.Count(o => o.Correct) != 1)
            problems.Add(map.Line, $"\u201c{item.Id}\u201d has {item.Options.Count(o => o.Correct)} right options; it needs one.");

        return item;
    }

    private static QuizOption Option(YamlMap map)
    {
        var option = new QuizOption(map.Text("text"), map.Flag("correct"), map.Text("feedback"), map.Text("source"));
        map.RefuseOthers();

        return option;
    }
}
