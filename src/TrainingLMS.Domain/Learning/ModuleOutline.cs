using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrainingLMS.Domain.Learning;

/// <summary>The bones of a module version: all that progress depends on, and nothing that is read.</summary>
public sealed record ModuleOutline(
    string Id, int Version, string Title, IReadOnlyList<string> Prerequisites, QuizRule Quiz, IReadOnlyList<OutlineBlock> Blocks)
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public int Minutes => Blocks.Sum(b => b.Minutes);

    public static ModuleOutline Of(ModuleContent content) => new(
        content.Id, content.Version, content.Title, content.Prerequisites, content.Quiz,
        [.. content.Blocks.Select(b => new OutlineBlock(b.Id, b.Kind, b.Title, b.Minutes, CompletionRule.PartsOf(b)))]);

    public static ModuleOutline FromJson(string json) =>
        JsonSerializer.Deserialize<ModuleOutline>(json, _json) ?? throw new JsonException("The outline is empty.");

    public string ToJson() => JsonSerializer.Serialize(this, _json);

    public OutlineBlock? Find(string blockId) => Blocks.FirstOrDefault(b => b.Id == blockId);
}

/// <param name="Parts">How many answers the block asks for: moments of a practice, otherwise one.</param>
public sealed record OutlineBlock(string Id, BlockKind Kind, string Title, int Minutes, int Parts);

/// <summary>
/// What finishes a block, in one place: the page says it in words made from this, and the server asks the same.
/// There is no timer anywhere.
/// </summary>
public static class CompletionRule
{
    /// <summary>How many parts must be answered before the block can be marked done; zero where Done is enough.</summary>
    public static int Asks(BlockKind kind, int parts) => kind switch
    {
        BlockKind.Check => 1,
        BlockKind.Reflection => 1,
        BlockKind.Practice => parts,
        BlockKind.Reading or BlockKind.Vignette or BlockKind.Ratings or BlockKind.Figure or BlockKind.Video
            or BlockKind.Audio or BlockKind.Consultation => 0,
    };

    public static int PartsOf(Block block) => block.Kind == BlockKind.Practice ? block.Moments.Count : 1;

    /// <summary>The rule as a sentence; {0} is the number of parts. English, the key of the translation.</summary>
    public static string Words(BlockKind kind) => kind switch
    {
        BlockKind.Check => "Finished when you have answered the question, right or wrong.",
        BlockKind.Reflection => "Finished when you have written something and pressed Done. What you write stays yours.",
        BlockKind.Practice => "Finished when you have answered all {0} moments once. The second try is up to you.",
        BlockKind.Video => "Finished when you press Done. You can read the transcript instead of watching.",
        BlockKind.Audio => "Finished when you press Done. You can read the transcript instead of listening.",
        BlockKind.Reading or BlockKind.Vignette or BlockKind.Ratings or BlockKind.Figure
            or BlockKind.Consultation => "Finished when you press Done.",
    };
}
