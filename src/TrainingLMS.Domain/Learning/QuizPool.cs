using System.Text.Json;

namespace TrainingLMS.Domain.Learning;

/// <summary>The questions that a quiz, or the test before a module, draws from.</summary>
public sealed record QuizPool(IReadOnlyList<QuizItem> Items)
{
    public QuizItem? Find(string itemId) => Items.FirstOrDefault(i => i.Id == itemId);
}

/// <param name="Quiz">Of the quiz at the end.</param>
/// <param name="PreTest">Of the test before, on the same objectives; it never counts.</param>
public sealed record ModulePools(QuizPool Quiz, QuizPool PreTest)
{
    public static ModulePools FromJson(string json) =>
        JsonSerializer.Deserialize<ModulePools>(json, JsonSerializerOptions.Web) ?? throw new JsonException("The pools are empty.");

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}

/// <param name="Id">Stable for as long as it asks the same; unique in the module.</param>
/// <param name="Objective">What it asks about.</param>
/// <param name="Block">Where to read again.</param>
/// <param name="Stem">The question.</param>
/// <param name="Options">Three or four, one of them correct; their numbers from 0 are what an answer names.</param>
public sealed record QuizItem(string Id, string Objective, string Block, string Stem, IReadOnlyList<QuizOption> Options)
{
    public int CorrectOption => Options.Select((o, i) => (o, i)).First(x => x.o.Correct).i;
}

/// <param name="Text">What can be chosen.</param>
/// <param name="Correct">Whether it is right.</param>
/// <param name="Feedback">Why.</param>
/// <param name="Source">Where that is from, by the id of a reference.</param>
public sealed record QuizOption(string Text, bool Correct, string Feedback, string Source);
