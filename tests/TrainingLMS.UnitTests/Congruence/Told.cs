using TrainingLMS.Congruence;

namespace TrainingLMS.UnitTests.Congruence;

/// <summary>Reads a reported figure in a test.</summary>
public static class Told
{
    public static T Value<T>(this Reported<T> figure) => Assert.IsType<Reported<T>.Shown>(figure).Value;

    public static Suppression Reason<T>(this Reported<T> figure) =>
        Assert.IsType<Reported<T>.Suppressed>(figure).Reason;

    public static void IsWithheld<T>(this Reported<T> figure, SuppressionRule rule, double present, double needed) =>
        Assert.Equal(new Suppression(rule, present, needed), figure.Reason());
}
