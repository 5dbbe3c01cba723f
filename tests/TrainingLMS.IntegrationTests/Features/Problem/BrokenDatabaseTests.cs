using System.Net;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Testing;
using TrainingLMS.Web.Infrastructure.SignIn;

namespace TrainingLMS.IntegrationTests.Features.Problem;

public sealed class BrokenDatabaseTests
{
    [Fact]
    public async Task A_page_in_words_is_shown_even_when_asking_who_comes_is_what_fails()
    {
        await using var app = new AppFixture();
        var browser = app.Stranger();
        await app.ReadAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE StaffSessions RENAME TO Elsewhere"));
        browser.DefaultRequestHeaders.Add("Cookie", $"{StaffSessionHandler.PlainCookie}=of-nobody");

        var response = await browser.GetAsync("/");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("Something went wrong", (await response.PageAsync()).QuerySelector("h1").Words());
    }
}
