using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Features.Problem;

public sealed class LockedDatabaseTests(LockedDatabaseTests.ImpatientFixture app) : IClassFixture<LockedDatabaseTests.ImpatientFixture>
{
    [Fact]
    public async Task A_database_held_by_another_program_is_said_in_words_and_nothing_is_saved()
    {
        var browser = app.Stranger();
        var form = await browser.PageAsync("/account/sign-in");
        await using var other = new SqliteConnection(app.ConnectionString);
        await other.OpenAsync();
        await using var held = await other.BeginTransactionAsync(System.Data.IsolationLevel.Serializable); // the writer's lock

        var response = await browser.SendFormAsync(
            form, "main form", ("Input.Email", "ada@example.test"), ("Input.Password", "otter lamp quiet gravel"));
        var page = await response.PageAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("10", response.Headers.GetValues("Retry-After").Single());
        Assert.Equal("The database is busy", page.QuerySelector("h1").Words());
        Assert.Contains("Nothing was saved.", page.QuerySelector("main").Words(), StringComparison.Ordinal);
    }

    /// <summary>Waits a second for the lock, not the usual thirty.</summary>
    public sealed class ImpatientFixture : AppFixture
    {
        protected override void Adapt(IWebHostBuilder builder) =>
            builder.UseSetting("ConnectionStrings:TrainingLMS", $"{ConnectionString};Default Timeout=1");
    }
}
