using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Testing;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.IntegrationTests.Features.Messages;

public sealed class MessagesTests(AppFixture app)
{
    private const string Secret = "https://localhost/secret-link";

    [Fact]
    public async Task An_administrator_sees_whether_messages_left_but_not_what_they_say_nor_a_patient_s_address()
    {
        var programme = await app.ProgrammeAsync();
        var administrator = await app.MemberAsync(programme, Role.ProgrammeAdministrator);
        var therapist = await app.MemberAsync(programme, Role.Therapist, "Theo Therapist");
        await LeaveAsync(app, programme, therapist.Id, "theo@example.test");
        await LeaveAsync(app, programme, null, "patient@example.test");

        var page = await app.SignedIn(administrator).PageAsync("/messages");
        var words = page.Body.Words();

        Assert.Contains("Theo Therapist", words, StringComparison.Ordinal);
        Assert.Contains("Waiting", words, StringComparison.Ordinal);
        Assert.DoesNotContain("patient@example.test", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, page.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_programme_s_messages_are_not_there()
    {
        var other = await app.ProgrammeAsync();
        var person = await app.MemberAsync(other, Role.Therapist, "Other Therapist");
        await LeaveAsync(app, other, person.Id, "other@example.test");
        var administrator = await app.MemberAsync(await app.ProgrammeAsync(), Role.ProgrammeAdministrator);

        var page = await app.SignedIn(administrator).PageAsync("/messages");

        Assert.DoesNotContain("Other Therapist", page.Body.Words(), StringComparison.Ordinal);
        Assert.Contains("No messages yet", page.Body.Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Role.Therapist)]
    [InlineData(Role.Consultant)]
    [InlineData(Role.Trainer)]
    [InlineData(Role.Researcher)]
    [InlineData(Role.PrincipalInvestigator)]
    [InlineData(Role.PrivacyOfficer)]
    [InlineData(Role.SiteStaff)]
    public async Task Nobody_else_finds_the_list(Role role)
    {
        var somebody = await app.MemberAsync(await app.ProgrammeAsync(), role);

        Assert.Equal(HttpStatusCode.NotFound, (await app.SignedIn(somebody).GetAsync("/messages")).StatusCode);
    }

    [Fact]
    public async Task The_list_takes_a_fixed_number_of_statements()
    {
        var programme = await app.ProgrammeAsync();
        var administrator = await app.MemberAsync(programme, Role.ProgrammeAdministrator);
        for (var i = 0; i < 20; i++)
            await LeaveAsync(app, programme, administrator.Id, "a@example.test");
        var browser = app.SignedIn(administrator);

        using var counted = app.Statements.Count();
        await browser.PageAsync("/messages");

        Assert.InRange(counted.Statements.Count, 1, 4);
    }

    [Fact]
    public async Task The_mail_of_a_demonstration_is_shown_on_its_own_machine()
    {
        await using var demo = new LocalFixture();
        await LeaveAsync(demo, await demo.ProgrammeAsync(synthetic: true), null, "made.up@example.test");

        var page = await demo.Stranger().PageAsync("/messages/outbox");

        Assert.Contains("made.up@example.test", page.Body.Words(), StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector($"a[href='{Secret}']"));
    }

    [Fact]
    public async Task Once_anybody_is_real_it_is_gone()
    {
        await using var demo = new LocalFixture();
        await LeaveAsync(demo, await demo.ProgrammeAsync(synthetic: true), null, "made.up@example.test");
        var real = await demo.UserAsync("A real person");

        Assert.Equal(HttpStatusCode.NotFound, (await demo.SignedIn(real).GetAsync("/messages/outbox")).StatusCode);
    }

    [Fact]
    public async Task From_another_machine_it_is_not_there()
    {
        await using var demo = new LocalFixture(IPAddress.Parse("192.0.2.7"));
        await LeaveAsync(demo, await demo.ProgrammeAsync(synthetic: true), null, "made.up@example.test");

        var answer = await demo.Stranger().GetAsync("/messages/outbox");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode); // to sign-in, as any page that is not theirs
        Assert.StartsWith("/account/sign-in", answer.Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    private static Task LeaveAsync(AppFixture app, Programme programme, Guid? person, string to) => app.WriteAsync(db =>
    {
        new Outbox(db, app.Services.GetRequiredService<IDataProtectionProvider>(), app.Clock)
            .Add(Guid.NewGuid().ToString(), person, to, "News", $"Hello\n{Secret}\n", programme.Id);
        return Task.CompletedTask;
    });

    /// <summary>Requests come from this address, as over a real connection.</summary>
    private sealed class LocalFixture(IPAddress? from = null) : AppFixture
    {
        protected override void Adapt(IWebHostBuilder builder) => builder.ConfigureServices(services =>
            services.AddSingleton<IStartupFilter>(new From(from ?? IPAddress.Loopback)));
    }

    private sealed class From(IPAddress address) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(
            Action<IApplicationBuilder> next) => app =>
        {
            app.Use((HttpContext context, RequestDelegate go) =>
            {
                context.Connection.RemoteIpAddress = address;
                return go(context);
            });
            next(app);
        };
    }
}
