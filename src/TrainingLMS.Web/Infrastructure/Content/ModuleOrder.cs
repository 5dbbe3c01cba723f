namespace TrainingLMS.Web.Infrastructure.Content;

/// <summary>What must hold between modules: prerequisites that are there, and no circle of them.</summary>
public static class ModuleOrder
{
    public static IEnumerable<ContentProblem> Problems(ModuleReading module, IReadOnlyList<ModuleReading> all)
    {
        var file = $"modules/{module.Id}/module.yaml";
        foreach (var missing in module.Content.Prerequisites.Where(p => all.All(m => m.Id != p)))
            yield return new ContentProblem(file, 1, $"there is no module \u201c{missing}\u201d to finish first.");

        if (Circle(module, all) is { } circle)
            yield return new ContentProblem(file, 1, $"nobody could ever begin: {string.Join(" waits for ", circle)}. Take one of them out.");
    }

    // A way along prerequisites from the module back to itself.
    private static List<string>? Circle(ModuleReading module, IReadOnlyList<ModuleReading> all)
    {
        var visited = new HashSet<string>(StringComparer.Ordinal);

        return Way([module.Id]);

        List<string>? Way(List<string> way)
        {
            var next = all.FirstOrDefault(m => m.Id == way[^1])?.Content.Prerequisites ?? [];
            foreach (var step in next)
            {
                if (step == module.Id)
                    return [.. way, step];

                if (visited.Add(step) && Way([.. way, step]) is { } found)
                    return found;
            }

            return null;
        }
    }
}
