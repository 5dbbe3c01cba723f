using TrainingLMS.Reports.Drawing;

namespace TrainingLMS.Reports.Charts;

/// <summary>How each rater is drawn, the same in every figure and told apart without colour by line and
/// marker.</summary>
internal static class Marks
{
    private const float Size = 2.6f;

    public static readonly Stroke TherapistLine = new(Ink.Therapist, 1.5f);

    public static readonly Stroke PatientLine = new(Ink.Patient, 1.5f, Dashed: true);

    public static void Therapist(ICanvas canvas, Spot at) => canvas.Circle(at, Size, Ink.Therapist);

    public static void Patient(ICanvas canvas, Spot at) => canvas.Polygon(
        [new(at.X, at.Y - Size * 1.35f), new(at.X + Size * 1.25f, at.Y + Size), new(at.X - Size * 1.25f, at.Y + Size)],
            Ink.Patient);
}
