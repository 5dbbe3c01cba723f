using NodaTime;
using NodaTime.TimeZones;

namespace TrainingLMS.Web.Infrastructure;

/// <summary>The zones that people choose from, by IANA name.</summary>
public static class TimeZones
{
    public static IReadOnlyList<string> All { get; } = [.. TzdbDateTimeZoneSource.Default.ZoneLocations!
        .Select(l => l.ZoneId).Append("Etc/UTC").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The same with the likely ones at the head, each once.</summary>
    public static IEnumerable<string> AllAfter(params string?[] likely) =>
        likely.OfType<string>().Where(IsKnown).Concat(All).Distinct(StringComparer.Ordinal);

    public static bool IsKnown(string? zone) => zone is not null && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null;
}
