using System.Net;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Features.Programmes;

public sealed class ProgrammesTests(AppFixture app)
{
    private const string Form = "main form[novalidate]";

    [Fact]
    public async Task An_installation_administrator_creates_a_programme_and_names_who_runs_it()
    {
        var browser = app.SignedIn(await app.UserAsync(administrator: true));
        var (code, email) = (NewCode(), $"{Guid.NewGuid():N}@example.test");

        var stored = Code.Normalise(code);
        var made = await browser.SubmitFormAsync("/programmes/new", Form, Filled(code, email));

        Assert.Equal("/programmes", made.Headers.Location!.OriginalString);
        var programme = await app.ReadAsync(db => db.Programmes.SingleAsync(p => p.Code == stored));
        Assert.Equal(("Alliance training", 6, 48), (programme.Name, programme.SessionsPerCase, programme.RatingWindowHours));
        Assert.Equal(new DisclosurePolicy(DisclosureKind.AfterSession, 3), programme.Policy);
        var first = await app.ReadAsync(db => db.Memberships.SingleAsync(m => m.ProgrammeId == programme.Id));
        var person = await app.ReadAsync(db => db.Users.SingleAsync(u => u.Id == first.PersonId));
        Assert.Equal((Role.ProgrammeAdministrator, email), (first.Role, person.Email));
        Assert.Equal(1, await app.ReadAsync(db => db.OutboxMessages.CountAsync(m => m.To == email)));
        Assert.Contains("Alliance training", (await browser.PageAsync("/programmes")).QuerySelector("main").Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Input.CrisisText", "", "Patients must be told whom to call. Write it in English, too.")]
    [InlineData("Input.CrisisTextFrench", " ", "Patients must be told whom to call. Write it in French, too.")]
    [InlineData("Input.Code", "two words", "Use 2 to 32 letters, digits and hyphens.")]
    [InlineData("Input.DisclosureSession", "", "Say after which session ratings are shown: 1 or later.")]
    [InlineData("Input.RatingWindowHours", "0", "Between 1 and 336 hours (two weeks).")]
    [InlineData("Input.AdministratorEmail", "ada", "This is not an e-mail address.")]
    public async Task What_is_missing_is_said_at_its_field(string field, string value, string message)
    {
        var browser = app.SignedIn(await app.UserAsync(administrator: true));
        var code = NewCode();
        var stored = Code.Normalise(code);
        var filled = Filled(code, "ada@example.test").Where(f => f.Field != field).Append((field, value)).ToArray();

        var answer = await browser.SubmitFormAsync("/programmes/new", Form, filled);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.PageAsync();
        Assert.Equal(message, page.QuerySelector($"#{field.Replace('.', '_')}-error").Words());
        Assert.Equal("Maple Network", page.QuerySelector("[name='Input.Organisation']")!.GetAttribute("value"));
        Assert.False(await app.ReadAsync(db => db.Programmes.AnyAsync(p => p.Code == stored)));
    }

    [Fact]
    public async Task Two_programmes_do_not_share_a_code()
    {
        var browser = app.SignedIn(await app.UserAsync(administrator: true));
        var code = NewCode();

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(i =>
            browser.SubmitFormAsync("/programmes/new", Form, Filled(i == 1 ? code.ToUpperInvariant() : code, $"a{i}@example.test"))));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("/programmes")]
    [InlineData("/programmes/new")]
    public async Task Others_are_told_that_there_is_no_such_page(string page)
    {
        var administrator = await app.MemberAsync(await app.ProgrammeAsync(), Role.ProgrammeAdministrator);

        Assert.Equal(HttpStatusCode.NotFound, (await app.SignedIn(administrator).GetAsync(page)).StatusCode);
    }

    [Fact]
    public async Task The_policy_can_be_changed_until_somebody_has_agreed_to_it()
    {
        var programme = await app.ProgrammeAsync();
        var administrator = await app.MemberAsync(programme, Role.ProgrammeAdministrator);
        var browser = app.SignedIn(administrator);
        var page = $"/programme?programmeId={programme.Id}";
        await browser.SubmitFormAsync(page, Form, ("Input.Disclosure", "AfterBothRated"));
        Assert.Equal(DisclosureKind.AfterBothRated, await KindAsync());
        var served = await browser.PageAsync(page);

        await app.SaveAsync(new ConsentRecord
        {
            ProgrammeId = programme.Id,
            PersonId = administrator.Id,
            TextVersion = "1",
            Language = "en",
            Scopes = ConsentScopes.TakePart,
            GivenAt = app.Clock.GetUtcNow(),
            RecordedAt = app.Clock.GetUtcNow(),
            RecordedById = administrator.Id,
        });
        var late = await browser.SendFormAsync(served, Form, ("Input.Disclosure", "Sealed"), ("Input.Name", "Other name"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
        Assert.Equal(DisclosureKind.AfterBothRated, await KindAsync());
        var now = await browser.PageAsync(page);
        Assert.Null(now.QuerySelector("input[type=radio][name='Input.Disclosure']"));
        var renamed = await browser.SendFormAsync(now, Form, ("Input.Name", "Other name"));
        Assert.Equal(HttpStatusCode.Redirect, renamed.StatusCode);

        Task<DisclosureKind> KindAsync() =>
            app.ReadAsync(db => db.Programmes.Where(p => p.Id == programme.Id).Select(p => p.Disclosure).SingleAsync());
    }

    [Fact]
    public async Task The_administrator_of_another_programme_finds_nothing_and_changes_nothing()
    {
        var (mine, other) = (await app.ProgrammeAsync(), await app.ProgrammeAsync());
        var browser = app.SignedIn(await app.MemberAsync(mine, Role.ProgrammeAdministrator));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/programme?programmeId={other.Id}")).StatusCode);

        var page = await browser.PageAsync("/programme");
        page.QuerySelector(Form)!.SetAttribute("action", $"/programme?programmeId={other.Id}");
        var forged = await browser.SendFormAsync(page, Form, ("Input.Name", "Taken over"));

        Assert.Equal(HttpStatusCode.NotFound, forged.StatusCode);
        Assert.Equal("Alliance training", await app.ReadAsync(db =>
            db.Programmes.Where(p => p.Id == other.Id).Select(p => p.Name).SingleAsync()));
    }

    private static string NewCode() => "prn-" + Guid.NewGuid().ToString("N")[..8];

    private static (string Field, string Value)[] Filled(string code, string email) =>
    [
        ("Input.Organisation", "Maple Network"), ("Input.Code", code), ("Input.Name", "Alliance training"),
        ("Input.TimeZone", "America/Toronto"), ("Input.Language", "en"), ("Input.Disclosure", "AfterSession"),
        ("Input.DisclosureSession", "3"), ("Input.CrisisText", "In a crisis call 988."),
        ("Input.CrisisTextFrench", "En cas de crise, composez le 988."), ("Input.AdministratorName", "Ada Berg"),
        ("Input.AdministratorEmail", email),
    ];
}
