using TrainingLMS.Congruence;

namespace TrainingLMS.Reports.Documents;

/// <summary>
/// Everything one therapist's report says, as plain facts: what is stored as the snapshot, and what PDF, HTML twin and
/// JSON are all made from. Nothing in it is rounded or put into words, and what may not be told is not in it.
/// </summary>
public sealed record FeedbackReport
{
    public const int CurrentFormat = 1;

    public int Format { get; init; } = CurrentFormat;

    /// <summary>en or fr.</summary>
    public required string Language { get; init; }

    public required ReportVariant Variant { get; init; }

    /// <summary>
    /// Sealed in shape only: the programme gives feedback, and nothing has been released to this therapist yet.
    /// </summary>
    public bool Awaiting { get; init; }

    /// <summary>Made up for demonstration.</summary>
    public bool Synthetic { get; init; }

    public required string TherapistId { get; init; }

    /// <summary>The name to greet by; without one the id stands in.</summary>
    public string? TherapistName { get; init; }

    public string? Programme { get; init; }

    /// <summary>The day the report was made: its date everywhere, in the file's own data too. Null where the data have
    /// no day.</summary>
    public DateOnly? Date { get; init; }

    public DateOnly? PeriodFrom { get; init; }

    public DateOnly? PeriodTo { get; init; }

    public DateOnly? CutOff { get; init; }

    public required ReportCounts Counts { get; init; }

    public required InstrumentFacts Alliance { get; init; }

    public required InstrumentFacts Wellbeing { get; init; }

    public required IReadOnlyList<CaseFacts> Cases { get; init; }

    public required ReportFigures Figures { get; init; }

    /// <summary>Where the four-field picture is split: the middle of the scale. Null where it is not shown.</summary>
    public FieldCounts? Fields { get; init; }

    public required Readiness Readiness { get; init; }

    /// <summary>Addresses of module blocks, by the key of the suggestion ("try.dip").</summary>
    public IReadOnlyDictionary<string, string> Links { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    public string? TrainerName { get; init; }

    public string? TrainerParagraph { get; init; }

    public ProposedConsultation? Consultation { get; init; }

    public required ModelFacts Model { get; init; }

    /// <summary>
    /// The earlier cut-off whose network values these are, where too little has been rated since to tell new ones. Null
    /// where they are of this report's own cut-off.
    /// </summary>
    public DateOnly? NetworkAsOf { get; init; }

    /// <summary>Version of the words it was first put into.</summary>
    public string? Wording { get; init; }

    /// <summary>
    /// SHA-256 of the facts this report prints, and of nothing else: a hash over sealed ratings on a short scale could
    /// be searched until it gives them away.
    /// </summary>
    public required string DataHash { get; init; }
}

public enum ReportVariant
{
    /// <summary>The therapist's own ratings and the network's values; no patient's rating in any shape.</summary>
    Sealed,

    /// <summary>Both ratings, where policy and consent reveal the patient's.</summary>
    Feedback,
}

/// <summary>What stands behind the report.</summary>
/// <param name="Cases">Cases of this therapist.</param>
/// <param name="SessionsPlanned">Sessions planned, over all cases.</param>
/// <param name="TherapistRated">Sessions the therapist rated, late ones among them.</param>
/// <param name="PatientRated">Sessions a patient rated, late ones among them: that an answer came in is not sealed.</param>
/// <param name="Paired">Sessions both rated in time.</param>
/// <param name="PairedShown">Sessions both rated and revealed to the therapist.</param>
/// <param name="ExcludedLate">Sessions of which a rating is left out because it came late.</param>
/// <param name="RatedAfterReveal">Sessions rated by the therapist after earlier answers had been seen.</param>
/// <param name="NetworkTherapists">Therapists in the network's values.</param>
/// <param name="NetworkPatients">Patients in the network's values.</param>
/// <param name="NetworkPaired">Paired sessions in the network's values.</param>
public sealed record ReportCounts(
    int Cases, int SessionsPlanned, int TherapistRated, int PatientRated, int Paired, int PairedShown, int ExcludedLate,
    int RatedAfterReveal, int NetworkTherapists, int NetworkPatients, int NetworkPaired)
{
    private readonly int? _sessionsHeld;

    /// <summary>
    /// Sessions that took place by the cut-off, what every count of ratings is out of. A record that was stored without
    /// it counts the planned ones.
    /// </summary>
    public int SessionsHeld
    {
        get => _sessionsHeld ?? SessionsPlanned;
        init => _sessionsHeld = value;
    }

    /// <summary>Sessions the therapist rated late.</summary>
    public int TherapistLate { get; init; }

    public int NotHeld => Math.Max(0, SessionsPlanned - SessionsHeld);

    public int TherapistMissing => Math.Max(0, SessionsHeld - TherapistRated);

    public int PatientMissing => Math.Max(0, SessionsHeld - PatientRated);
}

/// <summary>A network's values, the same in every report that tells them.</summary>
public sealed record NetworkFacts(
    int Therapists, int Patients, int PairedSessions, Figure Gap, Figure Tracking, Figure TrackingBeyondTrend,
    ModelFacts Model)
{
    /// <summary>The earlier cut-off they were made for; null where they are of the report's own.</summary>
    public DateOnly? AsOf { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsShown => Gap.IsShown || Tracking.IsShown || TrackingBeyondTrend.IsShown;
}

/// <summary>A rating form as a report has to name it.</summary>
public sealed record InstrumentFacts(
    string Name, string Version, double Lowest, double Highest, bool? Validated, string Licence)
{
    public double Middle => (Lowest + Highest) / 2;
}

public sealed record CaseFacts
{
    public required string Code { get; init; }

    public required int SessionsPlanned { get; init; }

    public int SessionsHeld => Sessions.Count(s => s.Held);

    public required int PairedSessions { get; init; }

    /// <summary>True where the patient's line may be drawn: it is revealed, and there are two points to join.</summary>
    public required bool ShowsPatient { get; init; }

    public required IReadOnlyList<SessionFacts> Sessions { get; init; }

    public required Figure MeanGap { get; init; }

    /// <summary>Changes between neighbouring sessions that went the same way, once six sessions are paired.</summary>
    public int? MovedTogether { get; init; }

    public int? MovedOf { get; init; }

    public bool NearTheTop { get; init; }

    public IReadOnlyList<DipFacts> Dips { get; init; } = [];
}

/// <summary>One session as it may be shown; a patient's value that is not revealed is not here.</summary>
public sealed record SessionFacts(int Session, double? Therapist, double? Patient, double? Wellbeing)
{
    /// <summary>It took place by the cut-off.</summary>
    public bool Held { get; init; } = true;

    /// <summary>The therapist's rating came late: there is one, and it is not told.</summary>
    public bool TherapistLate { get; init; }

    /// <summary>The same for the patient's.</summary>
    public bool PatientLate { get; init; }
}

/// <summary>The patient's rating fell below its mean so far by one and a half of the network's usual spread.</summary>
/// <param name="Session">The session of the dip.</param>
/// <param name="Silent">The therapist's own rating did not fall with it.</param>
public sealed record DipFacts(int Session, bool Silent);

public sealed record ReportFigures
{
    /// <summary>The therapist's own mean rating, over all sessions the therapist rated.</summary>
    public required Figure OwnMean { get; init; }

    /// <summary>Means of both over the sessions behind <see cref="GapThesePatients"/>.</summary>
    public required Figure OwnMeanPaired { get; init; }

    public required Figure PatientMean { get; init; }

    /// <summary>Therapist minus patient, these patients only: a description.</summary>
    public required Figure GapThesePatients { get; init; }

    /// <summary>Therapist minus patient for this therapist in general, shrunken towards the network.</summary>
    public required Figure GapInGeneral { get; init; }

    public required Figure GapNetwork { get; init; }

    public required Figure TrackingOwn { get; init; }

    public required Figure TrackingNetwork { get; init; }

    public required Figure TrackingNetworkBeyondTrend { get; init; }
}

/// <summary>A number with what is needed to read it, or the reason why it is not told. Never both.</summary>
public sealed record Figure
{
    public double? Value { get; init; }

    public double? Low80 { get; init; }

    public double? High80 { get; init; }

    public double? Low95 { get; init; }

    public double? High95 { get; init; }

    /// <summary>Share of the number that comes from this therapist's own patients.</summary>
    public double? Lambda { get; init; }

    public Withheld? Withheld { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsShown => Value is not null;

    public static Figure Shown(double value) => new() { Value = value };

    public static Figure Hidden(Suppression reason) =>
        new() { Withheld = new(reason.Rule, reason.Present, reason.Needed) };

    public static Figure Hidden(SuppressionRule rule, double present, double needed) =>
        new() { Withheld = new(rule, present, needed) };
}

/// <summary>Why a number is not told: the rule, what is there, what it asks for.</summary>
public sealed record Withheld(SuppressionRule Rule, double Present, double Needed);

/// <summary>Paired sessions in the four fields of the picture.</summary>
public sealed record FieldCounts(double Split, int BothHigh, int BothLow, int YouHigher, int PatientHigher)
{
    public int All => BothHigh + BothLow + YouHigher + PatientHigher;
}

/// <summary>Ready as soon as one statement of the first page can be made; otherwise why not.</summary>
public sealed record Readiness(bool IsReady, Withheld? Reason)
{
    public static readonly Readiness Yes = new(true, null);
}

/// <summary>A day and hour on the wall of a place.</summary>
public sealed record ProposedConsultation(DateOnly Day, TimeOnly Hour, string Zone);

/// <summary>What made the numbers.</summary>
/// <param name="Engine">Name and version of the statistics.</param>
/// <param name="Line">Form, random part and criterion in one line; null where no model was fitted.</param>
/// <param name="TruthMean">The constant taken off both ratings, the mean of the patients' ratings, to a tenth: two exact
/// means from two days would give away what came in between. Null in a sealed report and where withheld.</param>
/// <param name="Notes">Fit state, as keys of the wording: "singular".</param>
public sealed record ModelFacts(string Engine, string? Line, double? TruthMean, IReadOnlyList<string> Notes);
