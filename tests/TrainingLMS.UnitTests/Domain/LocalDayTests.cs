using System.Globalization;
using TrainingLMS.Domain.Common;

namespace TrainingLMS.UnitTests.Domain;

public sealed class LocalDayTests
{
    [Theory]
    [InlineData("2026-03-04T23:30:00Z", "America/Toronto", "2026-03-04")]
    [InlineData("2026-03-04T23:30:00Z", "Europe/Berlin", "2026-03-05")]
    [InlineData("2026-03-04T23:30:00Z", "Pacific/Auckland", "2026-03-05")]
    [InlineData("2026-03-05T04:59:59Z", "America/Toronto", "2026-03-04")]
    public void A_day_is_the_one_on_the_spot(string instant, string zone, string day) =>
        Assert.Equal(Day(day), LocalDay.Of(At(instant), zone));

    [Theory]
    [InlineData("2026-03-08", "America/Toronto", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z")] // 23 hours
    [InlineData("2026-11-01", "America/Toronto", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z")] // 25 hours
    [InlineData("2026-06-01", "Asia/Kolkata", "2026-05-31T18:30:00Z", "2026-06-01T18:30:00Z")]
    [InlineData("2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z")] // midnight was skipped
    [InlineData("2018-02-18", "America/Sao_Paulo", "2018-02-18T03:00:00Z", "2018-02-19T03:00:00Z")] // 23:00 came twice the day before
    [InlineData("2022-10-30", "America/Havana", "2022-10-30T04:00:00Z", "2022-10-31T04:00:00Z")]
    [InlineData("2022-11-06", "America/Havana", "2022-11-06T04:00:00Z", "2022-11-07T05:00:00Z")] // midnight came twice: the first
    public void A_day_starts_and_ends_with_the_clocks_of_the_place(string day, string zone, string starts, string ends)
    {
        Assert.Equal(At(starts), LocalDay.StartOf(Day(day), zone));
        Assert.Equal(At(ends), LocalDay.EndOf(Day(day), zone));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
