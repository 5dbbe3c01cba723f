namespace TrainingLMS.Web.Infrastructure.Logging;

/// <summary>A path as it may be written down: without the tokens that open a form or an account.</summary>
public static class LogPaths
{
    private const string Hidden = "…";
    private const int ShortestToken = 16;

    /// <summary>Ids stay, being of use to whoever looks for a fault; whatever else is long, or follows /r/, does not.</summary>
    public static string Redacted(string? path)
    {
        if (string.IsNullOrEmpty(path))
            return "/";

        var segments = path.Split('/');
        for (var i = 1; i < segments.Length; i++)
        {
            var opensForm = string.Equals(segments[i - 1], "r", StringComparison.OrdinalIgnoreCase);
            var long0 = segments[i].Length >= ShortestToken && !Guid.TryParse(segments[i], out _);
            if (segments[i].Length > 0 && (opensForm || long0))
                segments[i] = Hidden;
        }

        return string.Join('/', segments);
    }
}
