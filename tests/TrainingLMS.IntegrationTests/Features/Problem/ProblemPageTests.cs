using System.Net;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Features.Problem;

public sealed class ProblemPageTests(AppFixture app)
{
    [Fact]
    public async Task A_page_that_is_not_there_says_so_and_shows_a_way_on()
    {
        var response = await app.Stranger().GetAsync("/no/such/page");
        var page = await response.PageAsync();

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("There is no such page", page.QuerySelector("h1").Words());
        Assert.NotNull(page.QuerySelector("main a[href='/']"));
    }

    [Fact]
    public async Task A_language_that_the_pages_do_not_speak_gets_English()
    {
        var browser = app.Stranger();
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd("xx");

        var page = await (await browser.GetAsync("/no/such/page")).PageAsync();

        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
    }
}
