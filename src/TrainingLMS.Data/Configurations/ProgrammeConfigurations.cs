using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Study;

namespace TrainingLMS.Data.Configurations;

internal sealed class SiteConfiguration : IEntityTypeConfiguration<Site>
{
    public void Configure(EntityTypeBuilder<Site> builder)
    {
        builder.ToTable("Sites");
        builder.HasOne<Organisation>().WithMany().HasForeignKey(s => s.OrganisationId);
    }
}

internal sealed class ProgrammeConfiguration : IEntityTypeConfiguration<Programme>
{
    public void Configure(EntityTypeBuilder<Programme> builder)
    {
        builder.ToTable("Programmes");
        builder.Property(p => p.Code).HasMaxLength(Code.Longest);
        builder.Property(p => p.TimeZone).HasMaxLength(64);
        builder.Property(p => p.Language).HasMaxLength(16);
        builder.Property(p => p.CrisisText).HasMaxLength(Programme.LongestCrisisText);
        builder.Property(p => p.CrisisTextFrench).HasMaxLength(Programme.LongestCrisisText);
        builder.HasIndex(p => p.Code).IsUnique();
        builder.HasOne<Organisation>().WithMany().HasForeignKey(p => p.OrganisationId);
    }
}

internal sealed class CohortConfiguration : IEntityTypeConfiguration<Cohort>
{
    public void Configure(EntityTypeBuilder<Cohort> builder)
    {
        builder.ToTable("Cohorts");
        builder.HasIndex(c => new { c.ProgrammeId, c.Name }).IsUnique();
    }
}

internal sealed class EnrolmentConfiguration : IEntityTypeConfiguration<Enrolment>
{
    public void Configure(EntityTypeBuilder<Enrolment> builder)
    {
        builder.ToTable("Enrolments");
        builder.HasOne<Cohort>().WithMany().HasForeignKey(e => e.CohortId);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(e => e.PersonId);

        // One open place a person and cohort, whatever two requests do at once.
        builder.HasIndex(e => new { e.CohortId, e.PersonId }).IsUnique().HasFilter("[To] IS NULL");
    }
}

internal sealed class MembershipConfiguration : IEntityTypeConfiguration<Membership>
{
    public void Configure(EntityTypeBuilder<Membership> builder)
    {
        builder.ToTable("Memberships");
        builder.HasOne<AppUser>().WithMany().HasForeignKey(m => m.PersonId);
        builder.HasOne<Site>().WithMany().HasForeignKey(m => m.SiteId);
        builder.HasIndex(m => new { m.PersonId, m.ProgrammeId, m.Role }).IsUnique().HasFilter("[To] IS NULL");
    }
}

internal sealed class ConsultantOfConfiguration : IEntityTypeConfiguration<ConsultantOf>
{
    public void Configure(EntityTypeBuilder<ConsultantOf> builder)
    {
        builder.ToTable("ConsultantsOf");
        builder.HasOne<AppUser>().WithMany().HasForeignKey(c => c.ConsultantId);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(c => c.TherapistId);
        builder.HasIndex(c => new { c.TherapistId, c.ConsultantId, c.ProgrammeId }).IsUnique().HasFilter("[To] IS NULL");
    }
}

internal sealed class TherapistProfileConfiguration : IEntityTypeConfiguration<TherapistProfile>
{
    public void Configure(EntityTypeBuilder<TherapistProfile> builder)
    {
        builder.ToTable("TherapistProfiles");
        builder.Property(p => p.Code).HasMaxLength(Code.Longest);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(p => p.PersonId);
        builder.HasIndex(p => new { p.ProgrammeId, p.Code }).IsUnique();
        builder.HasIndex(p => new { p.PersonId, p.ProgrammeId }).IsUnique();
    }
}

internal sealed class AllocationConfiguration : IEntityTypeConfiguration<Allocation>
{
    public void Configure(EntityTypeBuilder<Allocation> builder)
    {
        builder.ToTable("Allocations");
        builder.HasOne<AppUser>().WithMany().HasForeignKey(a => a.TherapistId);

        // A therapist is allocated once.
        builder.HasIndex(a => new { a.ProgrammeId, a.TherapistId }).IsUnique();
    }
}
