using System.Globalization;
using System.Text.RegularExpressions;
using TrainingLMS.Domain.Learning;

namespace TrainingLMS.Web.Infrastructure.Content;

/// <summary>Makes a block of its text: the options of a check, the prompts of a reflection, the moments of a practice.</summary>
public sealed partial class BlockReader(ContentProblems problems)
{
    private static readonly string[] _partsOfMoment =
        ["What the patient says", "Your answer", "Criteria", "One possible answer", "Second try"];

    public Block Read(TextBlock source)
    {
        var kind = Kind(source);
        var block = new Block
        {
            Id = source.Id,
            Kind = kind,
            Title = Attribute(source, "title"),
            Minutes = Minutes(source),
            Objectives = Attribute(source, "objectives").Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Text = "",
        };
        var filled = kind switch
        {
            BlockKind.Check => WithOptions(block, source),
            BlockKind.Reflection => WithPrompts(block, source),
            BlockKind.Practice => WithMoments(block, source),
            BlockKind.Figure => WithMedium(block, source, needsAlternative: true),
            BlockKind.Video or BlockKind.Audio => WithMedium(block, source, needsAlternative: false),
            BlockKind.Reading or BlockKind.Vignette or BlockKind.Ratings or BlockKind.Consultation =>
                block with { Text = Joined(source.Lines) },
        };
        if (filled.Text.Length == 0 && filled.Prompts.Count + filled.Moments.Count == 0 && filled.Medium is null)
            problems.Add(source.Line, "this block is empty; write it or take it out.");

        return filled;
    }

    private BlockKind Kind(TextBlock source)
    {
        if (Enum.TryParse<BlockKind>(source.Kind, ignoreCase: true, out var kind))
            return kind;

        var kinds = string.Join(", ", Enum.GetNames<BlockKind>().Select(k => k.ToLowerInvariant()));
        problems.Add(source.Line, $"\u201c{source.Kind}\u201d is no kind of block; choose one of {kinds}.");
        return BlockKind.Reading;
    }

    private string Attribute(TextBlock source, string name)
    {
        if (source.Attributes.TryGetValue(name, out var value) && value.Length > 0)
            return value;

        problems.Add(source.Line, $"the block has no {name}; write {name}=\"\u2026\" in its first line.");
        return "";
    }

    private int Minutes(TextBlock source)
    {
        if (int.TryParse(source.Attributes.GetValueOrDefault("minutes"), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            && minutes is >= 1 and <= 60)
            return minutes;

        problems.Add(source.Line, "say how long the block takes: minutes=1 to 60.");
        return 1;
    }

    private Block WithOptions(Block block, TextBlock source)
    {
        var first = source.Lines.FindIndex(l => TaskItem().IsMatch(l));
        if (first < 0)
        {
            problems.Add(source.Line, "a check needs options: lines \u201c- [ ] \u2026\u201d and one \u201c- [x] \u2026\u201d, each with its feedback below it.");
            return block with { Text = Joined(source.Lines) };
        }

        var options = new List<CheckOption>();
        for (var i = first; i < source.Lines.Count;)
        {
            var item = TaskItem().Match(source.Lines[i]);
            if (!item.Success)
            {
                if (!string.IsNullOrWhiteSpace(source.Lines[i]))
                    problems.Add(LineOf(source, i), "after the first option only options and their feedback may follow.");

                i++;
                continue;
            }

            var end = source.Lines.FindIndex(i + 1, l => TaskItem().IsMatch(l));
            var below = source.Lines[(i + 1)..(end < 0 ? source.Lines.Count : end)];
            var feedback = Joined(below.Select(l => l.Trim()).Select(l => l.StartsWith("- ", StringComparison.Ordinal) ? l[2..] : l));
            if (feedback.Length == 0)
                problems.Add(LineOf(source, i), "this option has no feedback; say below it, indented, why it is right or wrong.");
            else if (!Citation().IsMatch(feedback))
                problems.Add(LineOf(source, i), "the feedback of this option names no source; end it with [@author-year].");

            options.Add(new CheckOption(item.Groups["text"].Value.Trim(), item.Groups["mark"].Value is "x" or "X", feedback));
            i = end < 0 ? source.Lines.Count : end;
        }

        if (options.Count < 2)
            problems.Add(source.Line, "a check needs at least two options.");

        if (options.Count(o => o.Correct) != 1)
            problems.Add(source.Line, $"a check has one right option, marked [x]; this one has {options.Count(o => o.Correct)}.");

        return block with { Text = Joined(source.Lines[..first]), Options = options };
    }

    private Block WithPrompts(Block block, TextBlock source)
    {
        var first = source.Lines.FindIndex(l => Numbered().IsMatch(l));
        if (first < 0)
        {
            problems.Add(source.Line, "a reflection needs prompts: lines \u201c1. \u2026\u201d.");
            return block with { Text = Joined(source.Lines) };
        }

        var prompts = new List<string>();
        foreach (var line in source.Lines[first..])
        {
            if (Numbered().Match(line) is { Success: true } prompt)
                prompts.Add(prompt.Groups["text"].Value.Trim());
            else if (line.Trim().Length > 0)
                prompts[^1] += " " + line.Trim();
        }

        return block with { Text = Joined(source.Lines[..first]), Prompts = prompts, Audience = AudienceOf(source) };
    }

    private Audience AudienceOf(TextBlock source)
    {
        var word = source.Attributes.GetValueOrDefault("audience", "self");
        if (Enum.TryParse<Audience>(word, ignoreCase: true, out var audience))
            return audience;

        problems.Add(source.Line, $"\u201c{word}\u201d is no audience; write self, consultant or trainers.");
        return Audience.Self;
    }

    private Block WithMoments(Block block, TextBlock source)
    {
        var starts = Enumerable.Range(0, source.Lines.Count).Where(i => source.Lines[i].StartsWith("### Moment: ", StringComparison.Ordinal)).ToList();
        if (starts.Count == 0)
        {
            problems.Add(source.Line, "a practice needs moments, each under a heading \u201c### Moment: \u2026\u201d.");
            return block with { Text = Joined(source.Lines) };
        }

        var moments = starts.Select((start, n) => Moment(source, start, n + 1 < starts.Count ? starts[n + 1] : source.Lines.Count));
        return block with { Text = Joined(source.Lines[..starts[0]]), Moments = [.. moments] };
    }

    private PracticeMoment Moment(TextBlock source, int start, int end)
    {
        var parts = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string>? into = null;
        for (var i = start + 1; i < end; i++)
        {
            if (!source.Lines[i].StartsWith("#### ", StringComparison.Ordinal))
                into?.Add(source.Lines[i]);
            else if (!parts.TryAdd(source.Lines[i][5..].Trim(), into = []))
                problems.Add(LineOf(source, i), "this heading stands twice in the moment.");
        }

        foreach (var missing in _partsOfMoment.Where(p => !parts.TryGetValue(p, out var lines) || Joined(lines).Length == 0))
            problems.Add(LineOf(source, start), $"this moment lacks \u201c#### {missing}\u201d.");

        foreach (var unknown in parts.Keys.Except(_partsOfMoment, StringComparer.Ordinal))
            problems.Add(LineOf(source, start), $"\u201c#### {unknown}\u201d is not a part of a moment; is it misspelt?");

        string[] criteria = [.. parts.GetValueOrDefault(_partsOfMoment[2], []).Where(l => l.StartsWith("- ", StringComparison.Ordinal)).Select(l => l[2..].Trim())];
        if (criteria.Length < 2)
            problems.Add(LineOf(source, start), "this moment needs at least two criteria, each a line \u201c- \u2026\u201d of what can be seen in an answer.");

        return new PracticeMoment(
            source.Lines[start]["### Moment: ".Length..].Trim(),
            Part(0), Part(1), criteria, Part(3), Part(4));

        string Part(int index) => Joined(parts.GetValueOrDefault(_partsOfMoment[index], []));
    }

    private Block WithMedium(Block block, TextBlock source, bool needsAlternative)
    {
        var alternative = needsAlternative ? Attribute(source, "alt") : "";
        var captions = needsAlternative ? null : Attribute(source, "captions");
        var transcript = needsAlternative ? null : Joined(source.Lines);
        if (transcript is "")
            problems.Add(source.Line, "sound and film need a transcript: write it into the block.");

        var seconds = 0;
        if (!needsAlternative
            && !(int.TryParse(source.Attributes.GetValueOrDefault("seconds"), NumberStyles.None, CultureInfo.InvariantCulture, out seconds) && seconds > 0))
            problems.Add(source.Line, "say how long it runs: seconds=\u2026.");

        return block with
        {
            Text = needsAlternative ? Joined(source.Lines) : "",
            Medium = new Medium(Attribute(source, "src"), alternative, captions, transcript, seconds),
        };
    }

    private static int LineOf(TextBlock source, int index) => source.Line + 1 + index;

    private static string Joined(IEnumerable<string> lines) => string.Join('\n', lines).Trim();

    [GeneratedRegex("""^- \[(?<mark>[ xX])\] (?<text>.+)$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TaskItem();

    [GeneratedRegex("""^\d+\. (?<text>.+)$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbered();

    [GeneratedRegex("""\[@[a-z0-9-]+\]""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Citation();
}
