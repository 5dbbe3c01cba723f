using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TrainingLMS.Data.Identity;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.Ratings;

namespace TrainingLMS.Data.Configurations;

internal sealed class InstrumentConfiguration : IEntityTypeConfiguration<Instrument>
{
    public void Configure(EntityTypeBuilder<Instrument> builder)
    {
        builder.ToTable("Instruments");
        builder.Property(i => i.Key).HasMaxLength(64);
        builder.HasIndex(i => i.Key).IsUnique();
    }
}

internal sealed class InstrumentVersionConfiguration : IEntityTypeConfiguration<InstrumentVersion>
{
    public void Configure(EntityTypeBuilder<InstrumentVersion> builder)
    {
        builder.ToTable("InstrumentVersions");
        builder.Property(v => v.Version).HasMaxLength(32);
        builder.Property(v => v.Definition).HasMaxLength(int.MaxValue);
        builder.Property(v => v.Hash).HasMaxLength(64);
        builder.Property(v => v.LicenceTerms).HasMaxLength(2000);
        builder.HasOne<Instrument>().WithMany().HasForeignKey(v => v.InstrumentId);
        builder.HasIndex(v => new { v.InstrumentId, v.Version }).IsUnique();
    }
}

internal sealed class ProgrammeInstrumentConfiguration : IEntityTypeConfiguration<ProgrammeInstrument>
{
    public void Configure(EntityTypeBuilder<ProgrammeInstrument> builder)
    {
        builder.ToTable("ProgrammeInstruments");
        builder.HasOne<InstrumentVersion>().WithMany().HasForeignKey(p => p.InstrumentVersionId);
        builder.HasIndex(p => new { p.ProgrammeId, p.Measure, p.Rater, p.Perspective, p.Occasion }).IsUnique();
    }
}

internal sealed class AdministrationConfiguration : IEntityTypeConfiguration<Administration>
{
    public void Configure(EntityTypeBuilder<Administration> builder)
    {
        builder.ToTable("Administrations");
        builder.HasOne<Session>().WithMany().HasForeignKey(a => a.SessionId);
        builder.HasOne<InstrumentVersion>().WithMany().HasForeignKey(a => a.InstrumentVersionId);
        builder.HasIndex(a => new { a.SessionId, a.Measure, a.Rater, a.Perspective, a.Occasion }).IsUnique();
    }
}

internal sealed class ResponseConfiguration : IEntityTypeConfiguration<Response>
{
    public void Configure(EntityTypeBuilder<Response> builder)
    {
        builder.ToTable("Responses");
        builder.Property(r => r.CorrectionReason).HasMaxLength(1000);
        builder.Property(r => r.Language).HasMaxLength(16);
        builder.HasOne<Administration>().WithMany().HasForeignKey(r => r.AdministrationId);
        builder.HasOne<Response>().WithMany().HasForeignKey(r => r.SupersededById);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(r => r.RecordedById);
        builder.HasMany(r => r.Answers).WithOne().HasForeignKey(a => a.ResponseId);

        // One live response an administration, whatever two devices do at once.
        builder.HasIndex(r => r.AdministrationId).IsUnique().HasFilter("[SupersededById] IS NULL");
    }
}

internal sealed class AnswerConfiguration : IEntityTypeConfiguration<Answer>
{
    public void Configure(EntityTypeBuilder<Answer> builder)
    {
        builder.ToTable("Answers");
        builder.Property(a => a.ItemId).HasMaxLength(64);
        builder.Ignore(a => a.Skipped);
        builder.HasIndex(a => new { a.ResponseId, a.ItemId }).IsUnique();
    }
}

internal sealed class RevealConfiguration : IEntityTypeConfiguration<Reveal>
{
    public void Configure(EntityTypeBuilder<Reveal> builder)
    {
        builder.ToTable("Reveals");
        builder.HasOne<Response>().WithMany().HasForeignKey(r => r.ResponseId);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(r => r.ToPersonId);

        // The first time counts.
        builder.HasIndex(r => new { r.ResponseId, r.ToPersonId }).IsUnique();
    }
}

internal sealed class FormTicketConfiguration : IEntityTypeConfiguration<FormTicket>
{
    public void Configure(EntityTypeBuilder<FormTicket> builder)
    {
        builder.ToTable("FormTickets");
        builder.Property(t => t.TokenHash).HasMaxLength(64);
        builder.Property(t => t.CodeHash).HasMaxLength(64);
        builder.HasOne<Session>().WithMany().HasForeignKey(t => t.SessionId);
        builder.HasIndex(t => t.TokenHash).IsUnique();
        builder.HasIndex(t => t.CodeHash).IsUnique();

        // One live way in a form: a new one takes the old one's place.
        builder.HasIndex(t => new { t.SessionId, t.Occasion }).IsUnique()
            .HasFilter("[UsedAt] IS NULL AND [RevokedAt] IS NULL");
    }
}

internal sealed class FormDraftConfiguration : IEntityTypeConfiguration<FormDraft>
{
    public void Configure(EntityTypeBuilder<FormDraft> builder)
    {
        builder.ToTable("FormDrafts");
        builder.Property(d => d.Encrypted).HasMaxLength(8000);
        builder.HasOne<Session>().WithMany().HasForeignKey(d => d.SessionId);
        builder.HasIndex(d => new { d.SessionId, d.Occasion }).IsUnique();
    }
}

internal sealed class PaperCheckConfiguration : IEntityTypeConfiguration<PaperCheck>
{
    public void Configure(EntityTypeBuilder<PaperCheck> builder)
    {
        builder.ToTable("PaperChecks");
        builder.HasOne<Administration>().WithMany().HasForeignKey(c => c.AdministrationId);
        builder.HasIndex(c => c.AdministrationId).IsUnique();
    }
}
