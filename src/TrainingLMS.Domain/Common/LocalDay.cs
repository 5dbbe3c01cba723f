namespace TrainingLMS.Domain.Common;

/// <summary>Days as people on the spot count them: "held", "today" and "late" are judged in the zone of the case.</summary>
public static class LocalDay
{
    /// <summary>The day it is in the zone at this instant.</summary>
    public static DateOnly Of(DateTimeOffset instant, string zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone(zone)).DateTime);

    /// <summary>The first instant of the day. Where midnight is skipped, the day starts with the clock's jump.</summary>
    public static DateTimeOffset StartOf(DateOnly day, string zone)
    {
        var rules = Zone(zone);
        var midnight = day.ToDateTime(TimeOnly.MinValue);

        while (rules.IsInvalidTime(midnight))
            midnight = midnight.AddMinutes(15);

        // Where midnight comes twice, the day starts with the first: the larger offset is the earlier instant.
        var offset = rules.IsAmbiguousTime(midnight)
            ? rules.GetAmbiguousTimeOffsets(midnight).Max()
            : rules.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }

    /// <summary>The first instant after the day.</summary>
    public static DateTimeOffset EndOf(DateOnly day, string zone) => StartOf(day.AddDays(1), zone);

    private static TimeZoneInfo Zone(string id) => TimeZoneInfo.FindSystemTimeZoneById(id);
}
