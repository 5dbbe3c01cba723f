using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TrainingLMS.Data.Audit;
using TrainingLMS.Data.Identity;
using TrainingLMS.Data.Jobs;
using TrainingLMS.Data.Messages;

namespace TrainingLMS.Data.Configurations;

internal sealed class AppUserConfiguration : IEntityTypeConfiguration<AppUser>
{
    public void Configure(EntityTypeBuilder<AppUser> builder)
    {
        builder.ToTable("People");
        builder.Property(u => u.PasswordHash).HasMaxLength(1024);
        builder.Property(u => u.SecurityStamp).HasMaxLength(128);
        builder.Property(u => u.ConcurrencyStamp).HasMaxLength(128);
        builder.Property(u => u.PhoneNumber).HasMaxLength(64);
        builder.Property(u => u.TimeZone).HasMaxLength(64);
        builder.Property(u => u.Language).HasMaxLength(16);

        // One person, one account.
        builder.HasIndex(u => u.NormalizedEmail).IsUnique().HasFilter("[NormalizedEmail] IS NOT NULL");
    }
}

internal sealed class UserTokenConfiguration
    : IEntityTypeConfiguration<IdentityUserToken<Guid>>, IEntityTypeConfiguration<IdentityUserClaim<Guid>>,
        IEntityTypeConfiguration<IdentityUserLogin<Guid>>, IEntityTypeConfiguration<IdentityUserPasskey<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> builder)
    {
        builder.ToTable("PersonTokens");
        builder.Property(t => t.Value).HasMaxLength(int.MaxValue);
    }

    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> builder)
    {
        builder.ToTable("PersonClaims");
        builder.Property(c => c.ClaimValue).HasMaxLength(int.MaxValue);
    }

    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> builder) => builder.ToTable("PersonLogins");

    public void Configure(EntityTypeBuilder<IdentityUserPasskey<Guid>> builder) => builder.ToTable("PersonPasskeys");
}

internal sealed class RecoveryCodeConfiguration : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("RecoveryCodes");
        builder.Property(c => c.Hash).HasMaxLength(64);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(c => c.PersonId);
        builder.HasIndex(c => new { c.PersonId, c.Hash }).IsUnique();
    }
}

internal sealed class StaffSessionConfiguration : IEntityTypeConfiguration<StaffSession>
{
    public void Configure(EntityTypeBuilder<StaffSession> builder)
    {
        builder.ToTable("StaffSessions");
        builder.Property(s => s.KeyHash).HasMaxLength(64);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(s => s.PersonId);
        builder.HasIndex(s => s.KeyHash).IsUnique();
    }
}

internal sealed class OneTimeLinkConfiguration : IEntityTypeConfiguration<OneTimeLink>
{
    public void Configure(EntityTypeBuilder<OneTimeLink> builder)
    {
        builder.ToTable("OneTimeLinks");
        builder.Property(l => l.TokenHash).HasMaxLength(64);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(l => l.PersonId);
        builder.HasIndex(l => l.TokenHash).IsUnique();
    }
}

internal sealed class ThrottleConfiguration : IEntityTypeConfiguration<Throttle>
{
    public void Configure(EntityTypeBuilder<Throttle> builder)
    {
        builder.ToTable("Throttles");
        builder.HasKey(t => t.Key);
        builder.Property(t => t.Key).HasMaxLength(64);
    }
}

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        // Triggers refuse updates and deletes; EF Core must not use OUTPUT on such a table.
        builder.ToTable("AuditEntries", table => table.HasTrigger("AuditEntries_InsertOnly"));
        builder.HasKey(e => e.Sequence);
        builder.Property(e => e.Actor).HasMaxLength(64);
        builder.Property(e => e.Action).HasMaxLength(64);
        builder.Property(e => e.Entity).HasMaxLength(64);
        builder.Property(e => e.EntityId).HasMaxLength(64);
        builder.Property(e => e.Reason).HasMaxLength(int.MaxValue);
        builder.Property(e => e.Address).HasMaxLength(64);
        builder.Property(e => e.RequestId).HasMaxLength(64);
        builder.HasIndex(e => new { e.Entity, e.EntityId });
    }
}

internal sealed class AuditLinkConfiguration : IEntityTypeConfiguration<AuditLink>
{
    public void Configure(EntityTypeBuilder<AuditLink> builder)
    {
        builder.ToTable("AuditLinks", table => table.HasTrigger("AuditLinks_InsertOnly"));
        builder.HasKey(l => l.Number);
        builder.Property(l => l.Number).ValueGeneratedNever();
        builder.Property(l => l.PreviousHash).HasMaxLength(64);
        builder.Property(l => l.Hash).HasMaxLength(64);
    }
}

internal sealed class SubjectKeyConfiguration : IEntityTypeConfiguration<SubjectKey>
{
    public void Configure(EntityTypeBuilder<SubjectKey> builder)
    {
        builder.ToTable("SubjectKeys");
        builder.HasKey(k => k.SubjectId);
        builder.Property(k => k.SubjectId).ValueGeneratedNever();
    }
}

internal sealed class AccessEntryConfiguration : IEntityTypeConfiguration<AccessEntry>
{
    public void Configure(EntityTypeBuilder<AccessEntry> builder)
    {
        builder.ToTable("AccessEntries");
        builder.Property(e => e.Request).HasMaxLength(128);
        builder.Property(e => e.Address).HasMaxLength(64);
        builder.HasIndex(e => new { e.CaseId, e.At });
    }
}

internal sealed class ExportEntryConfiguration : IEntityTypeConfiguration<ExportEntry>
{
    public void Configure(EntityTypeBuilder<ExportEntry> builder)
    {
        builder.ToTable("ExportEntries");
        builder.Property(e => e.Purpose).HasMaxLength(1000);
        builder.Property(e => e.Filter).HasMaxLength(int.MaxValue);
        builder.Property(e => e.Columns).HasMaxLength(int.MaxValue);
        builder.Property(e => e.Hash).HasMaxLength(64);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(e => e.PersonId);
    }
}

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("OutboxMessages");
        builder.Property(m => m.To).HasMaxLength(320);
        builder.Property(m => m.Subject).HasMaxLength(400);
        builder.Property(m => m.LastError).HasMaxLength(int.MaxValue);
        builder.HasIndex(m => m.Key).IsUnique();
        builder.HasIndex(m => m.NextTryAt).HasFilter("[SentAt] IS NULL AND [GivenUpAt] IS NULL");
    }
}

internal sealed class JobLeaseConfiguration : IEntityTypeConfiguration<JobLease>
{
    public void Configure(EntityTypeBuilder<JobLease> builder)
    {
        builder.ToTable("JobLeases");
        builder.HasKey(l => l.Name);
        builder.Property(l => l.Name).HasMaxLength(64);
        builder.Property(l => l.Owner).HasMaxLength(128);
    }
}

internal sealed class DataProtectionKeyConfiguration : IEntityTypeConfiguration<DataProtectionKey>
{
    public void Configure(EntityTypeBuilder<DataProtectionKey> builder)
    {
        builder.ToTable("DataProtectionKeys");

        // Longer than a name: cut short, every cookie and secret would be lost with it.
        builder.Property(k => k.Xml).HasMaxLength(int.MaxValue);
    }
}
