using Microsoft.EntityFrameworkCore;
using MimeKit;
using TrainingLMS.Domain.People;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Infrastructure;

/// <summary>What every other test leans on.</summary>
public sealed class AppFixtureTests(AppFixture app)
{
    [Fact]
    public async Task The_database_is_a_migrated_file_of_this_run()
    {
        var pending = await app.ReadAsync(db => db.Database.GetPendingMigrationsAsync());

        Assert.Empty(pending);
        Assert.True(File.Exists(Path.Combine(app.Folder, "traininglms.db")));
        Assert.Equal(AppFixture.Start, app.Clock.GetUtcNow());
    }

    [Fact]
    public async Task A_member_is_a_person_with_one_role_in_one_programme()
    {
        var programme = await app.ProgrammeAsync();
        var member = await app.MemberAsync(programme, Role.Trainer);

        var roles = await app.ReadAsync(db => db.Memberships.Where(m => m.PersonId == member.Id).ToListAsync());

        var role = Assert.Single(roles);
        Assert.Equal((programme.Id, Role.Trainer), (role.ProgrammeId, role.Role));
    }

    [Fact]
    public async Task Styles_are_served_as_they_are_to_a_browser()
    {
        var page = await (await app.Stranger().GetAsync("/no/such/page")).PageAsync();
        var style = page.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href");

        var response = await app.Stranger().GetAsync(style);

        Assert.Equal("text/css", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Statements_are_counted_in_the_flow_that_asked_only()
    {
        using var counted = app.Statements.Count();
        await app.ReadAsync(db => db.Programmes.CountAsync());

        Assert.Single(counted.Statements);
        Assert.Contains("Programmes", counted.Statements.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_s_statements_are_counted_too()
    {
        var member = await app.MemberAsync(await app.ProgrammeAsync(), Role.Trainer);
        var browser = app.SignedIn(member);

        using var counted = app.Statements.Count();
        await browser.GetAsync("/no/such/page");

        Assert.Contains(counted.Statements, s => s.Contains("Memberships", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_mail_server_keeps_a_message_as_it_was_sent()
    {
        await using var server = new LoopbackSmtp();
        using var client = new MailKit.Net.Smtp.SmtpClient();
        await client.ConnectAsync(LoopbackSmtp.Host, server.Port, MailKit.Security.SecureSocketOptions.None);
        using var message = new MimeMessage(
            [MailboxAddress.Parse("a@example.test")], [MailboxAddress.Parse("b@example.test")], "Grüße",
            new TextPart { Text = "One\r\n.two\r\n" });

        await client.SendAsync(message);
        await client.DisconnectAsync(quit: true);

        var received = Assert.Single(server.Messages);
        Assert.Equal(["b@example.test"], received.To);
        Assert.Equal("Grüße", received.Message.Subject);
        Assert.Equal("One\n.two\n", received.Message.TextBody!.ReplaceLineEndings("\n"));
    }
}
