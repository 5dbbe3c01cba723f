using Microsoft.EntityFrameworkCore;
using TrainingLMS.Web.Infrastructure.SignIn;

namespace TrainingLMS.BrowserTests;

/// <summary>Somebody who thinks for long is told before the session ends, and what they typed is kept.</summary>
public sealed class SessionNoticeTests(BrowserFixture browser)
{
    private static readonly long _untilNotice = (long)(StaffSessions.Idle - TimeSpan.FromMinutes(2)).TotalMilliseconds;

    [Fact]
    public async Task The_end_of_a_session_is_announced_two_minutes_before_and_can_be_put_off()
    {
        await using var visitor = await browser.VisitorAsync(await browser.App.UserAsync());
        await visitor.Page.Clock.InstallAsync();
        await visitor.Page.GotoAsync("/");
        var notice = visitor.Page.Locator("#session-notice");

        await visitor.Page.Clock.FastForwardAsync(_untilNotice - 1000);
        Assert.False(await notice.IsVisibleAsync());
        await visitor.Page.Clock.FastForwardAsync(1000);
        Assert.Contains("in two minutes", await notice.InnerTextAsync(), StringComparison.Ordinal);

        Assert.True(await visitor.HasFocusAsync("#session-notice button"));
        await visitor.PressAsync("Enter");
        await notice.WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Hidden });

        await visitor.Page.Clock.FastForwardAsync(_untilNotice);
        await visitor.Page.Clock.FastForwardAsync(2 * 60 * 1000);
        Assert.Contains("You are signed out.", await notice.InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_typed_stays_when_the_session_is_over_and_is_sent_after_signing_in_again()
    {
        var person = await browser.App.StaffAsync();
        await using var visitor = await browser.VisitorAsync();
        await SignInAsync(visitor, person);
        await visitor.Page.GotoAsync("/account/profile");
        await visitor.Page.FillAsync("#Input_DisplayName", "Ada Berg-Olsen");
        await browser.App.WriteAsync(db => db.StaffSessions.Where(s => s.PersonId == person.User.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, browser.App.Clock.GetUtcNow())));

        await visitor.Page.ClickAsync("main form button");
        await visitor.Page.Locator("#session-notice [data-when=over]").WaitForAsync();
        Assert.Equal("Ada Berg-Olsen", await visitor.Page.InputValueAsync("#Input_DisplayName"));

        // The second factor works once a step: this one is the next.
        await browser.App.WriteAsync(db => db.Users.Where(u => u.Id == person.User.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.LastAuthenticatorStep, (long?)null)));
        var second = await visitor.Page.Context.RunAndWaitForPageAsync(
            () => visitor.Page.ClickAsync("#session-notice [data-when=over] a"));
        await SignInAsync(second, person);
        await visitor.Page.ClickAsync("main form button");
        await visitor.Page.WaitForURLAsync(url => !url.EndsWith("/account/profile", StringComparison.Ordinal));

        Assert.Equal("Ada Berg-Olsen", await browser.App.ReadAsync(
            db => db.Users.Where(u => u.Id == person.User.Id).Select(u => u.DisplayName).SingleAsync()));
    }

    private async Task SignInAsync(Visitor visitor, StaffMember person)
    {
        await visitor.Page.GotoAsync("/account/sign-in");
        await SignInAsync(visitor.Page, person);
    }

    private async Task SignInAsync(Microsoft.Playwright.IPage page, StaffMember person)
    {
        await page.FillAsync("#Input_Email", person.User.Email!);
        await page.FillAsync("#Input_Password", Staff.Password);
        await page.ClickAsync("main form button");
        await page.FillAsync("#Input_Code", browser.App.CodeOf(person));
        await page.ClickAsync("main form button");
        await page.WaitForURLAsync(url => !url.Contains("/account/factor", StringComparison.Ordinal));
    }
}
