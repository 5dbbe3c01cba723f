using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.Learning;
using TrainingLMS.Domain.Programmes;

namespace TrainingLMS.Data.Configurations;

internal sealed class ModuleVersionConfiguration : IEntityTypeConfiguration<ModuleVersion>
{
    public void Configure(EntityTypeBuilder<ModuleVersion> builder)
    {
        builder.ToTable("ModuleVersions");
        builder.Property(v => v.ModuleId).HasMaxLength(ModuleVersion.LongestModuleId);
        builder.Property(v => v.Language).HasMaxLength(16);
        builder.Property(v => v.Title).HasMaxLength(200);
        builder.Property(v => v.Outline).HasMaxLength(int.MaxValue);
        builder.Property(v => v.Content).HasMaxLength(int.MaxValue);
        builder.Property(v => v.Pools).HasMaxLength(int.MaxValue);
        builder.Property(v => v.Hash).HasMaxLength(64);
        builder.HasIndex(v => new { v.ModuleId, v.Language, v.Version }).IsUnique();
    }
}

internal sealed class LearningEventConfiguration : IEntityTypeConfiguration<LearningEvent>
{
    public void Configure(EntityTypeBuilder<LearningEvent> builder)
    {
        builder.ToTable("LearningEvents");
        builder.Property(e => e.ModuleId).HasMaxLength(ModuleVersion.LongestModuleId);
        builder.Property(e => e.BlockId).HasMaxLength(LearningEvent.LongestBlockId);
        builder.HasOne<Enrolment>().WithMany().HasForeignKey(e => e.EnrolmentId);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(e => e.PersonId);

        // Done twice, from two devices, is done once; and all of one enrolment lies together.
        builder.HasIndex(e => new { e.EnrolmentId, e.ModuleId, e.BlockId, e.Kind, e.Part, e.Version }).IsUnique();
    }
}

internal sealed class PathStepConfiguration : IEntityTypeConfiguration<PathStep>
{
    public void Configure(EntityTypeBuilder<PathStep> builder)
    {
        builder.ToTable("PathSteps");
        builder.Property(s => s.ModuleId).HasMaxLength(ModuleVersion.LongestModuleId);
        builder.HasOne<Cohort>().WithMany().HasForeignKey(s => s.CohortId);
        builder.HasIndex(s => new { s.CohortId, s.Position }).IsUnique();
    }
}

internal sealed class WritingConfiguration : IEntityTypeConfiguration<Writing>
{
    public void Configure(EntityTypeBuilder<Writing> builder)
    {
        builder.ToTable("Writings");
        builder.Property(w => w.ModuleId).HasMaxLength(ModuleVersion.LongestModuleId);
        builder.Property(w => w.BlockId).HasMaxLength(LearningEvent.LongestBlockId);
        builder.HasOne<Enrolment>().WithMany().HasForeignKey(w => w.EnrolmentId);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(w => w.PersonId);
        builder.HasIndex(w => new { w.EnrolmentId, w.ModuleId, w.BlockId, w.Part, w.Try }).IsUnique();
    }
}

internal sealed class SharingConfiguration : IEntityTypeConfiguration<Sharing>
{
    public void Configure(EntityTypeBuilder<Sharing> builder)
    {
        builder.ToTable("Sharings");
        builder.Property(s => s.ModuleId).HasMaxLength(ModuleVersion.LongestModuleId);
        builder.Property(s => s.BlockId).HasMaxLength(LearningEvent.LongestBlockId);
        builder.HasOne<Enrolment>().WithMany().HasForeignKey(s => s.EnrolmentId);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(s => s.PersonId);
        builder.HasIndex(s => new { s.EnrolmentId, s.ModuleId, s.BlockId }).IsUnique();
    }
}
