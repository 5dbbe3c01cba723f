using TrainingLMS.Congruence.Studies;

namespace TrainingLMS.Congruence.ResponseSurfaces;

/// <summary>A session with both ratings and an outcome.</summary>
/// <param name="Therapist">Code of the therapist.</param>
/// <param name="Dyad">Code of the case.</param>
/// <param name="Patient">The patient's rating.</param>
/// <param name="TherapistRating">The therapist's, on the same scale.</param>
/// <param name="Outcome">In its own unit.</param>
public sealed record SurfaceRow(string Therapist, string Dyad, double Patient, double TherapistRating, double Outcome);

/// <summary>
/// The average surface of a multilevel polynomial regression (Nestler, Humberg &amp; Schönbrodt 2019): fixed effects b1 to
/// b5 with their covariance, therapists and cases as random intercepts, by REML.
/// </summary>
public sealed record MultilevelSurface
{
    public required FittedModel Model { get; init; }

    /// <summary>The number both ratings are counted from; 0 where each is counted from its own case's mean.</summary>
    public required double Centre { get; init; }

    /// <summary>With arms, the average of both arms' surfaces.</summary>
    public required ResponseSurface Surface { get; init; }

    public required SurfaceCoverage Coverage { get; init; }

    /// <summary>The stationary point if it lies among the ratings.</summary>
    public required Reported<StationaryPoint> StationaryInside { get; init; }

    /// <summary>Withheld below a hundred cases (in each arm, where there are arms): until then exploratory.</summary>
    public required Reported<CongruenceVerdict> Verdict { get; init; }

    /// <summary>Null where no arms were asked for.</summary>
    public required SurfaceByArm? Arms { get; init; }

    /// <summary>
    /// Fits one average surface, or one for each arm with their differences. Withheld where an arm is too small to be
    /// told, where the data refuse the model, or where the optimisers disagree.
    /// </summary>
    public static Reported<MultilevelSurface> Fit(
        IReadOnlyList<SurfaceRow> rows,
        Centring centring,
        StudyArms? arms = null,
        SmallestOfInterest? smallest = null)
    {
        if (rows.Count == 0)
            return Reported.Refuse<MultilevelSurface>(new Refusal(RefusalReason.TooFewRows, "outcome", 0, 7));

        var centre = centring.Of(rows.Select(r => r.Patient), rows.Select(r => r.TherapistRating));
        var study = new StudyRows<SurfaceRow>(rows, r => r.Therapist, r => r.Dyad);

        return new SurfaceModel<SurfaceRow>(study)
        {
            X = study.Column(SurfaceTerms.X, r => r.Patient - centre),
            Y = study.Column(SurfaceTerms.Y, r => r.TherapistRating - centre),
            Centre = centre,
            Outcome = study.Column("outcome", r => r.Outcome),
            Random = [new(study.Dyad, [study.Intercept]), new(study.Therapist, [study.Intercept])],
            Arms = arms,
            Smallest = smallest,
        }.Fit();
    }
}

/// <summary>One joint model's surface in each arm, and what differs between them.</summary>
/// <param name="Reference">Surface in the reference arm.</param>
/// <param name="Compared">Surface in the other arm.</param>
/// <param name="Differences">a1 to a5, compared minus reference.</param>
/// <param name="Interaction">The five interactions of arm and surface together.</param>
/// <param name="ReferenceVerdict">Withheld below a hundred cases in this arm.</param>
/// <param name="ComparedVerdict">The same for the other arm.</param>
public sealed record SurfaceByArm(
    ResponseSurface Reference,
    ResponseSurface Compared,
    IReadOnlyList<NamedEstimate> Differences,
    Reported<JointTest> Interaction,
    Reported<CongruenceVerdict> ReferenceVerdict,
    Reported<CongruenceVerdict> ComparedVerdict);
