using Microsoft.EntityFrameworkCore;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Testing;

namespace TrainingLMS.BrowserTests;

public sealed class TrainerJourneyTests(BrowserFixture browser, ITestOutputHelper output)
{
    [Fact]
    public async Task A_trainer_reads_a_report_proposes_a_talk_and_sends_it_by_keyboard()
    {
        var network = await Network.MakeAsync(browser.App);
        await using var visitor = await browser.VisitorAsync(network.Trainer);
        await visitor.Page.GotoAsync("/");

        await visitor.TabToAsync("main .button"); // see who is ready
        await visitor.EnterAsync();
        await visitor.TabToAsync("form.panel button");
        await visitor.EnterAsync();
        await visitor.TabToAsync("main .rows button");
        await visitor.EnterAsync();

        await visitor.TabToAsync("#Input_Paragraph");
        const string Words = "Thank you for these months.";
        await visitor.TypeAsync(Words);
        await visitor.TabToAsync("#Input_Day");
        await visitor.TypeAsync("05052026"); // the fifth of May in either order
        await visitor.TabToAsync("#Input_Hour");
        await visitor.TypeAsync("1000AM");
        await visitor.TabToAsync("form[action$='/review'] button");
        await visitor.EnterAsync();
        await visitor.TabToAsync("form[action$='/send'] button");
        await visitor.EnterAsync();

        var sent = await browser.App.ReadAsync(db => db.FeedbackReports.SingleAsync(r => r.ReviewerId == network.Trainer.Id));
        Assert.Equal((ReportStatus.Sent, Words), (sent.Status, sent.Paragraph!));
        Assert.Equal(new DateTimeOffset(2026, 5, 5, 14, 0, 0, TimeSpan.Zero), sent.ConsultationAt);
        Assert.Empty(visitor.Complaints);
        output.WriteLine(
            $"Reading, dating and sending a report takes {visitor.KeyPresses} key presses, {Words.Length + 14} of them typed.");
    }
}
