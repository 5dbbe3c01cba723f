using TrainingLMS.Congruence.ResponseSurfaces;

namespace TrainingLMS.Congruence.Lagged;

/// <summary>What agreement means in a lagged model; two different questions, both told.</summary>
public enum CongruenceCoding
{
    /// <summary>Both ratings from one common number: did the two give the same answer?</summary>
    Numerical,

    /// <summary>Each rating from its own mean in the case, the means as covariates: were both above their own usual?</summary>
    Relative,
}

/// <summary>How well-being now enters a model of well-being next; no one way is right, so all three are told.</summary>
public enum LaggedVersion
{
    /// <summary>
    /// Not at all: intercepts of case and therapist, AR(1) residuals. Leaves open that feeling better came first.
    /// </summary>
    WithoutPrevious,

    /// <summary>As it was, with an intercept of the therapist only, like an analysis of covariance.</summary>
    PreviousRaw,

    /// <summary>From its mean in the case, with intercepts of case and therapist. The mean holds later sessions.</summary>
    PreviousWithinDyad,
}

/// <summary>When well-being is asked, which decides whether it comes after the alliance of the session before.</summary>
public enum WellBeingAsked
{
    NotStated,
    StartOfSession,
    EndOfSession,
}

/// <summary>
/// Congruence at a session and well-being at the next: W(s+1) = b0 + surface of (P, J) at s + covariates + time + W(s) in
/// three versions. An association is claimed only where all three agree, and never a cause; the coefficient of W(s)
/// itself is not read at all (in simulated data with a carry-over of .15 it came out between -.23 and .86).
/// </summary>
public sealed record LaggedCongruence
{
    /// <summary>Sessions with both ratings and well-being whose next session, by number, has well-being.</summary>
    public required int Rows { get; init; }

    public required int Dyads { get; init; }

    public required int Therapists { get; init; }

    public required WellBeingAsked Asked { get; init; }

    public required LaggedSurfaces Numerical { get; init; }

    public required LaggedSurfaces Relative { get; init; }
}

/// <summary>The three versions under one coding.</summary>
public sealed record LaggedSurfaces
{
    public required CongruenceCoding Coding { get; init; }

    /// <summary>One for each <see cref="LaggedVersion"/>, in its order.</summary>
    public required IReadOnlyList<LaggedFit> Versions { get; init; }

    /// <summary>a1 and a4 over the versions, all therapists as one.</summary>
    public required IReadOnlyList<LaggedAgreement> Agreement { get; init; }

    /// <summary>The same in the reference arm; withheld where nothing may be told by arm.</summary>
    public required Reported<IReadOnlyList<LaggedAgreement>> Reference { get; init; }

    public required Reported<IReadOnlyList<LaggedAgreement>> Compared { get; init; }

    /// <summary>The same for the difference, compared minus reference: the only test of "in one arm more".</summary>
    public required Reported<IReadOnlyList<LaggedAgreement>> Difference { get; init; }
}

/// <summary>One version.</summary>
/// <param name="Version">Which.</param>
/// <param name="Pooled">All therapists as one.</param>
/// <param name="ByArm">Both arms in one joint model.</param>
public sealed record LaggedFit(
    LaggedVersion Version, Reported<MultilevelSurface> Pooled, Reported<MultilevelSurface> ByArm);

/// <summary>Whether a parameter keeps its sign, and an interval that leaves 0 out, in every version.</summary>
/// <param name="Parameter">a1 or a4.</param>
/// <param name="Sign">-1 or +1 where all versions agree, 0 where nothing may be claimed.</param>
/// <param name="Versions">Versions that could be fitted, of three.</param>
/// <param name="IsDifference">Whether it is about the difference of the arms and not about an association.</param>
public sealed record LaggedAgreement(string Parameter, int Sign, int Versions, bool IsDifference = false)
{
    public bool Holds => Sign != 0;

    public string Sentence => (Parameter, Sign) switch
    {
        (_, not 0) when IsDifference =>
            $"the arms differ in {Parameter}: it is {(Sign > 0 ? "higher" : "lower")} in the compared arm in all three versions",
        _ when IsDifference =>
            $"the arms are not shown to differ in {Parameter}, whatever is claimed in one of them and not in the other",
        ("a1", > 0) => "lagged association: well-being tends to be higher after sessions that both rate higher (a1)",
        ("a1", < 0) => "lagged association: well-being tends to be lower after sessions that both rate higher (a1)",
        ("a4", < 0) => "lagged association: well-being tends to be lower after sessions the two rate differently (a4)",
        ("a4", > 0) => "lagged association: well-being tends to be higher after sessions the two rate differently (a4)",
        _ when Versions < 3 => $"no lagged association is claimed for {Parameter}: only {Versions} of 3 versions could be fitted",
        _ => $"no lagged association is claimed for {Parameter}: the three versions do not agree on one",
    };

    /// <summary>From one estimate a version; fewer than three claim nothing.</summary>
    public static LaggedAgreement Of(string parameter, IReadOnlyList<Estimate> estimates, bool isDifference = false)
    {
        var signs = estimates.Select(e => e.ExcludesZero ? Math.Sign(e.Value) : 0).Distinct().ToList();

        return new LaggedAgreement(
            parameter, estimates.Count == Enum.GetValues<LaggedVersion>().Length && signs is [var sign] ? sign : 0,
            estimates.Count,
            isDifference);
    }
}
