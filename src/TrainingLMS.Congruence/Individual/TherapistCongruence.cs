using TrainingLMS.Congruence.Dyads;

namespace TrainingLMS.Congruence.Individual;

/// <summary>What may be told to one therapist, each figure shown or withheld with its reason.</summary>
public sealed record TherapistCongruence
{
    public required string Therapist { get; init; }

    public required RatingCounts Counts { get; init; }

    /// <summary>These patients: what was rated, a description of them and nobody else.</summary>
    public required Reported<TheseCases> ThesePatients { get; init; }

    /// <summary>You in general: g0 + v_k, shrunken towards the network.</summary>
    public required Reported<GeneralTendency> InGeneral { get; init; }

    /// <summary>How far this therapist's ratings move with a patient's, shrunken; rarely more than the network's.</summary>
    public required Reported<GeneralTendency> Tracking { get; init; }

    /// <summary>What the same figures are for the network: what is told in place of a withheld one.</summary>
    public required NetworkValues Network { get; init; }

    public required IReadOnlyList<DyadCongruence> Dyads { get; init; }
}

/// <summary>What stands behind the figures.</summary>
/// <param name="Patients">Cases in the data.</param>
/// <param name="Sessions">Sessions in the data.</param>
/// <param name="TherapistRated">Sessions the therapist rated.</param>
/// <param name="PatientRated">Sessions the patient rated.</param>
/// <param name="Paired">Sessions both rated.</param>
/// <param name="PatientsWithThreePairs">Cases with enough sessions for a mean gap.</param>
/// <param name="PatientsWithFourPairs">Cases that count towards "you in general".</param>
public sealed record RatingCounts(
    int Patients,
    int Sessions,
    int TherapistRated,
    int PatientRated,
    int Paired,
    int PatientsWithThreePairs,
    int PatientsWithFourPairs);

/// <summary>The plain mean gap over the cases with at least three paired sessions.</summary>
/// <param name="MeanGap">Mean of therapist minus patient over those sessions, in points.</param>
/// <param name="StandardError">sqrt(s²ₑ / sessions), s²ₑ the network's residual variance.</param>
/// <param name="Patients">Cases in it.</param>
/// <param name="PairedSessions">Sessions in it.</param>
public sealed record TheseCases(double MeanGap, Reported<double> StandardError, int Patients, int PairedSessions);

/// <summary>
/// A shrunken figure about one therapist, for a patient whose ratings are as high as the network's on average. Where a
/// therapist's own patients rate unusually high or low it may lie on the other side of the network's value than their
/// plain mean gap, because a wide gap is usual with patients who rate high.
/// </summary>
/// <param name="Estimate">Network's value plus this therapist's share, intervals from their joint covariance.</param>
/// <param name="Lambda">
/// Share of the figure that comes from this therapist's own patients, 0 to 1: 1 - condVar / τ².
/// </param>
public sealed record GeneralTendency(Estimate Estimate, double Lambda);

/// <summary>The model's values for the whole network, under the floors for therapists and patients.</summary>
public sealed record NetworkValues
{
    public required int Therapists { get; init; }

    public required int Patients { get; init; }

    public required int PairedSessions { get; init; }

    /// <summary>g0: therapist minus patient in an average case, in points.</summary>
    public required Reported<Estimate> Gap { get; init; }

    /// <summary>gw: how far the therapist's rating moves when the patient's moves one point within a case.</summary>
    public required Reported<Estimate> Tracking { get; init; }

    /// <summary>gw with the shared trend over sessions taken out; always told beside <see cref="Tracking"/>.</summary>
    public required Reported<Estimate> TrackingBeyondTrend { get; init; }

    /// <summary>gb: how much higher a therapist rates a patient who rates one point higher than another.</summary>
    public required Reported<Estimate> BetweenDyads { get; init; }
}
