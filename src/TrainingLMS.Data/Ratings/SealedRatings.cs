using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;

namespace TrainingLMS.Data.Ratings;

/// <summary>A case as one member of staff may see it now.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="Code">Its code.</param>
/// <param name="Policy">When the programme shows ratings.</param>
/// <param name="Consent">What the patient has agreed to and not taken back; nothing where there is no consent in force.</param>
/// <param name="Sessions">All planned sessions, by number.</param>
public sealed record CaseRatings(
    Guid CaseId, string Code, DisclosurePolicy Policy, ConsentScopes Consent, IReadOnlyList<SessionView> Sessions);

/// <summary>One session: the reader's own rating, and the patient's as far as it may be seen.</summary>
public sealed record SessionView(
    Guid SessionId, int Number, DateOnly? HeldOn, RatingView Own, RatingView Alliance, RatingView WellBeing);

/// <summary>
/// A rating as its reader may see it. The status may always be shown; <see cref="Score"/> is there only where the rating
/// is the reader's own or has been released to them (and is empty, too, where too many items were skipped).
/// </summary>
public sealed record RatingView(
    AdministrationStatus? Status,
    bool Late,
    DateTimeOffset? OpenedAt,
    DateTimeOffset? FinishedAt,
    DateTimeOffset? ClosesAt,
    bool Released,
    double? Score)
{
    /// <summary>Not asked yet: the session lies ahead, or the programme does not ask for it.</summary>
    public static RatingView NotAsked { get; } = new(null, false, null, null, null, false, null);
}

/// <summary>
/// One session of one case with both ratings in clear, for the statistics engine alone. Its values may reach people
/// only as what the engine's disclosure gates let pass; they are never listed, logged, exported or shown as they are.
/// </summary>
/// <param name="TherapistId">Who has the case.</param>
/// <param name="TherapistCode">The therapist's code in the programme.</param>
/// <param name="CaseId">The case.</param>
/// <param name="CaseCode">The case's code.</param>
/// <param name="SessionNumber">The true number, from 1.</param>
/// <param name="HeldOn">The day of the session in the case's zone.</param>
/// <param name="TherapistAlliance">The therapist's own view; empty where missing or left out as late.</param>
/// <param name="PatientAlliance">The patient's view; empty where missing or left out as late.</param>
/// <param name="WellBeing">The patient's well-being, 0 to 100; empty where missing or left out as late.</param>
/// <param name="TherapistLate">The therapist's rating came after its window.</param>
/// <param name="PatientLate">The patient's alliance rating came after its window.</param>
/// <param name="WellBeingLate">The well-being rating came after its window.</param>
/// <param name="Released">Policy and consent would let the therapist see the patient's alliance rating now.</param>
/// <param name="WellBeingReleased">The same for well-being.</param>
/// <param name="RevealedBefore">
/// The therapist had been shown a rating of this case before rating this session: not a blind pair any more.
/// </param>
public sealed record NetworkRating(
    Guid TherapistId,
    string TherapistCode,
    Guid CaseId,
    string CaseCode,
    int SessionNumber,
    DateOnly? HeldOn,
    double? TherapistAlliance,
    double? PatientAlliance,
    double? WellBeing,
    bool TherapistLate,
    bool PatientLate,
    bool WellBeingLate,
    bool Released,
    bool WellBeingReleased,
    bool RevealedBefore);

/// <summary>Names a session whose patient ratings somebody was shown.</summary>
public sealed record ShownRating(string CaseCode, int SessionNumber);
