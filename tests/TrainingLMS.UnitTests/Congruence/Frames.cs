using TrainingLMS.Congruence;
using TrainingLMS.Congruence.MixedModels;

namespace TrainingLMS.UnitTests.Congruence;

/// <summary>The truth-and-bias columns built by hand, so that the core is tested without the code that builds them.</summary>
public sealed class Frames
{
    public Frames(IEnumerable<RatedSession> sessions, IReadOnlyDictionary<string, int>? arms = null)
    {
        var rows = PairedRating.From(sessions);
        Centre = rows.Average(r => r.Truth);
        var mean = rows.GroupBy(r => r.Dyad, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Average(r => r.Truth), StringComparer.Ordinal);
        Outcome = Make("Jc", r => r.Judgement - Centre);
        Uncentred = Make("Tc", r => r.Truth - Centre);
        Within = Make("Tw", r => r.Truth - mean[r.Dyad]);
        Between = Make("Tb", r => mean[r.Dyad] - Centre);
        Time = Make("timec", r => r.Session - 3.5);
        Arm = Make("arm", r => arms?[r.Therapist] ?? 0);
        Intercept = Column.Intercept(rows.Count);
        Therapist = new GroupingFactor("therapist", [.. rows.Select(r => r.Therapist)]);
        Dyad = new GroupingFactor("patient", [.. rows.Select(r => r.Dyad)]);

        Column Make(string name, Func<PairedRating, double> value) => new(name, [.. rows.Select(value)]);
    }

    public double Centre { get; }

    public Column Outcome { get; }

    public Column Uncentred { get; }

    public Column Within { get; }

    public Column Between { get; }

    public Column Time { get; }

    public Column Arm { get; }

    public Column Intercept { get; }

    public GroupingFactor Therapist { get; }

    public GroupingFactor Dyad { get; }

    /// <summary>Jc ~ Tw + Tb + (1 | patient) + (1 | therapist); θ in this order.</summary>
    public ModelFrame Intercepts =>
        new(Outcome, [Intercept, Within, Between], [new(Dyad, [Intercept]), new(Therapist, [Intercept])]);

    /// <summary>Jc ~ Tw + Tb + (1 + Tw | patient) + (1 | therapist).</summary>
    public ModelFrame Slopes =>
        new(Outcome, [Intercept, Within, Between], [new(Dyad, [Intercept, Within]), new(Therapist, [Intercept])]);

    /// <summary>Jc ~ Tw * arm + Tb * arm + (1 + Tw | patient) + (1 | therapist).</summary>
    public ModelFrame ByArm =>
        Slopes with { Fixed = [Intercept, Within, Arm, Between, Within.Times(Arm), Arm.Times(Between)] };
}
