using System.CommandLine;
using TrainingLMS.Web.Infrastructure.Content;
using TrainingLMS.Web.Infrastructure.Instruments;

namespace TrainingLMS.Web.Commands;

/// <summary>Says everything that is wrong with the modules and rating forms of a folder, line by line.</summary>
public static class ContentVerb
{
    public static Command Make(VerbContext context)
    {
        var folder = new Option<DirectoryInfo>("--folder")
        {
            Description = "The content folder; \u201ccontent\u201d where the program is called, or else the one it came with.",
            HelpName = "DIR",
        };
        var check = new Command("check", "Read every module and rating form, and list what must be put right.") { folder };
        check.SetAction(parsed => Check(context.Terminal, parsed.GetValue(folder)?.FullName ?? Usual()));

        return new Command("content", "The modules and rating forms.") { check };
    }

    private static string Usual() =>
        Directory.Exists(Path.Combine("content", "modules")) ? Path.GetFullPath("content") : Path.Combine(AppContext.BaseDirectory, "content");

    private static int Check(Terminal terminal, string folder)
    {
        var (modules, forms) = (Path.Combine(folder, "modules"), Path.Combine(folder, "instruments"));
        if (!Directory.Exists(modules) && !Directory.Exists(forms))
            throw new RefusedException($"There is no folder modules or instruments in {folder}.");

        var readings = Directory.Exists(modules) ? ModuleFolder.ReadAll(modules) : [];
        var instruments = Directory.Exists(forms) ? InstrumentFile.ReadFolder(forms) : [];
        string[] problems =
        [
            .. readings.SelectMany(r => r.Problems).Select(p => p.ToString()),
            .. instruments.SelectMany(i => i.Problems).Select(p => $"instruments/{p}"),
        ];
        foreach (var problem in problems)
            terminal.Out.WriteLine(problem);

        foreach (var reading in readings.Where(r => r.Problems.Count == 0))
        {
            var m = reading.Content;
            terminal.Say(
                $"{m.Id} {m.Version}: {m.Blocks.Count} blocks, {m.Minutes} minutes, {reading.Quiz.Items.Count} quiz items, "
                + $"{reading.PreTest.Items.Count} before, {m.References.Count} references.");
        }

        terminal.Say(problems.Length switch
        {
            0 => $"{readings.Count} modules and {instruments.Count} rating forms: nothing to put right.",
            1 => "1 thing to put right.",
            var many => $"{many} things to put right.",
        });
        return problems.Length == 0 ? CommandLine.Done : CommandLine.Refused;
    }
}
