using System.Globalization;
using Microsoft.Extensions.Localization;
using NodaTime;
using NodaTime.Extensions;
using TrainingLMS.Web.Resources;

namespace TrainingLMS.Web.Infrastructure;

/// <summary>Instants as the person's clock on the wall shows them, with the name of the zone.</summary>
public sealed class LocalTime(CurrentUser user, TimeProvider clock, IStringLocalizer<Text> text)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    public DateTimeOffset In(DateTimeOffset instant, string? zone = null) =>
        instant.ToInstant().InZone(Zone(zone ?? user.TimeZone)).ToDateTimeOffset();

    public DateOnly Today(string? zone = null) => DateOnly.FromDateTime(In(Now, zone).DateTime);

    /// <summary>"14:05" today, "tomorrow 18:00", "Thu 12 March, 18:00" otherwise.</summary>
    public string Say(DateTimeOffset instant, string? zone = null)
    {
        var local = In(instant, zone);
        var time = local.ToString("HH:mm", CultureInfo.CurrentCulture);
        return (DateOnly.FromDateTime(local.DateTime).DayNumber - Today(zone).DayNumber) switch
        {
            0 => text["today {0}", time],
            1 => text["tomorrow {0}", time],
            -1 => text["yesterday {0}", time],
            _ => $"{Say(DateOnly.FromDateTime(local.DateTime), zone)}, {time}",
        };
    }

    /// <summary>The end of a window, as its last minute: "Friday 23:59" reads right where "Saturday 00:00" does not.</summary>
    public string SayUntil(DateTimeOffset end, string? zone = null) => Say(end.AddMinutes(-1), zone);

    /// <summary>"Thu 12 March", with the year where it is another one.</summary>
    public string Say(DateOnly day, string? zone = null) =>
        day.Words(day.Year == Today(zone).Year ? "ddd d MMMM" : "ddd d MMMM yyyy");

    /// <summary>"Berlin time" for Europe/Berlin.</summary>
    public string ZoneName(string? zone = null)
    {
        var id = Zone(zone ?? user.TimeZone).Id;
        return id.Contains('/', StringComparison.Ordinal)
            ? text["{0} time", id.Split('/')[^1].Replace('_', ' ')]
            : id;
    }

    private static DateTimeZone Zone(string? id) =>
        (id is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(id)) ?? DateTimeZone.Utc;
}
