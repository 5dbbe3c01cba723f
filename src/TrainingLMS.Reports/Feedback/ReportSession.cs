using TrainingLMS.Reports.Documents;

namespace TrainingLMS.Reports.Feedback;

/// <summary>One session as the network's data hold it; a missing rating is null.</summary>
/// <param name="Therapist">Code of the therapist.</param>
/// <param name="Case">Code of the case, unique within its therapist.</param>
/// <param name="Session">The true session number, from 1.</param>
/// <param name="TherapistAlliance">The therapist's own rating.</param>
/// <param name="PatientAlliance">The patient's rating.</param>
/// <param name="Wellbeing">The patient's well-being.</param>
public sealed record ReportSession(
    string Therapist, string Case, int Session, double? TherapistAlliance, double? PatientAlliance, double? Wellbeing)
{
    /// <summary>
    /// Policy and consent let the therapist see what the patient answered here. False unless said, and without effect
    /// in a sealed report.
    /// </summary>
    public bool Released { get; init; }

    /// <summary>
    /// The session took place. Not so for one that is only planned, or of which nothing but its line in a file is known.
    /// </summary>
    public bool Held { get; init; } = true;

    /// <summary>The therapist's rating came after its window: counted as rated, and left out of every figure.</summary>
    public bool TherapistLate { get; init; }

    /// <summary>The same for the patient's.</summary>
    public bool PatientLate { get; init; }

    public bool Late => TherapistLate || PatientLate;

    public bool RatedByTherapist => TherapistAlliance is not null || TherapistLate;

    public bool RatedByPatient => PatientAlliance is not null || PatientLate;

    /// <summary>As the figures take it: without what came late.</summary>
    internal ReportSession InTime => this with
    {
        TherapistAlliance = TherapistLate ? null : TherapistAlliance,
        PatientAlliance = PatientLate ? null : PatientAlliance,
    };

    /// <summary>The therapist had seen earlier answers of this patient before rating this session.</summary>
    public bool RatedAfterReveal { get; init; }

    public DateOnly? Date { get; init; }
}

/// <summary>What a set of reports has in common.</summary>
public sealed record ReportOptions
{
    public required ReportVariant Variant { get; init; }

    /// <summary>The reports' date, where there is one; with the same data it makes the same bytes.</summary>
    public DateOnly? Date { get; init; }

    public string Language { get; init; } = "en";

    /// <summary>Sessions after this day are left out; every session needs its date then.</summary>
    public DateOnly? CutOff { get; init; }

    public string? Programme { get; init; }

    /// <summary>Made up for demonstration; every page says so.</summary>
    public bool Synthetic { get; init; }

    /// <summary>Sessions planned for each case.</summary>
    public int SessionsPlanned { get; init; } = 6;

    public required InstrumentFacts Alliance { get; init; }

    public required InstrumentFacts Wellbeing { get; init; }

    /// <summary>Distance between two answers of one item.</summary>
    public double AllianceStep { get; init; } = 1;

    /// <summary>Addresses of module blocks by suggestion, "try.ask" and the like; without one its name is
    /// printed.</summary>
    public IReadOnlyDictionary<string, string> Links { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>Whom a report greets, and in which language where it is not that of all.</summary>
public sealed record ReportRecipient(string? Name = null, string? Language = null);
