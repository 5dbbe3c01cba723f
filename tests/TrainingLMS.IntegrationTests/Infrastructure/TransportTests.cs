using System.Net;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TrainingLMS.Testing;
using TrainingLMS.Web;
using TrainingLMS.Web.Commands;
using TrainingLMS.Web.Infrastructure;

namespace TrainingLMS.IntegrationTests.Infrastructure;

public sealed class TransportTests(AppFixture app)
{
    [Theory]
    [InlineData("/account/sign-in", HttpStatusCode.OK)]
    [InlineData("/css/site.css", HttpStatusCode.OK)]
    [InlineData("/r/there-is-no-such-token", HttpStatusCode.OK)]
    [InlineData("/no/such/page", HttpStatusCode.NotFound)]
    public async Task HEAD_is_answered_like_GET_without_a_body(string path, HttpStatusCode status)
    {
        var browser = app.Stranger();
        using var request = new HttpRequestMessage(HttpMethod.Head, path);

        var (head, get) = (await browser.SendAsync(request), await browser.GetAsync(path));

        Assert.Equal((status, status), (head.StatusCode, get.StatusCode));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/account/sign-in")]
    [InlineData("/no/such/page")]
    [InlineData("/problem/500")]
    [InlineData("/r/there-is-no-such-token")]
    public async Task Each_page_and_each_error_page_carries_the_headers(string path)
    {
        var response = await app.Stranger().GetAsync(path);

        var policy = Header(response, "Content-Security-Policy");
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("object-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("base-uri 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("form-action 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
        Assert.Contains("camera=()", Header(response, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task A_style_may_be_kept_and_a_page_may_not()
    {
        var style = await app.Stranger().GetAsync("/css/site.css");

        Assert.Equal(HttpStatusCode.OK, style.StatusCode);
        Assert.NotEqual(true, style.Headers.CacheControl?.NoStore);
        Assert.Equal("nosniff", Header(style, "X-Content-Type-Options"));
    }

    [Fact]
    public async Task Behind_https_cookies_are_bound_to_the_host_and_browsers_stay_with_https()
    {
        await using var secure = new HttpsFixture();
        var browser = secure.CreateClient(new WebApplicationFactoryClientOptions
        {
            AllowAutoRedirect = false,
            BaseAddress = new Uri("https://alliance.example"),
        });

        var page = await browser.GetAsync("/account/sign-in");

        var seconds = int.Parse(Header(page, "Strict-Transport-Security").Split('=', ';')[1], provider: null);
        Assert.True(seconds >= 365 * 24 * 60 * 60);
        var forms = secure.Services.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.Cookie;
        Assert.StartsWith("__Host-", forms.Name, StringComparison.Ordinal);
        Assert.All(
            page.Headers.GetValues("Set-Cookie").Where(c => c.StartsWith("__Host-", StringComparison.Ordinal)),
            c => Assert.Contains("; secure;", c, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Behind_https_plain_http_is_sent_on()
    {
        await using var secure = new HttpsFixture();
        var browser = secure.CreateClient(new WebApplicationFactoryClientOptions
        {
            AllowAutoRedirect = false,
            BaseAddress = new Uri("http://alliance.example"),
        });

        var answer = await browser.GetAsync("/account/sign-in?x=1");

        Assert.Equal(HttpStatusCode.PermanentRedirect, answer.StatusCode);
        Assert.Equal("https://alliance.example/account/sign-in?x=1", answer.Headers.Location?.AbsoluteUri);
    }

    [Theory]
    [InlineData("--PublicAddress=http://alliance.example", "http://alliance.example")]
    [InlineData("--urls=http://0.0.0.0:5080", "http://0.0.0.0:5080")]
    [InlineData("--urls=http://localhost:5080;http://*:5081", "http://*:5081")]
    [InlineData("--http_ports=8080", "http://*:8080")]
    public void Production_refuses_to_serve_a_network_without_https(string setting, string named)
    {
        var refused = Assert.Throws<RefusedException>(() => Build("Production", setting));

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.Contains(PublicAddress.Setting, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production", "--urls=http://localhost:5080")]
    [InlineData("Production", "--urls=http://127.0.0.1:0")]
    [InlineData("Production", "--PublicAddress=https://alliance.example")]
    [InlineData("Development", "--urls=http://0.0.0.0:5080")]
    public async Task It_starts_where_nobody_can_listen_in(string environment, string setting)
    {
        await using var built = Build(environment, setting);

        Assert.NotNull(built);
    }

    private Microsoft.AspNetCore.Builder.WebApplication Build(string environment, string setting) => WebSetup.Build(
        ["--applicationName=TrainingLMS.Web", $"--environment={environment}", $"--ConnectionStrings:TrainingLMS={app.ConnectionString}", setting]);

    private static string Header(HttpResponseMessage response, string name) => string.Join(' ', response.Headers.GetValues(name));

    private sealed class HttpsFixture : AppFixture
    {
        protected override void Adapt(IWebHostBuilder builder) =>
            builder.UseSetting(PublicAddress.Setting, "https://alliance.example");
    }
}
