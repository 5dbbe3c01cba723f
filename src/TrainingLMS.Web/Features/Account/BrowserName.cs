namespace TrainingLMS.Web.Features.Account;

/// <summary>What a browser says of itself, as its owner would call it: "Firefox on Windows".</summary>
public static class BrowserName
{
    // In this order: each later browser pretends to be an earlier one.
    private static readonly (string Mark, string Name)[] _browsers =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Mark, string Name)[] _systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];

    public static string Of(string? userAgent)
    {
        var browser = First(_browsers, userAgent) ?? "Browser";
        return First(_systems, userAgent) is { } system ? $"{browser} – {system}" : browser;
    }

    private static string? First((string Mark, string Name)[] marks, string? userAgent) =>
        Array.Find(marks, m => userAgent?.Contains(m.Mark, StringComparison.Ordinal) == true).Name;
}
