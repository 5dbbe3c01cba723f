using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using TrainingLMS.Data;
using TrainingLMS.Data.Identity;
using TrainingLMS.Testing;
using TrainingLMS.Web.Infrastructure.SignIn;

namespace TrainingLMS.IntegrationTests.Features.Account;

/// <summary>The application with its own sign-in, a clock to move, and browsers that come from where the test says.</summary>
public class AccountFixture : AppFixture
{
    public const string Password = "otter lamp quiet gravel";

    private const string AddressHeader = "X-Test-Address";

    /// <summary>Somebody with a password, and an authenticator unless the test says otherwise.</summary>
    public async Task<Person> PersonAsync(bool withAuthenticator = true, bool administrator = false)
    {
        var user = await UserAsync("Ada Berg", administrator);
        var key = Totp.NewKey();
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        await db.WriteAsync(async () =>
        {
            var row = (await db.Users.FindAsync(user.Id))!;
            scope.ServiceProvider.GetRequiredService<Passwords>().Set(row, Password);
            if (withAuthenticator)
            {
                await scope.ServiceProvider.GetRequiredService<PersonStore>()
                    .SetAuthenticatorKeyAsync(row, Totp.ToBase32(key), CancellationToken.None);
                row.TwoFactorEnabled = true;
                row.LegalName = "Ada Berg";
            }

            return true;
        });
        return new Person(user, key);
    }

    /// <summary>A browser of nobody at this address.</summary>
    public HttpClient From(string address)
    {
        var client = Stranger();
        client.DefaultRequestHeaders.Add(AddressHeader, address);
        return client;
    }

    public string CodeOf(Person person) => Totp.CodeAt(person.Key, Totp.StepOf(Clock.GetUtcNow()));

    /// <summary>A browser in which this person has gone through both steps.</summary>
    public async Task<HttpClient> SignInAsync(Person person, string address = "127.0.0.1")
    {
        var browser = From(address);
        await PasswordAsync(browser, person.User.Email!, Password);
        var shown = await FactorAsync(browser, CodeOf(person));
        Assert.Equal(HttpStatusCode.Redirect, shown.StatusCode);
        Clock.Advance(TimeSpan.FromSeconds(30)); // the next code is another one
        return browser;
    }

    public static Task<HttpResponseMessage> PasswordAsync(HttpClient browser, string email, string password) =>
        browser.SubmitFormAsync(
            "/account/sign-in", "main form", ("Input.Email", email), ("Input.Password", password));

    public static Task<HttpResponseMessage> FactorAsync(HttpClient browser, string code) =>
        browser.SubmitFormAsync("/account/factor", "main form", ("Input.Code", code));

    public static async Task<string> AlertAsync(HttpResponseMessage response) =>
        (await response.PageAsync()).QuerySelector("[role=alert]").Words();

    protected override void Adapt(IWebHostBuilder builder) => builder.ConfigureTestServices(services =>
    {
        services.AddTransient<IStartupFilter, ComesFrom>();
        services.Configure<PasswordHasherOptions>(hashing => hashing.IterationCount = 1000); // tests sign in often
    });

    public sealed record Person(AppUser User, byte[] Key);

    private sealed class ComesFrom : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                if (context.Request.Headers[AddressHeader] is [{ Length: > 0 } address])
                    context.Connection.RemoteIpAddress = IPAddress.Parse(address);
                return rest(context);
            });
            next(app);
        };
    }
}
