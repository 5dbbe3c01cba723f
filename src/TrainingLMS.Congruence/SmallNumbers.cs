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
}
