using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TrainingLMS.Data.Encryption;
using TrainingLMS.Data.Study;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.People;
using TrainingLMS.Testing;
using TrainingLMS.Web.Commands;
using TrainingLMS.Web.Infrastructure.Keys;

namespace TrainingLMS.IntegrationTests.Infrastructure;

/// <summary>What lies encrypted, under which key, and where that key is not.</summary>
public sealed class KeyTests(AppFixture app)
{
    [Fact]
    public async Task An_arm_is_in_the_database_for_nobody_to_read_and_opens_with_the_key()
    {
        var programme = await app.ProgrammeAsync();
        var one = await app.MemberAsync(programme, Role.Therapist);
        var other = await app.MemberAsync(programme, Role.Therapist);
        await app.WriteAsync(db =>
        {
            var vault = new ArmVault(db, Key);
            vault.Seal(programme.Id, one.Id, "feedback", app.Clock.GetUtcNow());
            vault.Seal(programme.Id, other.Id, "waiting list", app.Clock.GetUtcNow());
            return Task.CompletedTask;
        });

        var rows = await app.ReadAsync(db => db.Database
            .SqlQuery<byte[]>($"SELECT EncryptedArm AS Value FROM Allocations WHERE ProgrammeId = {programme.Id}")
            .ToListAsync());
        var arms = await app.ReadAsync(db => new ArmVault(db, Key).OpenAsync(programme.Id));

        Assert.Equal(2, rows.Count);
        Assert.Single(rows.Select(r => r.Length).Distinct()); // the length of a row tells nothing either
        Assert.All(rows, r => Assert.DoesNotContain("feedback", Encoding.UTF8.GetString(r), StringComparison.Ordinal));
        Assert.Equal(("feedback", "waiting list"), (arms[one.Id], arms[other.Id]));
    }

    [Fact]
    public async Task An_arm_moved_to_another_therapist_does_not_open()
    {
        var programme = await app.ProgrammeAsync();
        var one = await app.MemberAsync(programme, Role.Therapist);
        var other = await app.MemberAsync(programme, Role.Therapist);
        await app.WriteAsync(db =>
        {
            new ArmVault(db, Key).Seal(programme.Id, one.Id, "feedback", app.Clock.GetUtcNow());
            return Task.CompletedTask;
        });
        await app.ReadAsync(db => db.Database.ExecuteSqlAsync(
            $"UPDATE Allocations SET TherapistId = {other.Id} WHERE ProgrammeId = {programme.Id}"));

        await Assert.ThrowsAnyAsync<CryptographicException>(
            () => app.ReadAsync(db => new ArmVault(db, Key).OpenAsync(programme.Id)));
    }

    [Fact]
    public async Task An_arm_without_a_name_is_refused()
    {
        await Assert.ThrowsAsync<RuleBrokenException>(() => app.WriteAsync(db =>
        {
            new ArmVault(db, Key).Seal(Guid.NewGuid(), Guid.NewGuid(), "  ", app.Clock.GetUtcNow());
            return Task.CompletedTask;
        }));
    }

    [Fact]
    public void The_key_file_of_the_embedded_database_is_its_owner_s_alone_and_stays_the_same()
    {
        var folder = Directory.CreateTempSubdirectory("traininglms-").FullName;
        var settings = Settings(("ConnectionStrings:TrainingLMS", $"Data Source={Path.Combine(folder, "x.db")}"));

        var first = new MasterKey(settings).ForArms();
        var second = new MasterKey(settings).ForArms();
        var file = Path.Combine(folder, MasterKey.FileName);

        Assert.Equal(first, second);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_server_s_database_gets_no_key_file_but_asks_for_a_key()
    {
        var server = new MasterKey(Settings(("Database:Provider", "SqlServer")));

        var refused = Assert.Throws<RefusedException>(server.ForArms);

        Assert.Contains(MasterKey.Variable, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==")]
    public void A_master_key_of_the_wrong_size_is_refused_with_the_way_to_make_one(string key)
    {
        var refused = Assert.Throws<RefusedException>(() => new MasterKey(Settings((MasterKey.Variable, key))));

        Assert.Contains("openssl rand -base64 32", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_master_key_the_ring_lies_protected_and_opens_with_that_key_only()
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Envelope.KeyBytes));
        await using var first = new KeyedFixture(key, database: null);
        var closed = Protector(first).Protect("kept");
        var ring = await first.ReadAsync(db => db.DataProtectionKeys.Select(k => k.Xml).ToListAsync());

        await using var again = new KeyedFixture(key, first.ConnectionString);
        await using var stranger = new KeyedFixture(
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(Envelope.KeyBytes)), first.ConnectionString);

        Assert.All(ring, xml => Assert.DoesNotContain("<masterKey", xml, StringComparison.Ordinal));
        Assert.Equal("kept", Protector(again).Unprotect(closed));
        Assert.ThrowsAny<CryptographicException>(() => Protector(stranger).Unprotect(closed));
    }

    private SealKey Key => app.Services.GetRequiredService<SealKey>();

    private static IDataProtector Protector(AppFixture app) =>
        app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    private static IConfiguration Settings(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value))).Build();

    private sealed class KeyedFixture(string key, string? database) : AppFixture
    {
        protected override void Adapt(IWebHostBuilder builder)
        {
            builder.UseSetting(MasterKey.Variable, key);
            if (database is not null)
                builder.UseSetting("ConnectionStrings:TrainingLMS", database);
        }
    }
}
