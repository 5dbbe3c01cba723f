using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrainingLMS.Domain.Learning;

/// <summary>What kind of thing a block is, and so what it takes to finish it (<see cref="CompletionRule"/>).</summary>
public enum BlockKind
{
    Reading,
    Vignette,
    Check,
    Reflection,
    Practice,
    Ratings,
    Figure,
    Video,
    Audio,
    Consultation,
}

/// <summary>Who reads what a therapist writes. It widens by the author's own act and never otherwise.</summary>
public enum Audience
{
    Self,
    Consultant,
    Trainers,
}

/// <summary>One version of a module in one language, as its files say it. A published one never changes.</summary>
public sealed record ModuleContent
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Lower case with hyphens; the name of the folder, and of the module for ever.</summary>
    public required string Id { get; init; }

    /// <summary>From 1 up; raised with every change of what is published.</summary>
    public required int Version { get; init; }

    public required string Language { get; init; }

    public required string Title { get; init; }

    public required string Summary { get; init; }

    /// <summary>Minutes for all blocks together.</summary>
    public required int Minutes { get; init; }

    /// <summary>alliance, mentalizing, attachment, countertransference or metacommunication.</summary>
    public required string Skill { get; init; }

    /// <summary>Modules to finish first, by id.</summary>
    public required IReadOnlyList<string> Prerequisites { get; init; }

    public required QuizRule Quiz { get; init; }

    public required IReadOnlyList<Objective> Objectives { get; init; }

    public required IReadOnlyList<Reference> References { get; init; }

    /// <summary>In the order in which they are opened.</summary>
    public required IReadOnlyList<Block> Blocks { get; init; }

    public static ModuleContent FromJson(string json) =>
        JsonSerializer.Deserialize<ModuleContent>(json, _json) ?? throw new JsonException("The module is empty.");

    public string ToJson() => JsonSerializer.Serialize(this, _json);

    public Block? Find(string blockId) => Blocks.FirstOrDefault(b => b.Id == blockId);
}

/// <param name="Draw">Questions asked in one attempt.</param>
/// <param name="Pass">Share of them, 0 to 1, that must be right.</param>
public sealed record QuizRule(int Draw, double Pass);

/// <param name="Id">Stable within the module.</param>
/// <param name="Text">Begins with a verb that can be seen.</param>
public sealed record Objective(string Id, string Text);

/// <param name="Id">author-year, a letter after it where two are alike.</param>
/// <param name="Text">In full, as a list of references has it.</param>
/// <param name="Doi">Without the address before it, where one exists.</param>
public sealed record Reference(string Id, string Text, string? Doi);

/// <summary>A step of a module. The id stays as long as the block teaches the same thing: progress hangs on it.</summary>
public sealed record Block
{
    public required string Id { get; init; }

    public required BlockKind Kind { get; init; }

    public required string Title { get; init; }

    public required int Minutes { get; init; }

    public required IReadOnlyList<string> Objectives { get; init; }

    /// <summary>Markdown; of checks, reflections and practice what stands before their parts.</summary>
    public required string Text { get; init; }

    /// <summary>Of a <see cref="BlockKind.Check"/>.</summary>
    public IReadOnlyList<CheckOption> Options { get; init; } = [];

    /// <summary>Of a <see cref="BlockKind.Reflection"/>, each a question in Markdown.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [];

    /// <summary>Whom a <see cref="BlockKind.Reflection"/> is for until its author widens it.</summary>
    public Audience Audience { get; init; }

    /// <summary>Of a <see cref="BlockKind.Practice"/>.</summary>
    public IReadOnlyList<PracticeMoment> Moments { get; init; } = [];

    /// <summary>Of a figure, video or audio: a file of the module's folder, with what stands for it in words.</summary>
    public Medium? Medium { get; init; }
}

/// <param name="Text">Markdown.</param>
/// <param name="Correct">One of the options is.</param>
/// <param name="Feedback">Why, in Markdown, with its source.</param>
public sealed record CheckOption(string Text, bool Correct, string Feedback);

/// <summary>Something a patient says, to be answered, looked at by criteria, and answered again.</summary>
public sealed record PracticeMoment(
    string Title, string Patient, string Task, IReadOnlyList<string> Criteria, string Model, string SecondTry);

/// <param name="File">Below the module's folder.</param>
/// <param name="Alternative">What a picture shows; empty for sound and film.</param>
/// <param name="Captions">A WebVTT file, for sound and film.</param>
/// <param name="Transcript">Markdown, for sound and film.</param>
/// <param name="Seconds">How long it runs; zero for a picture.</param>
public sealed record Medium(string File, string Alternative, string? Captions, string? Transcript, int Seconds);
