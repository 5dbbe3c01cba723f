using Microsoft.Extensions.Localization;
using TrainingLMS.Domain.Learning;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Resources;

namespace TrainingLMS.Web.Features.Learning;

/// <summary>What the pages of learning say about states and rules, in one place.</summary>
internal static class LearningWords
{
    public static string Kind(BlockKind kind) => kind switch
    {
        BlockKind.Reading => "Reading",
        BlockKind.Vignette => "Dialogue",
        BlockKind.Check => "Check yourself",
        BlockKind.Reflection => "Reflection",
        BlockKind.Practice => "Practice",
        BlockKind.Ratings => "Your ratings",
        BlockKind.Figure => "Picture",
        BlockKind.Video => "Video",
        BlockKind.Audio => "Audio",
        BlockKind.Consultation => "For your consultation",
    };

    public static string Readers(Audience audience) => audience switch
    {
        Audience.Self => "Only you can read this.",
        Audience.Consultant => "You and your consultant can read this.",
        Audience.Trainers => "You, your consultant and the trainers of your programme can read this.",
    };

    /// <summary>Why a step cannot be gone into yet; null where it can.</summary>
    public static string? Locked(this IStringLocalizer<Text> text, StepProgress step) => (step.WaitsFor, step.OpensOn) switch
    {
        ({ } first, { } day) => text["Locked until you finish {0}, and until {1}.", first.Title, day.Words()].Value,
        ({ } first, null) => text["Locked until you finish {0}.", first.Title].Value,
        (null, { } day) => text["Opens on {0}.", day.Words()].Value,
        _ => null,
    };
}
