using System.Net;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Domain.Learning;
using TrainingLMS.Domain.People;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Features.Learning;

public sealed class LearningTests(AppFixture app)
{
    [Fact]
    public async Task Done_opens_the_next_block_and_another_device_goes_on_there()
    {
        var learner = await app.LearnerAsync("mentalizing", "two-minds");
        var browser = app.SignedIn(learner.Therapist);

        var done = await browser.SubmitFormAsync(Block(learner, "two-minds"), "form[action$='/done']");

        Assert.Equal(Block(learner, "modes"), done.Headers.Location!.OriginalString);
        var path = await app.SignedIn(learner.Therapist).PageAsync("/learning");
        Assert.Equal(Block(learner, "modes"), path.QuerySelector(".due a.button")!.GetAttribute("href"));
        Assert.Contains("block 2 of 14", path.QuerySelector(".due")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Done_twice_is_done_once_and_reading_again_changes_nothing()
    {
        var learner = await app.LearnerAsync("mentalizing", "two-minds");
        var browser = app.SignedIn(learner.Therapist);
        var page = await browser.PageAsync(Block(learner, "two-minds"));

        await browser.SendFormAsync(page, "form[action$='/done']");
        var first = await EventsAsync(learner);
        await browser.SendFormAsync(page, "form[action$='/done']");
        await browser.PageAsync(Block(learner, "two-minds"));

        Assert.Equal(first, await EventsAsync(learner));
    }

    [Fact]
    public async Task A_locked_block_says_what_comes_first_and_takes_no_post()
    {
        var learner = await app.LearnerAsync("mentalizing", "arousal");
        var browser = app.SignedIn(learner.Therapist);
        var before = await EventsAsync(learner);

        var looked = await browser.GetAsync(Block(learner, "bring"));
        var page = await looked.PageAsync();
        var open = await browser.PageAsync(Block(learner, "arousal"));
        open.QuerySelector("form[action$='/done']")!.SetAttribute("action", Block(learner, "bring") + "/done");
        var posted = await browser.SendFormAsync(open, "form[action$='/done']");

        Assert.Equal(HttpStatusCode.Forbidden, looked.StatusCode);
        Assert.Contains("Locked until you finish Too hot, too cold, and our own lapses, block 4 (about 7 minutes).", page.Body.Words(), StringComparison.Ordinal);
        Assert.Equal(Block(learner, "arousal"), page.QuerySelector("main a.button")!.GetAttribute("href"));
        Assert.NotEqual(HttpStatusCode.Redirect, posted.StatusCode);
        Assert.Equal(before, await EventsAsync(learner));
    }

    [Fact]
    public async Task A_module_that_waits_for_another_one_says_which_and_refuses_its_blocks()
    {
        var learner = await app.LearnerAsync("mentalizing", "arousal");
        var browser = app.SignedIn(learner.Therapist);

        var module = await browser.PageAsync($"/learning/{learner.EnrolmentId}/metacommunication");
        var block = await browser.GetAsync($"/learning/{learner.EnrolmentId}/metacommunication/blocks/talk-about-talk");

        Assert.Contains("Locked until you finish Mentalizing.", module.QuerySelector(".note")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, block.StatusCode);
    }

    [Fact]
    public async Task A_check_is_finished_by_any_answer_and_every_answer_says_why()
    {
        var learner = await app.LearnerAsync("mentalizing", "check-modes");
        var browser = app.SignedIn(learner.Therapist);

        var nothing = await browser.SubmitFormAsync(Block(learner, "check-modes"), "form[action$='/answer']");
        var wrong = await browser.SubmitFormAsync(Block(learner, "check-modes"), "form[action$='/answer']", ("Input.Option", "1"));
        var tampered = await browser.PageAsync(Block(learner, "check-modes"));
        tampered.QuerySelector("#option-1")!.SetAttribute("value", "9");
        var off = await browser.SendFormAsync(tampered, "form[action$='/answer']", ("Input.Option", "9"));
        var page = await browser.PageAsync(Block(learner, "check-modes"));

        Assert.Contains("Choose an answer.", (await nothing.PageAsync()).QuerySelector(".error-summary").Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, off.StatusCode);
        Assert.Contains("Another answer fits better.", Assert.Single(page.QuerySelectorAll(".choice .note")).TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("nav a.button[href$='/arousal']"));
    }

    [Fact]
    public async Task A_reflection_is_saved_as_it_is_written_and_widens_only_by_the_author()
    {
        var learner = await app.LearnerAsync("mentalizing", "your-certainty");
        var browser = app.SignedIn(learner.Therapist);
        var here = Block(learner, "your-certainty");

        var early = await browser.SubmitFormAsync(here, "form[action$='/done']");
        await browser.SubmitFormAsync(here, "#part-1", ("Input.Text", "I was sure that he was bored."));
        var written = await browser.PageAsync(here);
        await browser.SubmitFormAsync(here, "button[value='Consultant']");
        var shared = await browser.PageAsync(here);
        var done = await browser.SubmitFormAsync(here, "form[action$='/done']");

        Assert.Contains("write something first", (await early.PageAsync()).QuerySelector(".error-summary").Words(), StringComparison.Ordinal);
        Assert.Equal("I was sure that he was bored.", written.QuerySelector("#text-1-1")!.TextContent.Trim());
        Assert.StartsWith("saved ", written.QuerySelector("#text-1-1-saved")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Only you can read this.", written.QuerySelector("#audience").Words(), StringComparison.Ordinal);
        Assert.Contains("You and your consultant can read this.", shared.QuerySelector("#audience").Words(), StringComparison.Ordinal);
        Assert.Null(shared.QuerySelector("button[value='Consultant']"));
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.False(await app.ReadAsync(async db =>
            (await db.Set<Writing>().Where(w => w.EnrolmentId == learner.EnrolmentId).ToListAsync())
                .Exists(w => System.Text.Encoding.UTF8.GetString(w.Encrypted).Contains("bored", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_practice_shows_its_criteria_after_the_first_answer_and_ends_with_the_last_moment()
    {
        var learner = await app.LearnerAsync("mentalizing", "practice");
        var browser = app.SignedIn(learner.Therapist);
        var here = Block(learner, "practice");
        var page = await browser.PageAsync(here);
        var moments = page.QuerySelectorAll(".moment").Length;

        await browser.SubmitFormAsync(here, "#part-1", ("Input.Text", "When did it come?"));
        var after = await browser.PageAsync(here);
        var early = await browser.SubmitFormAsync(here, "form[action$='/done']");
        for (var part = 2; part <= moments; part++)
            await browser.SubmitFormAsync(here, $"#part-{part}", ("Input.Text", "Tell me more about it."));
        var done = await browser.SubmitFormAsync(here, "form[action$='/done']");

        Assert.DoesNotContain("One possible answer", page.Body.Words(), StringComparison.Ordinal);
        Assert.Equal(1, after.QuerySelectorAll(".moment details").Length);
        Assert.Contains($"{moments - 1} moments are still to be answered", (await early.PageAsync()).QuerySelector(".error-summary").Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
    }

    [Fact]
    public async Task Nobody_else_finds_the_page()
    {
        var learner = await app.LearnerAsync("mentalizing", "arousal");
        var colleague = await app.MemberAsync(learner.Programme, Role.Therapist);
        var trainer = await app.MemberAsync(learner.Programme, Role.Trainer);

        foreach (var person in new[] { colleague, trainer })
            Assert.Equal(HttpStatusCode.NotFound, (await app.SignedIn(person).GetAsync(Block(learner, "two-minds"))).StatusCode);

        Assert.Equal(HttpStatusCode.NotFound, (await app.SignedIn(learner.Therapist).GetAsync($"/learning/{learner.EnrolmentId}/attachment")).StatusCode);
    }

    [Fact]
    public async Task A_path_takes_no_more_statements_than_it_has_kinds_of_rows()
    {
        var learner = await app.LearnerAsync("mentalizing", "arousal");
        var browser = app.SignedIn(learner.Therapist);
        await browser.PageAsync("/learning");

        using var counted = app.Statements.Count();
        await browser.PageAsync("/learning");

        // Two more than the path's own are who asks and what they may.
        Assert.InRange(counted.Statements.Count, 1, 6);
    }

    private static string Block(Learner learner, string block) => $"/learning/{learner.EnrolmentId}/mentalizing/blocks/{block}";

    private Task<int> EventsAsync(Learner learner) =>
        app.ReadAsync(db => db.LearningEvents.CountAsync(e => e.EnrolmentId == learner.EnrolmentId));
}
