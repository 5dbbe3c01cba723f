using System.Net;
using TrainingLMS.Domain.People;
using TrainingLMS.Testing;
using TrainingLMS.Web.Features.Shared;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.IntegrationTests.Features.Shared;

public sealed class NavigationTests(AppFixture app)
{
    private const int MostEntries = 6;

    public static TheoryData<Role> Roles => [.. Enum.GetValues<Role>()];

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Each_entry_opens_for_whoever_sees_it(Role role)
    {
        var browser = app.SignedIn(await app.MemberAsync(await app.ProgrammeAsync(), role));

        var entries = (await browser.PageAsync("/")).QuerySelectorAll("nav a").Select(a => a.GetAttribute("href")!).ToList();

        Assert.InRange(entries.Count, 1, MostEntries);
        foreach (var entry in entries)
            Assert.True((await browser.GetAsync(entry)).StatusCode == HttpStatusCode.OK, $"{entry} does not open for {role}.");
    }

    [Fact]
    public async Task The_administrator_of_the_installation_opens_what_the_navigation_lists()
    {
        var browser = app.SignedIn(await app.UserAsync(administrator: true));

        var entries = (await browser.PageAsync("/")).QuerySelectorAll("nav a").Select(a => a.GetAttribute("href")!).ToList();

        Assert.Contains("/messages", entries);
        foreach (var entry in entries)
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(entry)).StatusCode);
    }

    [Fact]
    public async Task Made_up_data_is_said_to_the_administrator_of_the_installation_where_all_of_it_is()
    {
        await using var another = new AppFixture();
        await another.ProgrammeAsync(synthetic: true);
        var browser = another.SignedIn(await another.UserAsync(administrator: true));

        Assert.NotNull((await browser.PageAsync("/programmes")).QuerySelector(".banner"));

        await another.ProgrammeAsync();
        Assert.Null((await browser.PageAsync("/programmes")).QuerySelector(".banner"));
    }

    [Fact]
    public void No_role_has_more_than_six_entries()
    {
        foreach (var who in Enum.GetValues<Who>().Where(w => w > Who.SignedIn))
            Assert.InRange(Navigation.All.Count(e => e.For.Contains(who) || e.For.Contains(Who.SignedIn)), 1, MostEntries);
    }

    [Fact]
    public async Task A_stranger_sees_no_navigation_and_no_person_menu()
    {
        var page = await (await app.Stranger().GetAsync("/account/sign-in")).PageAsync();

        Assert.Empty(page.QuerySelectorAll("nav, details.person"));
    }

    [Fact]
    public async Task Made_up_data_is_said_on_every_page_of_a_made_up_programme_and_on_no_other()
    {
        var (real, synthetic) = (await app.ProgrammeAsync(), await app.ProgrammeAsync(synthetic: true));

        var there = await app.SignedIn(await app.MemberAsync(synthetic, Role.Therapist)).PageAsync("/account");
        var elsewhere = await app.SignedIn(await app.MemberAsync(real, Role.Therapist)).PageAsync("/account");

        Assert.Equal("Made-up data for demonstration", there.QuerySelector(".banner").Words());
        Assert.Null(elsewhere.QuerySelector(".banner"));
    }
}
