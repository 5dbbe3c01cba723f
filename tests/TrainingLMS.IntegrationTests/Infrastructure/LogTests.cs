using Microsoft.AspNetCore.Hosting;
using TrainingLMS.Testing;
using TrainingLMS.Web.Infrastructure.Logging;

namespace TrainingLMS.IntegrationTests.Infrastructure;

/// <summary>Logs say that something happened, never what.</summary>
public sealed class LogTests
{
    [Theory]
    [InlineData("/r/Ab3-_x", "/r/…")]
    [InlineData("/R/Ab3-_x/again", "/R/…/again")]
    [InlineData("/account/set-up/0123456789abcdefghij", "/account/set-up/…")]
    [InlineData("/cases/0199c3f5-6a6e-7c0e-b3d6-2f1f1b1f1b1f/sessions", "/cases/0199c3f5-6a6e-7c0e-b3d6-2f1f1b1f1b1f/sessions")]
    [InlineData("/account/sign-in", "/account/sign-in")]
    [InlineData("", "/")]
    public void A_path_is_written_down_without_what_opens_something(string path, string written) =>
        Assert.Equal(written, LogPaths.Redacted(path));

    [Fact]
    public async Task No_line_of_a_request_holds_a_token_a_query_or_what_was_typed()
    {
        await using var app = new LoggedFixture();
        var browser = app.Stranger();

        await browser.GetAsync("/r/SecretTokenOfAForm?note=SecretQuery");
        await browser.GetAsync("/account/set-up/SecretTokenOfAnAccount");
        await browser.SubmitAsync(
            "/account/sign-in", ("Input.Email", "secret.name@example.test"), ("Input.Password", "SecretPassword"));

        var lines = app.Lines();
        Assert.Contains(lines, l => l.Contains("GET /r/… answered", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("POST /account/sign-in answered", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.Contains("secret", StringComparison.OrdinalIgnoreCase));
    }

    private sealed class LoggedFixture : AppFixture
    {
        protected override bool KeepsLog => true;

        public List<string> Lines() =>
        [
            .. from file in Directory.GetFiles(Folder, "app*.log")
               from line in Read(file).Split('\n')
               select line,
        ];

        protected override void Adapt(IWebHostBuilder builder) =>
            builder.UseSetting("Log:File", Path.Combine(Folder, "app.log"));

        private static string Read(string file)
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }
}
