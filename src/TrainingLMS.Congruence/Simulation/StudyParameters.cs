namespace TrainingLMS.Congruence.Simulation;

/// <summary>
/// What a simulated study is made of, in points of a 1-7 scale unless said otherwise. Sizes are those of Tasca et al.
/// (2023); means and spreads are chosen so that pooled mean, gap (d about .5-.6) and correlation (about .36-.56) come out
/// as published for such ratings (Tryon, Blackwell &amp; Hammel 2007); the rest is assumption.
/// </summary>
public sealed record StudyParameters
{
    public int Therapists { get; init; } = 40;

    public int Patients { get; init; } = 117;

    public int FewestPatients { get; init; } = 2;

    public int MostPatients { get; init; } = 5;

    public int Sessions { get; init; } = 6;

    /// <summary>Mean of the patients' ratings at session 1.</summary>
    public double PatientMean { get; init; } = 5.45;

    public double PatientSdBetweenTherapists { get; init; } = .22;

    public double PatientSdBetweenPatients { get; init; } = .70;

    public double PatientSdWithin { get; init; } = .42;

    /// <summary>Correlation of a patient's deviations from one session to the next.</summary>
    public double PatientAutocorrelation { get; init; } = .25;

    public double PatientGrowth { get; init; } = .07;

    public double PatientGrowthSd { get; init; } = .06;

    /// <summary>The patients' mean over six sessions, around which slopes between dyads turn.</summary>
    public double GrandMean { get; init; } = 5.62;

    /// <summary>Therapist minus patient, on average.</summary>
    public double Bias { get; init; } = -.50;

    public double BiasSdBetweenTherapists { get; init; } = .30;

    public double BiasSdBetweenDyads { get; init; } = .45;

    /// <summary>Points of a therapist's dyad mean for one point of the patient's.</summary>
    public double BetweenSlope { get; init; } = .32;

    public ByArm Tracking { get; init; } = new(.20, .40);

    public double TrackingSdBetweenTherapists { get; init; } = .10;

    public double TrackingSdBetweenDyads { get; init; } = .15;

    /// <summary>The therapist's own trend per session, beyond tracking.</summary>
    public ByArm TherapistTrend { get; init; } = new(.03, .10);

    public double TherapistSdWithin { get; init; } = .38;

    public double TherapistAutocorrelation { get; init; } = .15;

    /// <summary>Well-being, 0-100, at session 1.</summary>
    public double WellBeingMean { get; init; } = 46;

    public double WellBeingSdBetweenTherapists { get; init; } = 3;

    public double WellBeingSdBetweenPatients { get; init; } = 14;

    public double WellBeingSdWithin { get; init; } = 7;

    public double WellBeingGrowth { get; init; } = 1.2;

    public double WellBeingCarryOver { get; init; } = .15;

    /// <summary>What both ratings of a session do to well-being at the next, in the trained arm.</summary>
    public LaggedSurface TrainedSurface { get; init; } = new(1.8, 1.4, -1.2, 1.6, -1.2);

    public LaggedSurface UntrainedSurface { get; init; } = new(.6, .2, 0, 0, 0);

    /// <summary>Shares missing at random.</summary>
    public double PatientMissing { get; init; } = .06;

    public double TherapistMissing { get; init; } = .08;

    public double WellBeingMissing { get; init; } = .06;
}

/// <summary>A value without and with the training.</summary>
public sealed record ByArm(double Untrained, double Trained)
{
    public double For(StudyArm arm) => arm == StudyArm.Training ? Trained : Untrained;
}

public enum StudyArm
{
    NoTraining,
    Training,
}

/// <summary>b1 x + b2 y + b3 x² + b4 xy + b5 y², x the patient's and y the therapist's rating, both centred.</summary>
public sealed record LaggedSurface(double B1, double B2, double B3, double B4, double B5)
{
    public double At(double x, double y) => B1 * x + B2 * y + B3 * x * x + B4 * x * y + B5 * y * y;
}
