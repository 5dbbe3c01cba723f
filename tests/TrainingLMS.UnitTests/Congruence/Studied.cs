using TrainingLMS.Congruence;
using TrainingLMS.Congruence.Studies;

namespace TrainingLMS.UnitTests.Congruence;

/// <summary>The alliance set as a study of two arms.</summary>
public static class Studied
{
    /// <summary>Arm 0 is "none", the reference.</summary>
    public static StudyArms Arms { get; } = ArmsOf(ReferenceData.AllianceSim);

    public static StudyArms ArmsOf(IEnumerable<RatedSession> sessions) => StudyArms.From(
        sessions.Select(s => s.Therapist),
        ReferenceData.Arms.ToDictionary(a => a.Key, a => a.Value == 1 ? "training" : "none", StringComparer.Ordinal)).Value();

    public static IEnumerable<RatedSession> ArmOf(int arm) =>
        ReferenceData.AllianceSim.Where(s => ReferenceData.Arms[s.Therapist] == arm);

    /// <summary>An estimate against R's: values and standard errors within 1e-4 standard errors, df within 1e-3.</summary>
    public static void Agrees(double value, double standardError, double? df, Estimate actual)
    {
        Near.Absolute(value, actual.Value, 1e-4 * standardError);
        Near.Relative(standardError, actual.StandardError, 1e-4);

        if (df is { } expected)
            Near.Relative(expected, actual.DegreesOfFreedom, 1e-3);
    }
}
