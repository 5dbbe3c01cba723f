using System.Net;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Features.PaperForms;

public sealed class PaperTests(AppFixture app)
{
    [Fact]
    public async Task A_sealed_sheet_is_typed_in_marked_as_paper_and_never_shown()
    {
        var (practice, clerk, sheet) = await SheetAsync();

        await Practice.WentAsync(await TypeAsync(clerk, sheet, 7, 7, 7, 7, 7, 6));

        var response = Assert.Single(await practice.ResponsesAsync());
        Assert.Equal(41 / 6.0, response.Score!.Value, 12);
        var form = await app.ReadAsync(db => Task.FromResult(db.Administrations.Single(a => a.Id == response.AdministrationId)));
        Assert.Equal((CaptureMode.Paper, AdministrationStatus.Done, false), (form.Mode, form.Status, form.Late));
        Assert.Contains("We have this form. It is not shown and not changed.", (await clerk.PageAsync(sheet)).Body.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("6.8", (await practice.CaseAsync()).Body.Words(), StringComparison.Ordinal); // the therapist has not rated
    }

    [Fact]
    public async Task The_first_sheet_is_typed_in_twice_and_what_differs_is_looked_at_again()
    {
        var (practice, clerk, sheet) = await SheetAsync();
        await Practice.WentAsync(await TypeAsync(clerk, sheet, 7, 7, 7, 7, 7, 6));
        Assert.NotNull((await clerk.PageAsync("/paper")).QuerySelector($"a[href='{sheet}/second']"));
        Assert.Null((await clerk.PageAsync($"{sheet}/second")).QuerySelector("input[checked]"));

        var differs = await TypeAsync(clerk, $"{sheet}/second", 7, 7, 7, 3, 7, 6);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, differs.StatusCode);
        var page = await differs.PageAsync();
        Assert.Contains("I can see how today", Assert.Single(page.QuerySelectorAll("#error-summary li")).Words(), StringComparison.Ordinal);
        await Practice.WentAsync(await clerk.SendFormAsync(page, "main form"));

        var responses = await practice.ResponsesAsync();
        Assert.Equal(2, responses.Count);
        var live = Assert.Single(responses, r => r.SupersededById is null);
        Assert.Equal((37 / 6.0, "Second entry of the paper sheet"), (live.Score!.Value, live.CorrectionReason));
        Assert.Equal(live.Id, responses.Single(r => r.Id != live.Id).SupersededById);
        Assert.Contains("1 sheets were typed in twice; 1 of them differed at first.", (await clerk.PageAsync("/paper")).Body.Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.GetAsync($"{sheet}/second")).StatusCode);
    }

    [Fact]
    public async Task A_sheet_is_not_for_the_therapist_even_as_site_staff_nor_for_strangers()
    {
        var (practice, _, sheet) = await SheetAsync();
        await app.JoinAsync(practice.Therapist, practice.Programme, Role.SiteStaff);

        Assert.Equal(HttpStatusCode.NotFound, (await practice.Browser.GetAsync(sheet)).StatusCode);
        var stranger = app.SignedIn(await app.MemberAsync(await app.ProgrammeAsync(), Role.SiteStaff));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(sheet)).StatusCode);
        var admin = app.SignedIn(await app.MemberAsync(practice.Programme, Role.ProgrammeAdministrator));
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync("/paper")).StatusCode);
    }

    [Fact]
    public async Task A_sheet_with_open_questions_or_an_impossible_day_is_not_saved()
    {
        var (practice, clerk, sheet) = await SheetAsync();

        var open = await clerk.SubmitFormAsync(sheet, "main form", ("Input.Answers[0-came-for]", "7"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, open.StatusCode);
        var future = await clerk.SubmitFormAsync(sheet, "main form",
            [("Input.FilledOn", $"{app.Today.AddDays(3):yyyy-MM-dd}"), .. Practice.Items.Select(i => ($"Input.Answers[0-{i}]", "5"))]);
        Assert.Contains("Choose today or an earlier day.", (await future.PageAsync()).Body.Words(), StringComparison.Ordinal);
        Assert.Empty(await practice.ResponsesAsync());
    }

    [Fact]
    public async Task A_sheet_about_the_week_before_counts_although_no_form_was_given_out()
    {
        var (practice, clerk, sheet) = await SheetAsync();
        string[] week = ["energy", "coping", "closeness", "everyday", "hope"];
        var before = sheet.Replace("/after", "/before", StringComparison.Ordinal);
        var fields = (await clerk.PageAsync(before)).QuerySelectorAll("main fieldset.scale input[type=radio]")
            .Select(i => i.GetAttribute("name")!).Distinct().ToList();
        Assert.Equal(week.Length, fields.Count);

        await Practice.WentAsync(await clerk.SubmitFormAsync(before, "main form", [.. fields.Select(f => (f, "6"))]));

        Assert.Equal(60, Assert.Single(await practice.ResponsesAsync()).Score);
    }

    private async Task<(Practice Practice, HttpClient Clerk, string Sheet)> SheetAsync()
    {
        var practice = await Practice.OpenAsync(
            app, DisclosureKind.AfterBothRated, scopes: [ConsentScopes.TakePart, ConsentScopes.Feedback]);
        await practice.HoldAsync(1);
        var clerk = app.SignedIn(await app.MemberAsync(practice.Programme, Role.SiteStaff));
        return (practice, clerk, $"/paper/{practice.CaseId}/1/after");
    }

    private static Task<HttpResponseMessage> TypeAsync(HttpClient clerk, string sheet, params int[] answers) =>
        clerk.SubmitFormAsync(sheet, "main form", [.. Practice.Items.Zip(answers, (i, a) => ($"Input.Answers[0-{i}]", $"{a}"))]);
}
