using System.Net;
using System.Text;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Features.Imports;

public sealed class ImportTests(AppFixture app)
{
    private const string Header = "therapist_id,patient_id,session,therapist_alliance,patient_alliance,wellbeing";
    private const string Rows = Header + "\nT01,P001,1,5.25,6.75,50\nT01,P001,2,5,6,50\nT02,P002,1,5,6,50\n";

    [Theory]
    [InlineData(Role.ProgrammeAdministrator)]
    [InlineData(Role.Trainer)]
    public async Task A_file_is_looked_at_then_taken_in_and_again_is_nothing_new(Role role)
    {
        var programme = await app.ProgrammeAsync();
        var browser = app.SignedIn(await app.MemberAsync(programme, role));

        var preview = await LookAsync(browser, programme, Rows);
        Assert.Contains("r.csv: 3 new, 0 already here, 0 bad rows", preview.Body.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("6.75", preview.Body!.InnerHtml, StringComparison.Ordinal);
        Assert.Equal(0, await CasesAsync(programme));

        var sent = await browser.SendFormAsync(preview, "form[action$='take-in']");
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode); // a reload of what follows sends nothing
        var done = await browser.PageAsync(sent.Headers.Location!.OriginalString);
        Assert.Contains("3 sessions, 2 new therapists, 2 new cases.", done.Body.Words(), StringComparison.Ordinal);
        Assert.Equal(2, await CasesAsync(programme));

        var again = await LookAsync(browser, programme, Rows);
        Assert.Contains("0 new, 3 already here, 0 bad rows", again.Body.Words(), StringComparison.Ordinal);
        Assert.Null(again.QuerySelector("form[action$='take-in']"));

        // The page of the first preview is still open somewhere.
        await browser.SendFormAsync(preview, "form[action$='take-in']");
        Assert.Equal(2, await CasesAsync(programme));
    }

    [Fact]
    public async Task A_bad_row_is_shown_with_its_line_and_nothing_can_be_confirmed()
    {
        var programme = await app.ProgrammeAsync();
        var browser = app.SignedIn(await app.MemberAsync(programme, Role.ProgrammeAdministrator));

        var preview = await LookAsync(browser, programme, Rows + "T02,P002,2,8,6,50\n");

        Assert.Contains("3 new, 0 already here, 1 bad row", preview.Body.Words(), StringComparison.Ordinal);
        Assert.Equal(
            ["Line 5", "therapist_alliance", "8", "Off the scale 1-7."],
            preview.QuerySelectorAll("tbody th, tbody td").Select(c => c.Words()), StringComparer.Ordinal);
        Assert.Null(preview.QuerySelector("form[action$='take-in']"));
    }

    [Fact]
    public async Task Each_row_is_counted_once_as_new_here_already_or_bad()
    {
        var programme = await app.ProgrammeAsync();
        var browser = app.SignedIn(await app.MemberAsync(programme, Role.ProgrammeAdministrator));
        await browser.SendFormAsync(await LookAsync(browser, programme, Rows), "form[action$='take-in']");

        // P002 comes with another therapist and is here already; one line is new; one is off the scale.
        var preview = await LookAsync(
            browser, programme, Header + "\nT01,P001,1,5.25,6.75,50\nT09,P002,1,5,6,50\nT01,P001,3,5,6,50\nT01,P001,4,9,6,50\n");

        Assert.Contains("1 new, 1 already here, 2 bad rows", preview.Body.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_looked_at_cannot_be_confirmed_by_another_person_or_elsewhere()
    {
        var (programme, other) = (await app.ProgrammeAsync(), await app.ProgrammeAsync());
        var administrator = await app.MemberAsync(programme, Role.ProgrammeAdministrator);
        var colleague = await app.MemberAsync(programme, Role.ProgrammeAdministrator);
        await app.JoinAsync(administrator, other, Role.ProgrammeAdministrator);
        var preview = await LookAsync(app.SignedIn(administrator), programme, Rows);
        var file = preview.QuerySelector("input[name='Input.Sealed']")!.GetAttribute("value")!;

        foreach (var (person, to) in new[] { (colleague, programme), (administrator, other) })
        {
            var browser = app.SignedIn(person);
            var page = await LookAsync(browser, to, Rows);
            page.QuerySelector("input[name='Input.Sealed']")!.SetAttribute("value", file);
            var refused = await browser.SendFormAsync(page, "form[action$='take-in']");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }

        Assert.Equal(0, await CasesAsync(programme) + await CasesAsync(other));
    }

    [Fact]
    public async Task A_form_without_a_file_or_with_too_large_a_one_is_refused_in_a_sentence()
    {
        var programme = await app.ProgrammeAsync();
        var browser = app.SignedIn(await app.MemberAsync(programme, Role.Trainer));

        var empty = await SendAsync(browser, programme, null);
        var large = await SendAsync(browser, programme, new string('x', (2 * 1024 * 1024) + 1));

        Assert.Contains("Choose a file.", (await empty.PageAsync()).QuerySelector(".error-summary").Words(), StringComparison.Ordinal);
        Assert.Contains("larger than 2 MB", (await large.PageAsync()).QuerySelector(".error-summary").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_a_file_is_said_in_the_readers_language()
    {
        var programme = await app.ProgrammeAsync();
        var trainer = await app.MemberAsync(programme, Role.Trainer);
        await app.WriteAsync(async db => (await db.Users.FindAsync(trainer.Id))!.Language = "fr");
        var browser = app.SignedIn(trainer);

        var empty = await SendAsync(browser, programme, null);

        Assert.Contains("Choisissez un fichier.", (await empty.PageAsync()).QuerySelector(".error-summary").Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Role.Therapist)]
    [InlineData(Role.Consultant)]
    [InlineData(Role.Researcher)]
    public async Task Others_take_nothing_in(Role role)
    {
        var programme = await app.ProgrammeAsync();
        var browser = app.SignedIn(await app.MemberAsync(programme, role));

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(Url(programme))).StatusCode);
    }

    private static string Url(Programme programme) => $"/programmes/{programme.Id}/import";

    private static async Task<IDocument> LookAsync(HttpClient browser, Programme programme, string rows)
    {
        var answer = await SendAsync(browser, programme, rows);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.PageAsync();
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient browser, Programme programme, string? rows)
    {
        var page = await browser.PageAsync(Url(programme));
        using var form = new MultipartFormDataContent();
        var token = page.QuerySelector("form[enctype] input[name='__RequestVerificationToken']")!.GetAttribute("value")!;
        using var text = new StringContent(token);
        form.Add(text, "__RequestVerificationToken");
        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes(rows ?? ""));
        if (rows is not null)
            form.Add(file, "Input.File", "r.csv");

        return await browser.PostAsync(Url(programme), form);
    }

    private Task<int> CasesAsync(Programme programme) =>
        app.ReadAsync(db => db.Cases.CountAsync(c => c.ProgrammeId == programme.Id));
}
