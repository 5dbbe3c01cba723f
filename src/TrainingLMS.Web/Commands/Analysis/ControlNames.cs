namespace TrainingLMS.Web.Commands.Analysis;

/// <summary>Names by which an arm says that it is the one without the training.</summary>
public static class ControlNames
{
    private static readonly HashSet<string> _whole = new(StringComparer.Ordinal)
    {
        "0", "none", "no", "control", "ctrl", "comparison", "untrained", "tau", "usual", "wl", "temoin", "témoin",
    };

    private static readonly string[] _beginnings = ["control", "notrain", "untrain", "usual", "treatmentasusual", "wait", "sansform"];

    /// <summary>Case, blanks, hyphens and underscores do not matter: "No training" is "no_training".</summary>
    public static bool Has(string arm)
    {
        var letters = string.Concat(arm.Where(char.IsLetterOrDigit)).ToLowerInvariant();
        return _whole.Contains(letters) || _beginnings.Any(b => letters.StartsWith(b, StringComparison.Ordinal));
    }
}
