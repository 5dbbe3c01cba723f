namespace TrainingLMS.UnitTests.Congruence;

/// <summary>Tolerances that say what they are relative to.</summary>
public static class Near
{
    public static void Relative(double expected, double actual, double tolerance) =>
        Absolute(expected, actual, tolerance * Math.Abs(expected));

    public static void Absolute(double expected, double actual, double tolerance) =>
        Assert.True(
            Math.Abs(expected - actual) <= tolerance,
            $"expected {expected:R}, got {actual:R}: off by {Math.Abs(expected - actual):G3}, allowed {tolerance:G3}");
}
