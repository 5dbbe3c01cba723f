using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.Signals;

namespace TrainingLMS.Data.Configurations;

internal sealed class SignalMarkConfiguration : IEntityTypeConfiguration<SignalMark>
{
    public void Configure(EntityTypeBuilder<SignalMark> builder)
    {
        builder.ToTable("SignalMarks");
        builder.Property(m => m.Rules).HasMaxLength(32);
        builder.HasOne<Case>().WithMany().HasForeignKey(m => m.CaseId);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(m => m.SteppedById);
        builder.HasIndex(m => new { m.CaseId, m.Kind, m.Session }).IsUnique();
    }
}
