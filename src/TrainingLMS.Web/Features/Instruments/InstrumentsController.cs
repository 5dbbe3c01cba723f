using System.Text;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Instruments;

namespace TrainingLMS.Web.Features.Instruments;

[Route("instruments")]
public sealed class InstrumentsController(IMediator mediator) : FeatureController(mediator)
{
    [HttpGet("")]
    public async Task<IActionResult> ListInstruments() => View(await SendAsync(new ListInstruments.Query()));

    [HttpGet("{versionId:guid}")]
    public async Task<IActionResult> ReadInstrument(ReadInstrument.Query query) => View(await SendAsync(query));

    [HttpGet("{versionId:guid}/questionnaire.json")]
    public async Task<IActionResult> Questionnaire(Guid versionId)
    {
        var page = await SendAsync(new ReadInstrument.Query(versionId));
        return Download(
            System.Text.Json.JsonSerializer.Serialize(FhirQuestionnaires.ToBundle(page.Form), FhirQuestionnaires.Json),
            "application/fhir+json", $"{page.Form.Key}-{page.Form.Version}.fhir.json");
    }

    [HttpGet("{versionId:guid}/form.json")]
    public async Task<IActionResult> OwnFile(Guid versionId)
    {
        var page = await SendAsync(new ReadInstrument.Query(versionId));
        return Download(InstrumentFormats.Say(page.Form), "application/json", $"{page.Form.Key}-{page.Form.Version}.json");
    }

    [HttpPost("{versionId:guid}/use")]
    public Task<IActionResult> UseInstrument(Guid versionId, Guid programmeId) =>
        PostAsync(
            new UseInstrument.Command(versionId, programmeId),
            done: _ => RedirectToAction(nameof(ReadInstrument), new { versionId }),
            again: async () => View(nameof(ReadInstrument), await SendAsync(new ReadInstrument.Query(versionId))));

    [HttpGet("load")]
    public async Task<IActionResult> LoadInstrument() => View(await SendAsync(new LoadInstrument.Query(Text: null)));

    /// <summary>Looks at a file or at the text that came of one; nothing is kept.</summary>
    [HttpPost("load")]
    [RequestSizeLimit(1024 * 1024)]
    public async Task<IActionResult> LoadInstrument(IFormFile? file, string? text) =>
        View(await SendAsync(new LoadInstrument.Query(file is { Length: > 0 } ? await TextOf(file) : text ?? "")));

    [HttpPost("publish")]
    [RequestSizeLimit(1024 * 1024)]
    public Task<IActionResult> PublishInstrument(string? text) =>
        PostAsync(
            new PublishInstrument.Command(text ?? ""),
            done: versionId => RedirectToAction(nameof(ReadInstrument), new { versionId }),
            again: async () => View(nameof(LoadInstrument), await SendAsync(new LoadInstrument.Query(text ?? ""))));

    /// <summary>One character more than allowed is enough to say so.</summary>
    private static async Task<string> TextOf(IFormFile file)
    {
        using var reader = new StreamReader(file.OpenReadStream());
        var buffer = new char[InstrumentFormats.LongestFile + 1];
        return new string(buffer, 0, await reader.ReadBlockAsync(buffer));
    }

    private FileContentResult Download(string text, string type, string name) => File(Encoding.UTF8.GetBytes(text), type, name);
}
