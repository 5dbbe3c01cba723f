using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Reports;

namespace TrainingLMS.Data.Configurations;

internal sealed class FeedbackReportConfiguration : IEntityTypeConfiguration<FeedbackReport>
{
    public void Configure(EntityTypeBuilder<FeedbackReport> builder)
    {
        builder.ToTable("FeedbackReports");
        builder.Property(r => r.EngineVersion).HasMaxLength(64);
        builder.Property(r => r.Language).HasMaxLength(16);
        builder.Property(r => r.Paragraph).HasMaxLength(FeedbackReport.LongestParagraph);
        builder.Property(r => r.ConsultationTimeZone).HasMaxLength(64);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(r => r.TherapistId);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(r => r.ReviewerId);
        builder.HasOne<Cohort>().WithMany().HasForeignKey(r => r.CohortId);
        builder.HasOne<FeedbackReport>().WithMany().HasForeignKey(r => r.SupersededById);
        builder.HasOne(r => r.Content).WithOne().HasForeignKey<ReportContent>(c => c.ReportId);

        // One report in preparation a therapist and cut-off.
        builder.HasIndex(r => new { r.ProgrammeId, r.TherapistId, r.CutOff }).IsUnique()
            .HasFilter("[RecalledAt] IS NULL AND [SupersededById] IS NULL");
    }
}

internal sealed class ReportContentConfiguration : IEntityTypeConfiguration<ReportContent>
{
    public void Configure(EntityTypeBuilder<ReportContent> builder)
    {
        builder.ToTable("ReportContents");
        builder.Property(c => c.Model).HasMaxLength(int.MaxValue);
        builder.Property(c => c.Hash).HasMaxLength(64);
        builder.HasIndex(c => c.ReportId).IsUnique();
    }
}

internal sealed class NetworkReleaseConfiguration : IEntityTypeConfiguration<NetworkRelease>
{
    public void Configure(EntityTypeBuilder<NetworkRelease> builder)
    {
        builder.ToTable("NetworkReleases");
        builder.Property(r => r.Values).HasMaxLength(int.MaxValue);
        builder.Property(r => r.Population).HasMaxLength(int.MaxValue);
        builder.HasIndex(r => new { r.ProgrammeId, r.CutOff }).IsUnique();
    }
}
