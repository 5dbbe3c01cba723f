using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Consent;

namespace TrainingLMS.Data.Configurations;

internal sealed class CaseConfiguration : IEntityTypeConfiguration<Case>
{
    public void Configure(EntityTypeBuilder<Case> builder)
    {
        builder.ToTable("Cases");
        builder.Property(c => c.Code).HasMaxLength(Code.Longest);
        builder.Property(c => c.TimeZone).HasMaxLength(64);
        builder.Property(c => c.Language).HasMaxLength(16);
        builder.HasIndex(c => new { c.ProgrammeId, c.Code }).IsUnique();
        builder.HasMany(c => c.Sessions).WithOne().HasForeignKey(s => s.CaseId);
    }
}

internal sealed class SessionConfiguration : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("Sessions");
        builder.HasIndex(s => new { s.CaseId, s.Number }).IsUnique();
    }
}

internal sealed class CaseOfConfiguration : IEntityTypeConfiguration<CaseOf>
{
    public void Configure(EntityTypeBuilder<CaseOf> builder)
    {
        builder.ToTable("CasesOf");
        builder.HasOne<Case>().WithMany().HasForeignKey(c => c.CaseId);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(c => c.TherapistId);

        // One therapist at a time.
        builder.HasIndex(c => c.CaseId).IsUnique().HasFilter("[To] IS NULL");
        builder.HasIndex(c => new { c.TherapistId, c.To });
    }
}

internal sealed class MissedAppointmentConfiguration : IEntityTypeConfiguration<MissedAppointment>
{
    public void Configure(EntityTypeBuilder<MissedAppointment> builder)
    {
        builder.ToTable("MissedAppointments");
        builder.HasOne<Case>().WithMany().HasForeignKey(m => m.CaseId);
        builder.HasIndex(m => new { m.CaseId, m.On }).IsUnique();
    }
}

internal sealed class ConsentTextConfiguration : IEntityTypeConfiguration<ConsentText>
{
    public void Configure(EntityTypeBuilder<ConsentText> builder)
    {
        builder.ToTable("ConsentTexts");
        builder.Property(t => t.Version).HasMaxLength(32);
        builder.Property(t => t.Language).HasMaxLength(16);
        builder.Property(t => t.Body).HasMaxLength(int.MaxValue);
        builder.HasIndex(t => new { t.ProgrammeId, t.Version, t.Language }).IsUnique();
    }
}

internal sealed class ConsentRecordConfiguration : IEntityTypeConfiguration<ConsentRecord>
{
    public void Configure(EntityTypeBuilder<ConsentRecord> builder)
    {
        builder.ToTable("ConsentRecords");
        builder.Property(r => r.TextVersion).HasMaxLength(32);
        builder.Property(r => r.Language).HasMaxLength(16);

        // All scopes by name, side by side.
        builder.Property(r => r.Scopes).HasMaxLength(128);
        builder.HasOne<Case>().WithMany().HasForeignKey(r => r.CaseId);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(r => r.PersonId);

        // One consent in force a case; a new one takes the old one's place.
        builder.HasIndex(r => r.CaseId).IsUnique().HasFilter("[CaseId] IS NOT NULL AND [WithdrawnAt] IS NULL");
    }
}

internal sealed class PatientContactConfiguration : IEntityTypeConfiguration<PatientContact>
{
    public void Configure(EntityTypeBuilder<PatientContact> builder)
    {
        builder.ToTable("PatientContacts");
        builder.HasOne<Case>().WithMany().HasForeignKey(c => c.CaseId);
        builder.HasIndex(c => c.CaseId).IsUnique();
    }
}

internal sealed class WithdrawalConfiguration : IEntityTypeConfiguration<Withdrawal>
{
    public void Configure(EntityTypeBuilder<Withdrawal> builder)
    {
        builder.ToTable("Withdrawals");
        builder.HasOne<Case>().WithMany().HasForeignKey(w => w.CaseId);

        // Pressed twice, asked once.
        builder.HasIndex(w => new { w.CaseId, w.Kind }).IsUnique();
    }
}
