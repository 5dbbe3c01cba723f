using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.Signals;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace TrainingLMS.Web.Infrastructure.Signals;

public sealed record DipRule
{
    public required double Spreads { get; init; }

    public required int FirstSession { get; init; }
}

public sealed record CeilingRule
{
    public required double From { get; init; }

    public required int Sessions { get; init; }
}

public sealed record GapRule
{
    public required double Spreads { get; init; }
}

public sealed record MissedRule
{
    public required int Sessions { get; init; }
}

/// <summary>content/signals/rules.yaml: when something is worth asking about, and the words in which it is asked.</summary>
public sealed record SignalRules
{
    public required string Version { get; init; }

    public required DipRule Dip { get; init; }

    public required CeilingRule Ceiling { get; init; }

    public required GapRule Gap { get; init; }

    public required MissedRule Missed { get; init; }

    /// <summary>By kind, as a question.</summary>
    public required Dictionary<string, Wording> Questions { get; init; }

    /// <summary>By kind: what it does not mean.</summary>
    public required Dictionary<string, Wording> Limits { get; init; }

    public static SignalRules Read() => new DeserializerBuilder()
        .WithNamingConvention(CamelCaseNamingConvention.Instance)
        .WithEnforceRequiredMembers()
        .WithDuplicateKeyChecking()
        .Build()
        .Deserialize<SignalRules>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "content", "signals", "rules.yaml")));

    public string Question(SignalKind kind, string language) => Questions[kind.ToString()].In(language);

    public string Limit(SignalKind kind, string language) => Limits[kind.ToString()].In(language);
}
