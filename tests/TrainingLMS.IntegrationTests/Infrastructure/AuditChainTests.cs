using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Audit;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Infrastructure;

/// <summary>Each of these tampers with a database of its own.</summary>
public sealed class AuditChainTests : IAsyncLifetime
{
    private readonly AppFixture _app = new();

    public async ValueTask InitializeAsync()
    {
        for (var i = 0; i < 3; i++)
            await _app.UserAsync();
        _app.Clock.Advance(TimeSpan.FromMinutes(5));
        await ChainAsync(c => c.ExtendAsync());
        for (var i = 0; i < 3; i++)
            await _app.UserAsync();
        _app.Clock.Advance(TimeSpan.FromMinutes(5));
        await ChainAsync(c => c.ExtendAsync());
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Untouched_the_chain_is_whole()
    {
        var verdict = await ChainAsync(c => c.VerifyAsync());

        Assert.True(verdict.IsWhole);
        Assert.Equal(2, verdict.Links);
        Assert.Equal(await _app.ReadAsync(db => db.AuditEntries.LongCountAsync()), verdict.Entries);
        Assert.Equal(0, verdict.Waiting);
    }

    [Fact]
    public async Task Entries_wait_until_they_have_settled()
    {
        await _app.UserAsync();

        var linked = await ChainAsync(c => c.ExtendAsync());

        Assert.Equal(0, linked);
        Assert.Equal(1, (await ChainAsync(c => c.VerifyAsync())).Waiting);
    }

    [Theory]
    [InlineData("UPDATE AuditEntries SET Actor = 'somebody else' WHERE Sequence = 2", "1 and")]
    [InlineData("UPDATE AuditEntries SET \"Values\" = NULL WHERE Sequence = (SELECT max(Sequence) FROM AuditEntries)", "and")]
    [InlineData("UPDATE AuditEntries SET Reason = '' WHERE Sequence = 2", "1 and")]
    [InlineData("DELETE FROM AuditEntries WHERE Sequence = 2", "1 and")]
    [InlineData("DELETE FROM AuditLinks WHERE Number = 1", "link 2")]
    [InlineData("UPDATE AuditLinks SET PreviousHash = Hash WHERE Number = 2", "link 2")]
    public async Task Whoever_gets_past_the_triggers_is_found_by_the_chain(string statement, string named)
    {
        await TamperAsync(statement);

        var verdict = await ChainAsync(c => c.VerifyAsync());

        Assert.False(verdict.IsWhole);
        Assert.Contains(named, verdict.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_slipped_in_later_is_found()
    {
        await TamperAsync("""
            INSERT INTO AuditEntries (Sequence, At, Actor, Action, Entity) VALUES (-1, '2026-01-01', 'x', 'x', 'x');
            UPDATE AuditEntries SET Sequence = 2000 WHERE Sequence = 2;
            """);

        Assert.False((await ChainAsync(c => c.VerifyAsync())).IsWhole);
    }

    [Fact]
    public async Task A_cut_off_end_shows_against_a_head_that_was_kept_elsewhere()
    {
        var kept = (await ChainAsync(c => c.VerifyAsync())).Head;
        await TamperAsync("""
            DELETE FROM AuditEntries WHERE Sequence >= (SELECT FromSequence FROM AuditLinks WHERE Number = 2);
            DELETE FROM AuditLinks WHERE Number = 2;
            """);

        var verdict = await ChainAsync(c => c.VerifyAsync());

        // Nothing inside the database can show this: that is why the head is written to the log every night.
        Assert.True(verdict.IsWhole);
        Assert.NotEqual(kept, verdict.Head);
    }

    private Task TamperAsync(string statement) => _app.ReadAsync(async db =>
    {
        await db.Database.ExecuteSqlRawAsync("""
            DROP TRIGGER AuditEntries_InsertOnly_UPDATE; DROP TRIGGER AuditEntries_InsertOnly_DELETE;
            DROP TRIGGER AuditLinks_InsertOnly_UPDATE; DROP TRIGGER AuditLinks_InsertOnly_DELETE;
            """);
        return await db.Database.ExecuteSqlRawAsync(statement);
    });

    private Task<T> ChainAsync<T>(Func<AuditChain, Task<T>> act) =>
        _app.ReadAsync((AppDbContext db) => act(new AuditChain(db, _app.Clock)));
}
