using System.Globalization;
using System.Text.RegularExpressions;
using CsvHelper;
using CsvHelper.Configuration;
using TrainingLMS.Domain.Instruments;

namespace TrainingLMS.Web.Infrastructure.Instruments;

/// <summary>
/// A form from a REDCap data dictionary of 18 columns: its radio, drop-down and matrix fields with one list of numbered
/// choices become the patient's items. What the dictionary cannot say (licence, French, worked examples) stays empty.
/// </summary>
public static partial class RedcapDictionary
{
    public static readonly string[] Columns =
    [
        "Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label",
        "Choices, Calculations, OR Slider Labels", "Field Note", "Text Validation Type OR Show Slider Number",
        "Text Validation Min", "Text Validation Max", "Identifier?", "Branching Logic (Show field only if...)",
        "Required Field?", "Custom Alignment", "Question Number (surveys only)", "Matrix Group Name", "Matrix Ranking?",
        "Field Annotation",
    ];

    private static readonly string[] _chosen = ["radio", "dropdown"];

    /// <exception cref="FormatException">Not such a dictionary, or its fields do not make one form.</exception>
    public static InstrumentDefinition Read(string text)
    {
        using var csv = new CsvReader(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture));
        csv.Read();
        csv.ReadHeader();
        var missing = Columns.Except(csv.HeaderRecord ?? [], StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
            throw new FormatException($"This is not a data dictionary: the column '{missing[0]}' is missing.");

        var items = new List<InstrumentItem>();
        IReadOnlyList<(int Value, string Label)>? scale = null;
        string? form = null;
        var page = 1;
        while (csv.Read())
        {
            string Cell(string column) => csv.GetField(column)?.Trim() ?? "";
            var name = Cell(Columns[0]);
            if (Cell("Identifier?").Equals("y", StringComparison.OrdinalIgnoreCase))
                throw new FormatException($"'{name}' is marked as an identifier: a rating form here asks for none.");

            if (!_chosen.Contains(Cell("Field Type"), StringComparer.Ordinal))
                continue;

            if (form is not null && form != Cell("Form Name"))
                throw new FormatException($"'{name}' belongs to another form ('{Cell("Form Name")}'): give one form a file.");

            var choices = Choices(name, Cell("Choices, Calculations, OR Slider Labels"));
            if (scale is not null && !scale.Select(s => s.Value).SequenceEqual(choices.Select(c => c.Value)))
                throw new FormatException($"'{name}' has another scale than the fields before it; a form here has one.");

            if (items.Count > 0 && Cell("Section Header").Length > 0)
                page++;

            (form, scale) = (Cell("Form Name"), scale ?? choices);
            items.Add(new InstrumentItem { Id = Id(name), Page = page, Patient = English(Cell("Field Label")) });
        }

        return scale is null ? throw new FormatException("There is no radio or drop-down field in this dictionary.") : Form(form!, scale, items);
    }

    private static InstrumentDefinition Form(string name, IReadOnlyList<(int Value, string Label)> scale, List<InstrumentItem> items) => new()
    {
        Key = Id(name),
        Version = "1.0",
        Measure = Measure.Alliance,
        Validated = false,
        Name = English(name.Replace('_', ' ')),
        Introduction = English(""),
        Scale = new AnswerScale
        {
            Lowest = scale[0].Value,
            Highest = scale[^1].Value,
            LowestLabel = English(scale[0].Label),
            HighestLabel = English(scale[^1].Label),
        },
        Items = items,
        Scoring = new ScoringRule { Factor = 1, LeastAnsweredPercent = 80 },
        Licence = new InstrumentLicence
        {
            Holder = "",
            Id = "",
            Terms = "",
            Evidence = "",
            Electronic = false,
            Commercial = false,
            Derivatives = false,
            Notice = English(""),
        },
        Translations = [],
        Examples = [],
    };

    /// <summary>"1, not at all | 2, a little | 3, completely"</summary>
    private static List<(int Value, string Label)> Choices(string field, string cell)
    {
        var choices = new List<(int Value, string Label)>();
        foreach (var choice in cell.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = choice.Split(',', 2, StringSplitOptions.TrimEntries);
            if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
                throw new FormatException($"'{field}': the choice '{choice}' does not begin with a number and a comma.");

            choices.Add((value, parts[1]));
        }

        choices.Sort((a, b) => a.Value.CompareTo(b.Value));
        if (choices.Count < 2 || choices.Where((c, n) => c.Value != choices[0].Value + n).Any())
            throw new FormatException($"'{field}': the choices are not whole numbers one after the other.");

        return choices;
    }

    private static Wording English(string text) => new() { ["en"] = Tags().Replace(text, ""), ["fr"] = "" };

    private static string Id(string name) => name.ToLowerInvariant().Replace('_', '-');

    [GeneratedRegex("<[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tags();
}
