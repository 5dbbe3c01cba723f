using Microsoft.Data.Sqlite;
using TrainingLMS.Web.Commands;

namespace TrainingLMS.IntegrationTests.Commands;

/// <summary>Verbs that deal with the database as a whole, run on files of their own.</summary>
public sealed class DatabaseVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("traininglms-verbs-").FullName;

    private string DatabaseFile => Path.Combine(_folder, "app.db");

    [Fact]
    public async Task Migrate_makes_the_database_once_and_says_so()
    {
        var first = await RunAsync("migrate");
        var second = await RunAsync("migrate");

        Assert.Equal((0, ""), (first.Code, first.Out));
        Assert.Contains("Initial", first.Error, StringComparison.Ordinal);
        Assert.Equal("The database is up to date.", second.Error.Trim());
    }

    [Fact]
    public async Task A_backup_is_restored_and_what_was_there_is_kept()
    {
        await RunAsync("migrate");
        Sql("INSERT INTO Organisations (Id, Name) VALUES ('a', 'before')");
        var backup = Path.Combine(_folder, "b.db");
        Assert.Equal(0, (await RunAsync("backup", backup)).Code);
        Sql("UPDATE Organisations SET Name = 'after'");

        var restored = await RunAsync("restore", backup);

        Assert.Equal(0, restored.Code);
        Assert.Equal("before", Sql("SELECT Name FROM Organisations"));
        var kept = Assert.Single(Directory.GetFiles(_folder, "*before-restore*"));
        Assert.Contains(kept, restored.Error, StringComparison.Ordinal);
        Assert.Equal("after", Sql("SELECT Name FROM Organisations", kept));
        Assert.Equal("The database is up to date.", (await RunAsync("migrate")).Error.Trim());
    }

    [Fact]
    public async Task A_backup_says_that_the_key_is_not_in_it_and_takes_it_along_where_asked()
    {
        const string Key = "bWFkZSB1cCwgdGhpcnR5LXR3byBieXRlcyBsb25nLi4=";
        await RunAsync("migrate");
        var key = Path.Combine(_folder, "traininglms.key");
        await File.WriteAllTextAsync(key, Key, TestContext.Current.CancellationToken);
        var (bare, whole) = (Path.Combine(_folder, "bare.db"), Path.Combine(_folder, "whole.db"));

        var without = await RunAsync("backup", bare);
        var with = await RunAsync("backup", whole, "--with-key");

        Assert.Contains($"Not in it: the key file {key}.", without.Error, StringComparison.Ordinal);
        Assert.Contains("--with-key", without.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(bare + ".key"));
        Assert.Contains($"Wrote {whole}.key", with.Error, StringComparison.Ordinal);

        // On a machine where there is no key yet.
        File.Delete(key);
        var lost = await RunAsync("restore", bare);
        Assert.Contains($"There is no key file {key}.", lost.Error, StringComparison.Ordinal);
        var found = await RunAsync("restore", whole);
        Assert.Contains($"Put the key of the sealed arms at {key}.", found.Error, StringComparison.Ordinal);
        Assert.Equal(Key, await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken));

        // And where there is another one.
        await File.WriteAllTextAsync(key, "another", TestContext.Current.CancellationToken);
        Assert.Contains("is another key than", (await RunAsync("restore", whole)).Error, StringComparison.Ordinal);
        Assert.Equal("another", await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_backup_is_never_written_over_anything()
    {
        await RunAsync("migrate");
        var there = Path.Combine(_folder, "there.db");
        await File.WriteAllTextAsync(there, "mine", TestContext.Current.CancellationToken);

        var refused = await RunAsync("backup", there);

        Assert.Equal(1, refused.Code);
        Assert.Contains("is there already", refused.Error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(there, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_database_in_use_is_not_restored_over()
    {
        await RunAsync("migrate");
        var backup = Path.Combine(_folder, "b.db");
        await RunAsync("backup", backup);
        Sql("INSERT INTO Organisations (Id, Name) VALUES ('a', 'in use')");
        using var other = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        other.Open();
        using var command = other.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; BEGIN; SELECT Name FROM Organisations";
        Assert.NotNull(command.ExecuteScalar());

        var refused = await RunAsync("restore", backup);

        Assert.Equal(1, refused.Code);
        Assert.Contains("Another program holds the database", refused.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder, "*before-restore*"));
    }

    [Theory]
    [InlineData("Some text, no database, but long enough to look like the first page of one if nobody looked closely.")]
    [InlineData("")]
    public async Task What_is_no_backup_is_not_restored(string content)
    {
        await RunAsync("migrate");
        var file = Path.Combine(_folder, "letter.txt");
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);

        var refused = await RunAsync("restore", file);

        Assert.Equal(1, refused.Code);
        Assert.Contains("not a database of this program", refused.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder, "*before-restore*"));
    }

    [Fact]
    public async Task A_backup_of_a_newer_version_is_refused()
    {
        await RunAsync("migrate");
        var backup = Path.Combine(_folder, "b.db");
        await RunAsync("backup", backup);
        Sql("INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Later', '99.0')", backup);

        var refused = await RunAsync("restore", backup);

        Assert.Equal(1, refused.Code);
        Assert.Contains("newer version", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_audit_trail_is_checked_and_a_break_answers_1()
    {
        await RunAsync("migrate");
        var empty = await RunAsync("verify-audit");
        Sql("INSERT INTO AuditLinks (Number, FromSequence, ToSequence, PreviousHash, Hash, At) VALUES (1, 1, 3, 'x', 'y', '2026-01-01')");
        var broken = await RunAsync("verify-audit");

        Assert.Equal((0, new string('0', 64)), (empty.Code, empty.Out.Trim()));
        Assert.Contains("The audit trail is whole", empty.Error, StringComparison.Ordinal);
        Assert.Equal(1, broken.Code);
        Assert.Contains("The audit trail is broken: link 1 does not follow the one before it", broken.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_database_there_is_no_audit_trail_to_check()
    {
        var refused = await RunAsync("verify-audit");

        Assert.Equal(1, refused.Code);
        Assert.Contains("Run migrate first.", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("restore")]
    public async Task On_SQL_Server_its_own_backups_are_named(string verb)
    {
        var refused = await RunAsync([verb, "x.bak"], ("Database:Provider", "SqlServer"));

        Assert.Equal(1, refused.Code);
        Assert.Contains("BACKUP DATABASE", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_schema_is_printed_for_both_databases_without_either()
    {
        var sqlServer = await RunAsync("export-sql", "--provider", "SqlServer");
        var sqlite = await RunAsync("export-sql", "--provider", "Sqlite");

        Assert.Equal((0, ""), (sqlServer.Code, sqlServer.Error));
        Assert.Contains("CREATE TABLE [Responses]", sqlServer.Out, StringComparison.Ordinal);
        Assert.Contains("IF NOT EXISTS", sqlServer.Out, StringComparison.Ordinal);
        Assert.Equal((0, ""), (sqlite.Code, sqlite.Error));
        Assert.False(File.Exists(DatabaseFile));

        using var made = new SqliteConnection("Data Source=:memory:");
        made.Open();
        using var command = made.CreateCommand();
        command.CommandText = sqlite.Out + "; SELECT count(*) FROM sqlite_master WHERE name = 'Responses'";
        Assert.Equal(1L, command.ExecuteScalar());
    }

    [Theory]
    [InlineData("fly")]
    [InlineData("backup")]
    [InlineData("backup", "a", "b")]
    [InlineData("migrate", "--twice")]
    [InlineData("export-sql", "--provider", "Oracle")]
    public async Task A_wrong_call_answers_2_and_points_to_the_help(params string[] args)
    {
        var usage = await RunAsync(args);

        Assert.Equal((2, ""), (usage.Code, usage.Out));
        Assert.Contains("--help", usage.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("migrate", "--help")]
    [InlineData("export-sql", "--help")]
    [InlineData("backup", "--help")]
    [InlineData("restore", "--help")]
    [InlineData("verify-audit", "--help")]
    [InlineData("demo", "--help")]
    [InlineData("report", "--help")]
    [InlineData("import", "--help")]
    public async Task Every_verb_explains_itself(params string[] args)
    {
        var help = await RunAsync(args);

        Assert.Equal((0, ""), (help.Code, help.Error));
        Assert.Contains("Usage:", help.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_verb_the_web_application_is_served()
    {
        Assert.True(CommandLine.MeansServe([]));
        Assert.True(CommandLine.MeansServe(["--urls", "http://localhost:1"]));
        Assert.True(CommandLine.MeansServe(["--environment=Test", "--contentRoot=/x", "--applicationName=TrainingLMS.Web"]));
        Assert.False(CommandLine.MeansServe(["--help"]));
        Assert.False(CommandLine.MeansServe(["migrate"]));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private Task<Ran> RunAsync(params string[] args) => RunAsync(args, []);

    private Task<Ran> RunAsync(string[] args, params (string Key, string Value)[] settings) =>
        Verbs.RunAsync(args, [("ConnectionStrings:TrainingLMS", $"Data Source={DatabaseFile};Pooling=False"), .. settings]);

    private string? Sql(string sql, string? file = null)
    {
        using var connection = new SqliteConnection($"Data Source={file ?? DatabaseFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()?.ToString();
    }
}
