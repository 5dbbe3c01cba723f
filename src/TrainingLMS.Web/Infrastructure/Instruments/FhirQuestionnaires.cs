using System.Globalization;
using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.Ratings;
using Measure = TrainingLMS.Domain.Instruments.Measure;

namespace TrainingLMS.Web.Infrastructure.Instruments;

/// <summary>
/// A rating form as FHIR R4 Questionnaires, one for each rater, and back. The item's id is the linkId in both, which is
/// what pairs them; steps of the scale carry their ordinal value, words their translations, and the licence is in
/// "copyright" as well as, part by part, in an extension of ours.
/// </summary>
public static class FhirQuestionnaires
{
    private const string OrdinalValue = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
    private const string Translation = "http://hl7.org/fhir/StructureDefinition/translation";
    private const string Ours = "urn:traininglms:";
    private const string Url = "urn:traininglms:form:";

    public static JsonSerializerOptions Json { get; } = new JsonSerializerOptions { WriteIndented = true }.ForFhir(ModelInfo.ModelInspector);

    public static string CanonicalOf(InstrumentDefinition form, Rater rater) => $"{Url}{form.Key}:{rater}".ToLowerInvariant();

    /// <summary>A collection with the questionnaire of each rater who is asked.</summary>
    public static Bundle ToBundle(InstrumentDefinition form) => new()
    {
        Type = Bundle.BundleType.Collection,
        Entry =
        [
            .. Enum.GetValues<Rater>().Where(r => form.ItemsFor(r).Count > 0)
                .Select(r => new Bundle.EntryComponent { FullUrl = CanonicalOf(form, r), Resource = ToQuestionnaire(form, r) }),
        ],
    };

    public static Questionnaire ToQuestionnaire(InstrumentDefinition form, Rater rater) => new()
    {
        Url = CanonicalOf(form, rater),
        Version = form.Version,
        Name = form.Key,
        TitleElement = Words(form.Name),
        Status = PublicationStatus.Active,
        Publisher = form.Licence.Holder,
        Copyright = $"{form.Licence.Notice.In("en")} {form.Licence.Holder}: {form.Licence.Terms} ({form.Licence.Id})",
        PurposeElement = Markdown(rater == Rater.Therapist && form.TherapistIntroduction is { } own ? own : form.Introduction),
        Item =
        [
            .. form.ItemsFor(rater).GroupBy(i => i.Page).OrderBy(g => g.Key).Select(page => new Questionnaire.ItemComponent
            {
                LinkId = string.Create(CultureInfo.InvariantCulture, $"page-{page.Key}"),
                Type = Questionnaire.QuestionnaireItemType.Group,
                Item = [.. page.Select(i => Item(form, i, rater))],
            }),
        ],
        Extension =
        [
            Part("measure", new Code(form.Measure.ToString())),
            Part("rater", new Code(rater.ToString())),
            Part("validated", new FhirBoolean(form.Validated)),
            Group("introduction", ("text", Words(form.Introduction))),
            Group(
                "scoring",
                [
                    ("factor", new FhirDecimal((decimal)form.Scoring.Factor)),
                    ("least-answered-percent", new Integer(form.Scoring.LeastAnsweredPercent)),
                    .. form.Scoring.Reversed.Select(r => ("reversed", (DataType)new Code(r))),
                ]),
            Group(
                "licence",
                ("holder", new FhirString(form.Licence.Holder)), ("id", new FhirString(form.Licence.Id)),
                ("terms", new FhirString(form.Licence.Terms)), ("evidence", new FhirString(form.Licence.Evidence)),
                ("electronic", new FhirBoolean(form.Licence.Electronic)), ("commercial", new FhirBoolean(form.Licence.Commercial)),
                ("derivatives", new FhirBoolean(form.Licence.Derivatives)), ("notice", Words(form.Licence.Notice))),
            .. form.Translations.Select(t => Group(
                "translated", ("language", new Code(t.Language)), ("translator", new FhirString(t.Translator)),
                ("method", new FhirString(t.Method)), ("date", new Date(t.Date.ToString("O", CultureInfo.InvariantCulture))))),
            .. form.Examples.Select(e => Group(
                "example",
                [
                    .. e.Answers.Select(a => ("answer", (DataType)new FhirString(Number(a)))),
                    ("score", new FhirString(Number(e.Score))),
                ])),
        ],
    };

    /// <summary>
    /// One form from the questionnaires of its raters. What a questionnaire from elsewhere does not say (licence, worked
    /// examples, French words) is left empty: the checks name it before anything is published.
    /// </summary>
    /// <exception cref="FormatException">It is no questionnaire, or not one with one scale for all its items.</exception>
    public static InstrumentDefinition Read(string json)
    {
        Resource resource;
        try
        {
            resource = JsonSerializer.Deserialize<Resource>(json, Json)!;
        }
        catch (Exception e) when (e is JsonException or DeserializationFailedException)
        {
            throw new FormatException($"This is not FHIR R4: {e.Message.Split('\n')[0]}", e);
        }

        List<Questionnaire> questionnaires = resource switch
        {
            Questionnaire one => [one],
            Bundle bundle => bundle.Entry.Select(e => e.Resource).OfType<Questionnaire>().ToList(),
            _ => [],
        };
        return questionnaires.Count == 0
            ? throw new FormatException("There is no Questionnaire in this file.")
            : Join(questionnaires);
    }

    private static InstrumentDefinition Join(List<Questionnaire> questionnaires)
    {
        var first = questionnaires[0];
        var asked = (
            from q in questionnaires
            let rater = Find(q, "rater") is Code code && Enum.TryParse<Rater>(code.Value, out var said) ? said : Rater.Patient
            from item in Questions(q)
            select (Rater: rater, Page: item.Page, Item: item.Question)).ToList();
        if (asked.Count == 0)
            throw new FormatException("This questionnaire has no question to choose an answer from.");

        var scale = Scale(asked[0].Item);
        if (asked.Exists(a => Scale(a.Item) is var other && (other.Lowest, other.Highest) != (scale.Lowest, scale.Highest)))
            throw new FormatException("The questions have different scales; a form here has one.");

        var items = asked.GroupBy(a => a.Item.LinkId, StringComparer.Ordinal).Select(same => new InstrumentItem
        {
            Id = same.Key ?? "",
            Page = same.First().Page,
            Patient = Of(same, Rater.Patient),
            Therapist = Of(same, Rater.Therapist),
        }).ToList();

        return new InstrumentDefinition
        {
            Key = first.Name ?? "",
            Version = first.Version ?? "",
            Measure = Find(first, "measure") is Code m && Enum.TryParse<Measure>(m.Value, out var measure) ? measure : Measure.Alliance,
            Validated = Find(first, "validated") is FhirBoolean { Value: true },
            Name = Wording(first.TitleElement),
            Introduction = Wording(Find(first, "introduction", "text") ?? first.PurposeElement),
            TherapistIntroduction = questionnaires.FirstOrDefault(q => Find(q, "rater") is Code { Value: nameof(Rater.Therapist) }) is { PurposeElement: { } own }
                && !Same(Wording(own), Wording(Find(first, "introduction", "text"))) ? Wording(own) : null,
            Scale = scale,
            Items = items,
            Scoring = new ScoringRule
            {
                Factor = (double)((Find(first, "scoring", "factor") as FhirDecimal)?.Value ?? 1),
                LeastAnsweredPercent = (Find(first, "scoring", "least-answered-percent") as Integer)?.Value ?? 80,
                Reversed = [.. All(first, "scoring", "reversed").OfType<Code>().Select(c => c.Value!)],
            },
            Licence = new InstrumentLicence
            {
                Holder = Text(first, "licence", "holder") ?? first.Publisher ?? "",
                Id = Text(first, "licence", "id") ?? "",
                Terms = Text(first, "licence", "terms") ?? first.Copyright ?? "",
                Evidence = Text(first, "licence", "evidence") ?? "",
                Electronic = Find(first, "licence", "electronic") is FhirBoolean { Value: true },
                Commercial = Find(first, "licence", "commercial") is FhirBoolean { Value: true },
                Derivatives = Find(first, "licence", "derivatives") is FhirBoolean { Value: true },
                Notice = Wording(Find(first, "licence", "notice")),
            },
            Translations =
            [
                .. Groups(first, "translated").Select(t => new InstrumentTranslation
                {
                    Language = (Value(t, "language") as Code)?.Value ?? "",
                    Translator = (Value(t, "translator") as FhirString)?.Value ?? "",
                    Method = (Value(t, "method") as FhirString)?.Value ?? "",
                    Date = DateOnly.Parse((Value(t, "date") as Date)?.Value ?? "", CultureInfo.InvariantCulture),
                }),
            ],
            Examples =
            [
                .. Groups(first, "example").Select(e => new ScoringExample
                {
                    Answers = [.. e.Extension.Where(x => x.Url == "answer").Select(x => Number((x.Value as FhirString)?.Value))],
                    Score = Number((Value(e, "score") as FhirString)?.Value),
                }),
            ],
        };

        static Wording? Of(IEnumerable<(Rater Rater, int Page, Questionnaire.ItemComponent Item)> same, Rater rater) =>
            same.Where(s => s.Rater == rater).Select(s => Wording(s.Item.TextElement)).FirstOrDefault();
    }

    private static Questionnaire.ItemComponent Item(InstrumentDefinition form, InstrumentItem item, Rater rater) => new()
    {
        LinkId = item.Id,
        TextElement = Words(item.For(rater)!),
        Type = Questionnaire.QuestionnaireItemType.Choice,
        AnswerOption =
        [
            .. form.Scale.Steps.Select(step => new Questionnaire.AnswerOptionComponent { Value = Step(form.Scale, step) }),
        ],
    };

    internal static Coding Step(AnswerScale scale, int step)
    {
        var coding = new Coding
        {
            Code = step.ToString(CultureInfo.InvariantCulture),
            DisplayElement = step == scale.Lowest ? Words(scale.LowestLabel)
                : step == scale.Highest ? Words(scale.HighestLabel)
                : new FhirString(step.ToString(CultureInfo.InvariantCulture)),
        };
        coding.Extension.Add(new Extension(OrdinalValue, new FhirDecimal(step)));
        return coding;
    }

    private static IEnumerable<(int Page, Questionnaire.ItemComponent Question)> Questions(Questionnaire questionnaire)
    {
        var page = 0;
        foreach (var item in questionnaire.Item)
        {
            page++;
            foreach (var question in item.Type == Questionnaire.QuestionnaireItemType.Group ? item.Item : [item])
            {
                if (question.AnswerOption.Count > 0)
                    yield return (item.Type == Questionnaire.QuestionnaireItemType.Group ? page : 1, question);
            }
        }
    }

    private static AnswerScale Scale(Questionnaire.ItemComponent question)
    {
        var steps = question.AnswerOption.Select(o => o.Value).OfType<Coding>()
            .Select(c => (Value: Ordinal(c), c.DisplayElement)).OrderBy(s => s.Value).ToList();
        if (steps.Count < 2 || steps.Exists(s => s.Value is null) || steps.Where((s, n) => s.Value != steps[0].Value + n).Any())
            throw new FormatException($"The answers to '{question.LinkId}' are not whole numbers one after the other.");

        return new AnswerScale
        {
            Lowest = steps[0].Value!.Value,
            Highest = steps[^1].Value!.Value,
            LowestLabel = Wording(steps[0].DisplayElement),
            HighestLabel = Wording(steps[^1].DisplayElement),
        };
    }

    private static int? Ordinal(Coding coding) =>
        coding.Extension.Find(e => e.Url == OrdinalValue)?.Value is FhirDecimal { Value: { } value } ? (int)value
        : int.TryParse(coding.Code, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code) ? code : null;

    private static FhirString Words(Wording words) => Translated(new FhirString(words.In("en")), words);

    private static Markdown Markdown(Wording words) => Translated(new Markdown(words.In("en")), words);

    private static T Translated<T>(T element, Wording words)
        where T : DataType
    {
        foreach (var (language, text) in words.Where(w => w.Key != "en"))
        {
            var translation = new Extension { Url = Translation };
            translation.Extension.Add(new Extension("lang", new Code(language)));
            translation.Extension.Add(new Extension("content", new FhirString(text)));
            element.Extension.Add(translation);
        }

        return element;
    }

    private static Wording Wording(DataType? element)
    {
        var words = new Wording();
        if (element is null)
            return words;

        words["en"] = element switch { FhirString s => s.Value, Markdown m => m.Value, _ => null } ?? "";
        foreach (var translation in element.Extension.Where(e => e.Url == Translation))
        {
            if (Value(translation, "lang") is Code { Value: { } language } && Value(translation, "content") is FhirString { Value: { } text })
                words[language] = text;
        }

        return words;
    }

    private static bool Same(Wording one, Wording other) => one.SequenceEqual(other);

    private static Extension Part(string name, DataType value) => new(Ours + name, value);

    private static Extension Group(string name, params (string Name, DataType Value)[] parts)
    {
        var group = new Extension { Url = Ours + name };
        group.Extension.AddRange(parts.Select(p => new Extension(p.Name, p.Value)));
        return group;
    }

    private static IEnumerable<Extension> Groups(Questionnaire questionnaire, string name) =>
        questionnaire.Extension.Where(e => e.Url == Ours + name);

    private static DataType? Find(Questionnaire questionnaire, string name) => Groups(questionnaire, name).FirstOrDefault()?.Value;

    private static DataType? Find(Questionnaire questionnaire, string name, string part) => All(questionnaire, name, part).FirstOrDefault();

    private static IEnumerable<DataType> All(Questionnaire questionnaire, string name, string part) =>
        Groups(questionnaire, name).SelectMany(g => g.Extension).Where(e => e.Url == part).Select(e => e.Value).OfType<DataType>();

    private static string? Text(Questionnaire questionnaire, string name, string part) =>
        (Find(questionnaire, name, part) as FhirString)?.Value;

    private static DataType? Value(Extension group, string part) => group.Extension.Find(e => e.Url == part)?.Value;

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "none";

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
