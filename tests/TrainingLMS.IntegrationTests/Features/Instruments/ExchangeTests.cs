using System.Net;
using System.Text.Json;
using TrainingLMS.Domain.People;
using TrainingLMS.Testing;
using TrainingLMS.Web.Infrastructure.Instruments;

namespace TrainingLMS.IntegrationTests.Features.Instruments;

/// <summary>Forms that come from elsewhere or go there, and the page on which they are published.</summary>
public sealed class ExchangeTests(AppFixture app)
{
    private static readonly string[] _cells =
        ["", "session_form", "", "radio", "", "1, not at all | 2, a little | 3, completely", "", "", "", "", "", "", "", "", "", "", "", ""];

    [Theory]
    [InlineData("session-check.yaml")]
    [InlineData("week-check.yaml")]
    public void A_form_that_went_through_FHIR_is_the_same_form(string file)
    {
        var form = InstrumentFile.Read(file, File.ReadAllText(Path.Combine(InstrumentFile.Folder, file))).Definition!;

        var json = JsonSerializer.Serialize(FhirQuestionnaires.ToBundle(form), FhirQuestionnaires.Json);

        Assert.Equal(form.ToJson(), FhirQuestionnaires.Read(json).ToJson());
        Assert.Contains("\"copyright\"", json, StringComparison.Ordinal);
        Assert.Contains("http://hl7.org/fhir/StructureDefinition/ordinalValue", json, StringComparison.Ordinal);
        Assert.NotNull(InstrumentFile.Read("again", InstrumentFormats.ToOurs(json)).Definition); // and our file reads back
    }

    [Fact]
    public void A_data_dictionary_becomes_a_form_that_says_what_it_lacks()
    {
        var ours = InstrumentFormats.ToOurs(Dictionary(("we_worked", "We worked well"), ("felt_heard", "I felt <b>heard</b>")));

        var form = InstrumentFile.Read("form", ours);
        Assert.Contains("I felt heard", ours, StringComparison.Ordinal);
        Assert.Contains(form.Problems, p => p.What.Contains("name the holder of the rights", StringComparison.Ordinal));
        Assert.Contains(form.Problems, p => p.What.Contains("the words in 'fr' are missing", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Variable / Field Name,Form Name\nx,y\n", "the column 'Section Header' is missing")]
    [InlineData("{\"resourceType\":\"Patient\",\"active\":true}", "There is no Questionnaire in this file.")]
    [InlineData("{\"resourceType\":\"Questionnaire\"", "This is not FHIR R4")]
    public async Task What_cannot_be_read_is_said_in_one_sentence(string text, string says)
    {
        var browser = app.SignedIn(await app.MemberAsync(await app.ProgrammeAsync(), Role.ProgrammeAdministrator));

        var looked = await browser.SubmitFormAsync("/instruments/load", "main form", ("text", text));

        Assert.Contains(says, (await looked.PageAsync()).Body.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_identifier_or_a_second_scale_in_a_dictionary_is_refused()
    {
        var identifier = Dictionary(("name", "Name")).Replace("completely\",,,,,", "completely\",,,,,y", StringComparison.Ordinal);
        Assert.Contains("identifier", Assert.Throws<FormatException>(() => RedcapDictionary.Read(identifier)).Message, StringComparison.Ordinal);
        var scales = Dictionary(("a", "A")) + Row("b", "B").Replace("3, completely", "3, much | 4, completely", StringComparison.Ordinal);
        Assert.Contains("another scale", Assert.Throws<FormatException>(() => RedcapDictionary.Read(scales)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_version_is_looked_at_published_asked_and_then_unchangeable()
    {
        var programme = await app.ProgrammeAsync();
        var browser = app.SignedIn(await app.MemberAsync(programme, Role.ProgrammeAdministrator));
        var version = $"t{Guid.NewGuid():N}"[..12];
        var text = File.ReadAllText(Path.Combine(InstrumentFile.Folder, "session-check.yaml"))
            .Replace("version: \"1.0\"", $"version: \"{version}\"", StringComparison.Ordinal)
            .Replace("key: session-check", $"key: {version}", StringComparison.Ordinal);

        var looked = await (await browser.SubmitFormAsync("/instruments/load", "main form", ("text", text))).PageAsync();
        Assert.Contains("I understood this patient.", looked.Body.Words(), StringComparison.Ordinal);
        Assert.Contains("J’ai compris cette personne.", looked.Body.Words(), StringComparison.Ordinal);
        var published = await browser.SendFormAsync(looked, "button[formaction]");
        Assert.Equal(HttpStatusCode.Redirect, published.StatusCode);
        var page = published.Headers.Location!.OriginalString;

        await Practice.WentAsync(await browser.SubmitFormAsync(page, "form[action$='/use']"));
        Assert.Contains("asks this version", (await browser.PageAsync(page)).Body.Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(page + "/questionnaire.json")).StatusCode);

        var changed = text.Replace("I understood this patient.", "I understood them.", StringComparison.Ordinal);
        var looked2 = await (await browser.SubmitFormAsync("/instruments/load", "main form", ("text", changed))).PageAsync();
        var refused = await browser.SendFormAsync(looked2, "button[formaction]");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("It cannot be changed: give the form a new version.", (await refused.PageAsync()).Body.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_finds_the_forms()
    {
        var therapist = app.SignedIn(await app.MemberAsync(await app.ProgrammeAsync(), Role.Therapist));

        Assert.Equal(HttpStatusCode.NotFound, (await therapist.GetAsync("/instruments")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await therapist.GetAsync("/instruments/load")).StatusCode);
    }

    private static string Dictionary(params (string Name, string Label)[] fields) =>
        string.Join(',', RedcapDictionary.Columns.Select(c => $"\"{c}\"")) + "\n" + string.Concat(fields.Select(f => Row(f.Name, f.Label)));

    private static string Row(string name, string label) =>
        string.Join(',', _cells.Select((c, n) => n == 0 ? name : n == 4 ? label : c.Contains(',', StringComparison.Ordinal) ? $"\"{c}\"" : c)) + "\n";
}
