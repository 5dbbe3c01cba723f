using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TrainingLMS.Testing;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.IntegrationTests.Infrastructure;

public sealed class LocalTimeTests(AppFixture app)
{
    [Theory]
    [InlineData("2026-03-04T23:00:00Z", "America/Toronto", "today 18:00")]
    [InlineData("2026-03-04T23:00:00Z", "Europe/Berlin", "tomorrow 00:00")]
    [InlineData("2026-03-04T04:59:00Z", "America/Toronto", "yesterday 23:59")]
    [InlineData("2026-03-29T00:59:00Z", "Europe/Berlin", "Sun 29 March, 01:59")]
    [InlineData("2026-03-29T01:00:00Z", "Europe/Berlin", "Sun 29 March, 03:00")] // the clock jumps from two to three
    [InlineData("2027-01-01T12:00:00Z", "Etc/UTC", "Fri 1 January 2027, 12:00")]
    public void An_instant_is_said_by_the_clock_on_the_wall(string instant, string zone, string said)
    {
        using var scope = app.Services.CreateScope();
        var time = scope.ServiceProvider.GetRequiredService<LocalTime>();
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");

        Assert.Equal(said, time.Say(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture), zone));
    }

    [Theory]
    [InlineData("fr", "2026-03-01", "d MMMM yyyy", "1er mars 2026")]
    [InlineData("fr", "2026-03-01", "dddd d MMMM", "dimanche 1er mars")]
    [InlineData("fr", "2026-03-11", "d MMMM yyyy", "11 mars 2026")]
    [InlineData("en", "2026-03-01", "d MMMM yyyy", "1 March 2026")]
    public void The_first_of_a_month_is_an_ordinal_in_French_only(string language, string day, string format, string said)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(language);

        Assert.Equal(said, DateOnly.Parse(day, CultureInfo.InvariantCulture).Words(format));
    }

    [Theory]
    [InlineData("America/Argentina/Buenos_Aires", "Buenos Aires time")]
    [InlineData("UTC", "UTC")]
    [InlineData("Nowhere/At_All", "UTC")]
    public void A_zone_is_named_by_its_city(string zone, string name)
    {
        using var scope = app.Services.CreateScope();
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");

        Assert.Equal(name, scope.ServiceProvider.GetRequiredService<LocalTime>().ZoneName(zone));
    }
}
