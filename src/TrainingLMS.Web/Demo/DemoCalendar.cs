using TrainingLMS.Congruence.Simulation;
using TrainingLMS.Domain.Common;

namespace TrainingLMS.Web.Demo;

/// <summary>When the made-up sessions took place, counted back from the day the demonstration is made.</summary>
internal sealed class DemoCalendar(DateTimeOffset now, string zone, RandomSource random)
{
    private const int Week = 7;
    private const int LastFinishedDaysAgo = 9;
    private const int SpreadDays = 200;

    public DateOnly Today { get; } = LocalDay.Of(now, zone);

    /// <summary>Weekly sessions of a case that is through. Half a year and more apart, so some case always meets the change of clocks.</summary>
    public DateOnly[] Finished(int sessions)
    {
        var last = Today.AddDays(-LastFinishedDaysAgo - random.Below(SpreadDays));
        return Weekly(OnWorkday(last), sessions);
    }

    /// <summary>One session of this case falls on the very day on which the clocks changed.</summary>
    public DateOnly[] AcrossClockChange(int sessions)
    {
        var latest = Today.AddDays(-LastFinishedDaysAgo - (sessions - 3) * Week);
        var change = ClockChangeUpTo(latest);
        return [.. Enumerable.Range(0, sessions).Select(i => change.AddDays((i - 2) * Week))];
    }

    /// <summary>A case still going on: so many sessions, the last one this many days ago.</summary>
    public DateOnly[] Open(int sessions, int lastDaysAgo) => Weekly(Today.AddDays(-lastDaysAgo), sessions);

    public DateTimeOffset At(DateOnly day, double hour) => LocalDay.StartOf(day, zone).AddHours(hour);

    public DateTimeOffset Closes(DateOnly day, int hours) => LocalDay.EndOf(day, zone).AddHours(hours);

    /// <summary>The latest day, up to this one, that was an hour shorter or longer.</summary>
    public DateOnly ClockChangeUpTo(DateOnly day)
    {
        for (var tries = 0; tries < 366; tries++, day = day.AddDays(-1))
        {
            if (LocalDay.EndOf(day, zone) - LocalDay.StartOf(day, zone) != TimeSpan.FromDays(1))
                return day;
        }

        throw new InvalidOperationException($"The clocks of {zone} do not change.");
    }

    private static DateOnly[] Weekly(DateOnly last, int sessions) =>
        [.. Enumerable.Range(0, sessions).Select(i => last.AddDays((i - sessions + 1) * Week))];

    private static DateOnly OnWorkday(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Saturday => day.AddDays(-1),
        DayOfWeek.Sunday => day.AddDays(-2),
        _ => day,
    };
}
