namespace TrainingLMS.Congruence;

/// <summary>Every threshold below which a figure is not told, each once, each with its reason.</summary>
/// <remarks>
/// These are rules of this product, chosen for two to five patients a therapist and six sessions a patient; a published
/// source is named where there is one. Raising one is always safe, lowering one is a decision about people.
/// </remarks>
public static class SmallNumbers
{
    /// <summary>Paired sessions before a case's two lines are drawn: one point is not a line.</summary>
    public const int PairsForLines = 2;

    /// <summary>Paired sessions before a case's mean gap (and what is read with it) is told.</summary>
    public const int PairsForMeanGap = 3;

    /// <summary>
    /// Paired sessions before a correlation within a case or the spread of its gap is told: with six, an r of .5 still
    /// has a 95 % interval from -.52 to .93 (Fisher's z).
    /// </summary>
    public const int PairsForCorrelation = 6;

    /// <summary>Paired sessions before a coefficient of agreement (Lin 1989; Shrout &amp; Fleiss 1979) is told.</summary>
    public const int PairsForAgreement = 10;

    /// <summary>Paired sessions that make a patient count towards "you in general".</summary>
    public const int PairsForGeneralPatient = 4;

    /// <summary>Such patients a therapist needs before "you in general" is told.</summary>
    public const int PatientsForGeneral = 3;

    /// <summary>
    /// The least λ of a figure about one therapist: at least half of it must come from that therapist's own patients
    /// (empirical-Bayes reliability, Raudenbush &amp; Bryk 2002, ch. 3).
    /// </summary>
    public const double LeastLambda = .5;

    /// <summary>
    /// Patients (rated often enough) before a therapist's own tracking is told, beside λ. With the spread between
    /// therapists that is assumed here λ passes .5 at twenty; with fewer it only passes where that spread happens to be
    /// overestimated (for one in twenty therapists of two to five patients, in simulated studies of forty).
    /// </summary>
    public const int PatientsForTracking = 20;

    /// <summary>Patients behind any aggregate of sealed ratings that a therapist sees: fewer can be worked out.</summary>
    public const int PatientsForSealedAggregate = 5;

    /// <summary>Therapists behind any value of the network, an arm or a site.</summary>
    public const int TherapistsForNetwork = 5;

    /// <summary>Patients behind any value of the network, an arm or a site.</summary>
    public const int PatientsForNetwork = 10;

    /// <summary>Share of ratings at the top step above which a correlation is replaced by a sentence.</summary>
    public const double CeilingShare = .5;

    /// <summary>Cases behind a within-case correlation that is pooled over cases.</summary>
    public const int DyadsForPooledCorrelation = 5;

    /// <summary>
    /// Items before the likeness of two profiles over items is told: with four to six it is chance and the profile that
    /// everybody shares (Cronbach &amp; Gleser 1953).
    /// </summary>
    public const int ItemsForProfile = 8;

    /// <summary>
    /// Cases in each arm before a response surface gets a verdict; until then it is exploratory. In simulated studies of
    /// 40 therapists with three patients each, a real curvature was seen in 8 % of them.
    /// </summary>
    public const int DyadsForSurfaceVerdict = 100;

    /// <summary>Standard deviations by which two ratings differ before they count as apart (Fleenor et al. 1996).</summary>
    public const double DiscrepancyInSd = .5;

    /// <summary>Share of rows apart in either direction below which a surface says little (Shanock et al. 2010).</summary>
    public const double LeastDiscrepantShare = .1;

    /// <summary>
    /// A dip is this many of the network's within-case standard deviations below the patient's own mean so far: 15 % of
    /// steady cases of six sessions show one by chance, and a real dip of one point is seen in two cases of three.
    /// </summary>
    public const double DipInSd = 1.5;

    /// <summary>The first session at which there is a mean so far to be below.</summary>
    public const int FirstSessionOfDip = 3;

    /// <summary>Earlier ratings that make a mean so far.</summary>
    public const int RatingsBeforeDip = 2;

    /// <summary>A dip has passed when a rating is back within this many standard deviations of the mean before it.</summary>
    public const double RecoveryInSd = .5;

    /// <summary>Sessions after a dip within which that counts as a recovery.</summary>
    public const int SessionsForRecovery = 3;
}
