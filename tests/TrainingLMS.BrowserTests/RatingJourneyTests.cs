using Microsoft.EntityFrameworkCore;
using TrainingLMS.Domain.Ratings;

namespace TrainingLMS.BrowserTests;

public sealed class RatingJourneyTests(BrowserFixture browser, ITestOutputHelper output)
{
    [Fact]
    public async Task A_therapist_notes_a_session_and_rates_it_by_keyboard()
    {
        var room = await Consulting.OpenAsync(browser.App);
        await using var visitor = await browser.VisitorAsync(room.Therapist);
        await visitor.Page.GotoAsync("/");

        await visitor.TabToAsync("main .button"); // open the cases
        await visitor.EnterAsync();
        await visitor.TabToAsync("a[href$='/sessions/1/held']");
        await visitor.EnterAsync();
        await visitor.TabToAsync("input[name='Input.Held'][value=True]");
        await visitor.PressAsync("Space");
        await visitor.TabToAsync("main form button");
        await visitor.EnterAsync();

        var items = await RateAllAsync(visitor, "fieldset.scale");
        await visitor.TabToAsync("main form button");
        await visitor.EnterAsync();

        Assert.Contains("It is locked", await visitor.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await DoneAsync(room, Rater.Therapist));
        Assert.Empty(visitor.Complaints);
        output.WriteLine($"Noting and rating a session of {items} items takes {visitor.KeyPresses} key presses.");
    }

    [Fact]
    public async Task A_patient_fills_in_the_form_by_keyboard()
    {
        var room = await Consulting.OpenAsync(browser.App);
        await room.HoldAsync(1);
        var link = await room.LinkAsync(1);
        await using var visitor = await browser.VisitorAsync();
        await visitor.Page.GotoAsync(link);

        await visitor.TabToAsync("main form button"); // start
        await visitor.EnterAsync();
        var items = 0;
        while (await visitor.Page.Locator("fieldset.scale").CountAsync() > 0)
        {
            items += await RateAllAsync(visitor, "fieldset.scale");
            await visitor.TabToAsync("main form button");
            await visitor.EnterAsync();
        }

        await visitor.TabToAsync("form[action='/f/send'] button");
        await visitor.EnterAsync();

        Assert.Equal("Thank you", await visitor.Page.Locator("h1").InnerTextAsync());
        Assert.Equal(1, await DoneAsync(room, Rater.Patient));
        Assert.Empty(visitor.Complaints);
        output.WriteLine($"A patient's form of {items} items takes {visitor.KeyPresses} key presses.");
    }

    /// <summary>Tab into each row of numbers, Space for the first, five times right for the sixth.</summary>
    private static async Task<int> RateAllAsync(Visitor visitor, string scale)
    {
        var rows = await visitor.Page.Locator(scale).CountAsync();
        for (var row = 0; row < rows; row++)
        {
            var name = await visitor.Page.Locator(scale).Nth(row).Locator("input").First.GetAttributeAsync("name");
            await visitor.TabToAsync($"input[name='{name}']");
            await visitor.PressAsync("Space");
            await visitor.PressAsync("ArrowRight", times: 5);
        }

        return rows;
    }

    private Task<int> DoneAsync(Consulting room, Rater rater)
    {
        var id = Guid.Parse(room.Case.Split('/')[^1]);
        return browser.App.ReadAsync(db => (
            from s in db.Sessions
            where s.CaseId == id
            join a in db.Administrations on s.Id equals a.SessionId
            where a.Rater == rater && a.Status == AdministrationStatus.Done
            select a).CountAsync());
    }
}
