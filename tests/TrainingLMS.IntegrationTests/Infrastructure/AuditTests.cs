using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TrainingLMS.Data.Audit;
using TrainingLMS.Data.Study;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Testing;

namespace TrainingLMS.IntegrationTests.Infrastructure;

/// <summary>Who changed what is written with the change, for nobody to alter and for few to read.</summary>
public sealed class AuditTests(AppFixture app)
{
    [Fact]
    public async Task A_change_is_recorded_with_old_and_new_value_also_from_empty_and_to_empty()
    {
        var patient = await CaseAsync();
        await app.WriteAsync(async db =>
        {
            db.Reason = "asked the therapist";
            (await db.Cases.SingleAsync(c => c.Id == patient.Id)).AgeBand = "30-39";
        });
        await app.WriteAsync(async db => (await db.Cases.SingleAsync(c => c.Id == patient.Id)).AgeBand = null);

        var entries = await EntriesAsync(nameof(Case), patient.Id);

        Assert.Equal(["Added", "Modified", "Modified"], entries.Select(e => e.Entry.Action));
        Assert.Equal((null, "30-39"), Change(entries[1].Values, nameof(Case.AgeBand)));
        Assert.Equal(("30-39", null), Change(entries[2].Values, nameof(Case.AgeBand)));
        Assert.Equal("asked the therapist", entries[1].Entry.Reason);
        Assert.All(entries, e => Assert.Equal((patient.Id, (Guid?)patient.ProgrammeId), (e.Entry.SubjectId, e.Entry.ProgrammeId)));
    }

    [Fact]
    public async Task A_removed_row_leaves_its_last_values()
    {
        var patient = await CaseAsync();
        await app.SaveAsync(new MissedAppointment
        {
            ProgrammeId = patient.ProgrammeId,
            CaseId = patient.Id,
            On = app.Today,
            Reason = default,
            RecordedAt = app.Clock.GetUtcNow(),
        });
        await app.WriteAsync(async db => db.Remove(await db.MissedAppointments.SingleAsync(m => m.CaseId == patient.Id)));

        var entries = await app.ReadAsync(db => Reader(db).OpenAsync(
            db.AuditEntries.Where(e => e.SubjectId == patient.Id && e.Entity == nameof(MissedAppointment))));

        Assert.Equal(["Added", "Deleted"], entries.Select(e => e.Entry.Action));
        Assert.NotNull(Change(entries[1].Values, nameof(MissedAppointment.On)).Old);
    }

    [Fact]
    public async Task A_person_acts_under_their_id_and_the_machine_under_its_name()
    {
        var user = await app.UserAsync();

        var entry = Assert.Single(await EntriesAsync("AppUser", user.Id));

        Assert.Equal((null, "system"), (entry.Entry.ActorId, entry.Entry.Actor));
    }

    [Fact]
    public async Task Secrets_are_never_recorded_only_that_they_changed()
    {
        var user = await app.UserAsync();
        await app.WriteAsync(async db =>
        {
            var row = await db.Users.SingleAsync(u => u.Id == user.Id);
            row.PasswordHash = "VerySecretHash";
            row.DisplayName = "Ada B.";
        });

        var values = (await EntriesAsync("AppUser", user.Id))[^1].Values!;

        Assert.DoesNotContain("VerySecretHash", values, StringComparison.Ordinal);
        Assert.Equal("changed", JsonDocument.Parse(values).RootElement.GetProperty("PasswordHash").GetString());
        Assert.Equal(("Ada Berg", "Ada B."), Change(values, "DisplayName"));
    }

    [Fact]
    public async Task An_arm_leaves_no_trace_of_itself_in_the_record()
    {
        var programme = await app.ProgrammeAsync();
        var therapist = await app.MemberAsync(programme, Role.Therapist);
        await app.WriteAsync(db =>
        {
            new ArmVault(db, app.Services.GetRequiredService<SealKey>())
                .Seal(programme.Id, therapist.Id, "feedback", app.Clock.GetUtcNow());
            return Task.CompletedTask;
        });

        var entries = await app.ReadAsync(db => Reader(db).OpenAsync(
            db.AuditEntries.Where(e => e.SubjectId == therapist.Id && e.Entity == "Allocation")));

        Assert.DoesNotContain("feedback", Assert.Single(entries).Values, StringComparison.Ordinal);
        Assert.Contains("sha256:", entries[0].Values, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_lie_encrypted_and_are_unreadable_once_the_subject_is_erased()
    {
        var patient = await CaseAsync();
        await app.WriteAsync(async db => (await db.Cases.SingleAsync(c => c.Id == patient.Id)).AgeBand = "NoOneShallSee");
        var stored = await app.ReadAsync(db => db.AuditEntries
            .Where(e => e.SubjectId == patient.Id).Select(e => e.Values!).ToListAsync());

        await app.WriteAsync(db => Keys(db).DestroyAsync(patient.Id, app.Clock.GetUtcNow()));
        await app.WriteAsync(async db => (await db.Cases.SingleAsync(c => c.Id == patient.Id)).AgeBand = "Later");
        var entries = await EntriesAsync(nameof(Case), patient.Id);

        Assert.All(stored, v => Assert.DoesNotContain("NoOneShallSee", Encoding.Latin1.GetString(v), StringComparison.Ordinal));
        Assert.Equal(3, entries.Count);
        Assert.All(entries, e => Assert.Null(e.Values));
    }

    [Fact]
    public async Task A_row_far_below_a_case_is_about_that_case()
    {
        var patient = await CaseAsync();
        await app.WriteAsync(async db =>
        {
            var found = await db.Cases.Include(c => c.Sessions).SingleAsync(c => c.Id == patient.Id);
            found.PlanSessions(2);
        });
        var session = await app.ReadAsync(db => db.Sessions.Where(s => s.CaseId == patient.Id).Select(s => s.Id).FirstAsync());

        // The ticket names a session only, and nothing else of the case is in this unit of work.
        await app.SaveAsync(new Domain.Ratings.FormTicket
        {
            ProgrammeId = patient.ProgrammeId,
            SessionId = session,
            Occasion = default,
            TokenHash = Guid.NewGuid().ToString("N"),
            CodeHash = Guid.NewGuid().ToString("N"),
            IssuedAt = app.Clock.GetUtcNow(),
            ExpiresAt = app.Clock.GetUtcNow(),
        });

        var subjects = await app.ReadAsync(db => db.AuditEntries
            .Where(e => e.Entity == "FormTicket" && e.ProgrammeId == patient.ProgrammeId)
            .Select(e => e.SubjectId).ToListAsync());
        Assert.Equal([patient.Id], subjects);
    }

    [Fact]
    public async Task What_failed_to_save_is_not_in_the_record()
    {
        var programme = await app.ProgrammeAsync();

        await Assert.ThrowsAsync<DbUpdateException>(() => app.SaveAsync(
            new Cohort { ProgrammeId = programme.Id, Name = "Same", From = app.Today },
            new Cohort { ProgrammeId = programme.Id, Name = "Same", From = app.Today }));

        Assert.Equal(0, await app.ReadAsync(db => db.AuditEntries
            .CountAsync(e => e.ProgrammeId == programme.Id && e.Entity == nameof(Cohort))));
    }

    [Theory]
    [InlineData("UPDATE AuditEntries SET Actor = 'x'")]
    [InlineData("DELETE FROM AuditEntries")]
    public async Task The_record_refuses_to_be_changed(string statement)
    {
        await app.UserAsync();

        var refused = await Assert.ThrowsAsync<SqliteException>(
            () => app.ReadAsync(db => db.Database.ExecuteSqlRawAsync(statement)));

        Assert.Contains("insert-only", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Six_thousand_rows_are_recorded_one_by_one()
    {
        const int rows = 6000;
        var patient = await CaseAsync();
        await app.SaveAsync([.. Enumerable.Range(1, rows).Select(i => new MissedAppointment
        {
            ProgrammeId = patient.ProgrammeId,
            CaseId = patient.Id,
            On = app.Today.AddDays(-i),
            Reason = default,
            RecordedAt = app.Clock.GetUtcNow(),
        })]);

        Assert.Equal(rows, await app.ReadAsync(db => db.AuditEntries.CountAsync(e =>
            e.SubjectId == patient.Id && e.Entity == nameof(MissedAppointment) && e.Values != null)));
    }

    private async Task<Case> CaseAsync()
    {
        var programme = await app.ProgrammeAsync();
        var patient = new Case
        {
            ProgrammeId = programme.Id,
            Code = "C1",
            TimeZone = "America/Toronto",
            Language = "en",
            StartedOn = app.Today,
        };
        await app.SaveAsync(patient);
        return patient;
    }

    private Task<IReadOnlyList<(AuditEntry Entry, string? Values)>> EntriesAsync(string entity, Guid id)
    {
        var text = id.ToString();
        return app.ReadAsync(db => Reader(db).OpenAsync(
            db.AuditEntries.Where(e => e.Entity == entity && e.EntityId == text).OrderBy(e => e.Sequence)));
    }

    private AuditReader Reader(Data.AppDbContext db) => new(db, Protection);

    private SubjectKeys Keys(Data.AppDbContext db) => new(db, Protection);

    private IDataProtectionProvider Protection => app.Services.GetRequiredService<IDataProtectionProvider>();

    private static (string? Old, string? Now) Change(string? values, string property)
    {
        var pair = JsonDocument.Parse(values!).RootElement.GetProperty(property);
        return (pair[0].GetString(), pair[1].GetString());
    }
}
