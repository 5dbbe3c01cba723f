namespace TrainingLMS.Congruence.Studies;

/// <summary>
/// Two arms of therapists, coded -.5 and +.5 so that every other coefficient is the average of the arms; a difference is
/// always <see cref="Compared"/> minus <see cref="Reference"/>.
/// </summary>
public sealed class StudyArms
{
    private readonly IReadOnlyDictionary<string, string> _armOf;

    private StudyArms(IReadOnlyDictionary<string, string> armOf, string reference, string compared)
    {
        _armOf = armOf;
        Reference = reference;
        Compared = compared;
    }

    /// <summary>The arm whose name comes first in ordinal order, unless said otherwise.</summary>
    public string Reference { get; }

    public string Compared { get; }

    /// <summary>
    /// Withheld where the ratings name no arm at all; refused where a therapist has none or the arms are not two.
    /// </summary>
    /// <param name="therapists">Codes of the therapists in the data.</param>
    /// <param name="armOf">Arm of each therapist.</param>
    /// <param name="reference">The arm that is the reference; the first in ordinal order where null.</param>
    public static Reported<StudyArms> From(
        IEnumerable<string> therapists, IReadOnlyDictionary<string, string> armOf, string? reference = null)
    {
        var codes = therapists.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();

        if (!codes.Exists(armOf.ContainsKey))
            return Reported.Withhold<StudyArms>(SuppressionRule.NoArms, 0, 2);

        if (codes.Find(code => !armOf.ContainsKey(code)) is { } unknown)
            return Reported.Refuse<StudyArms>(new Refusal(RefusalReason.UnknownArm, unknown, 0, 1));

        var arms = codes.Select(code => armOf[code])
            .Distinct(StringComparer.Ordinal)
            .OrderBy(arm => arm == reference ? 0 : 1)
            .ThenBy(arm => arm, StringComparer.Ordinal)
            .ToList();

        return arms is [var first, var second]
            ? Reported.Show(new StudyArms(armOf, first, second))
            : Reported.Refuse<StudyArms>(new Refusal(RefusalReason.ArmCount, "arm", arms.Count, 2));
    }

    public string Of(string therapist) => _armOf[therapist];

    public double Code(string therapist) => Of(therapist) == Reference ? -.5 : .5;
}
