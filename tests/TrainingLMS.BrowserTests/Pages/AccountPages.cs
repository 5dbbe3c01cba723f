using Microsoft.Playwright;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.People;
using TrainingLMS.Testing;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.BrowserTests.Pages;

internal static class AccountPages
{
    public static readonly CataloguePage[] All =
    [
        new("sign-in", _ => Catalogue.Stranger("/account/sign-in")),
        new("sign-in-empty", _ => Task.FromResult(new Visit(null, "/account/sign-in", Before: SendEmptyAsync))),
        new("forgotten", _ => Catalogue.Stranger("/account/forgotten")),
        new("forgotten-sent", _ => Task.FromResult(new Visit(null, "/account/forgotten", Before: async visitor =>
        {
            await visitor.Page.FillAsync("#Input_Email", "noor@example.test");
            await visitor.Page.ClickAsync("main form button");
            await visitor.Page.Locator("main form").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        }))),
        new("set-up", async app => new Visit(null, $"/account/set-up/{await LinkAsync(app, OneTimePurpose.SetUp, person: null)}"))
        {
            Own = true,
        },
        new("demo", async app =>
        {
            var person = await app.MadeUpAsync();
            return new Visit(null, $"/account/demo/{await LinkAsync(app, OneTimePurpose.Demo, person.Id)}");
        })
        {
            Own = true,
        },
        new("second-step", async app => new Visit((await app.StaffAsync()).User, "/account/factor") { Half = true }),
        new("authenticator", async app =>
            new Visit((await app.StaffAsync(withAuthenticator: false)).User, "/account/authenticator") { Half = true }),
        new("join", async app => new Visit(null, $"/account/join/{await LinkAsync(app, OneTimePurpose.Invitation)}")),
        new("reset", async app => new Visit(null, $"/account/reset/{await LinkAsync(app, OneTimePurpose.PasswordReset)}")),
        new("link-over", _ => Catalogue.Stranger("/account/join/nothing", status: 404)),
        new("account", app => Catalogue.MemberAsync(app, Role.Therapist, "/account")),
        new("account-menu", async app =>
            await Catalogue.MemberAsync(app, Role.Therapist, "/account") with
            {
                Before = visitor => visitor.Page.Locator("details.person summary").ClickAsync(),
            }),
        new("profile", app => Catalogue.MemberAsync(app, Role.Therapist, "/account/profile")),
        new("password", app => Catalogue.MemberAsync(app, Role.Therapist, "/account/password")),
        new("password-empty", async app =>
            await Catalogue.MemberAsync(app, Role.Therapist, "/account/password") with { Before = SendEmptyAsync }),
        new("end-sessions", app => Catalogue.MemberAsync(app, Role.Therapist, "/account/sessions/end")),
        new("recovery-codes", app => Catalogue.MemberAsync(app, Role.Therapist, "/account/recovery-codes")),
    ];

    internal static async Task SendEmptyAsync(Visitor visitor)
    {
        await visitor.Page.Locator("main form button").First.ClickAsync();
        await visitor.Page.WaitForFunctionAsync("() => document.activeElement?.id === 'error-summary'");
    }

    private static async Task<string> LinkAsync(AppFixture app, OneTimePurpose purpose)
    {
        var programme = await app.ProgrammeAsync();
        return await LinkAsync(app, purpose, (await app.MemberAsync(programme, Role.Therapist)).Id);
    }

    private static async Task<string> LinkAsync(AppFixture app, OneTimePurpose purpose, Guid? person)
    {
        var token = Tokens.Link();
        await app.SaveAsync(new OneTimeLink
        {
            Purpose = purpose,
            PersonId = person,
            TokenHash = Tokens.Hash(token),
            ExpiresAt = app.Clock.GetUtcNow().AddDays(1),
        });
        return token;
    }
}
