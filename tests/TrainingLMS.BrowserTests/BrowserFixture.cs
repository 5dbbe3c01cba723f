using Microsoft.Playwright;
using TrainingLMS.Data.Identity;
using TrainingLMS.Testing;

[assembly: AssemblyFixture(typeof(TrainingLMS.BrowserTests.BrowserFixture))]

namespace TrainingLMS.BrowserTests;

/// <summary>The application on a real port, and Debian's Chromium to look at it.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string? _chromium = new[]
    {
        Environment.GetEnvironmentVariable("CHROMIUM_PATH"),
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    }.FirstOrDefault(File.Exists);

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public AppFixture App { get; } = new();

    public string Url { get; private set; } = "";

    public static async Task<BrowserFixture> StartedAsync()
    {
        var fixture = new BrowserFixture();
        await fixture.InitializeAsync();
        return fixture;
    }

    public async ValueTask InitializeAsync()
    {
        if (_chromium is null)
            return;

        App.UseKestrel(port: 0);
        App.StartServer();
        Url = App.ClientOptions.BaseAddress.ToString();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = _chromium,
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    /// <summary>A fresh browser, of this person or of nobody. Without Chromium the test is skipped; not where CI is true.</summary>
    public async Task<Visitor> VisitorAsync(AppUser? person = null, bool half = false, int width = 1280)
    {
        if (_browser is null)
        {
            const string Why = "Chromium was not found: apt-get install chromium, or set CHROMIUM_PATH.";
            if (Environment.GetEnvironmentVariable("CI") == "true")
                Assert.Fail(Why);
            Assert.Skip(Why);
        }

        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Url,
            Locale = "en-GB",
            TimezoneId = "America/Toronto",
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
            ExtraHTTPHeaders = person is null ? null : Headers(person, half),
        });
        return new Visitor(context, await context.NewPageAsync());
    }

    private static Dictionary<string, string> Headers(AppUser person, bool half)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { [TestSignIn.Header] = person.Id.ToString() };
        if (half)
            headers[TestSignIn.HalfHeader] = "1";
        return headers;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        await App.DisposeAsync();
    }
}
