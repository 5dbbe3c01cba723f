using System.Linq.Expressions;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using TrainingLMS.Data.Audit;
using TrainingLMS.Data.Conventions;
using TrainingLMS.Data.Identity;
using TrainingLMS.Data.Jobs;
using TrainingLMS.Data.Messages;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.Learning;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Domain.Signals;

namespace TrainingLMS.Data;

/// <summary>
/// The one model for both databases. Rows of a programme are seen only inside the <see cref="ProgrammeScope"/>.
/// Responses, answers and allocations have no set here: ratings are read through the seal, arms through their own right.
/// </summary>
public sealed class AppDbContext(DbContextOptions<AppDbContext> options, ProgrammeScope scope)
    : IdentityUserContext<AppUser, Guid>(options), IDataProtectionKeyContext
{
    private bool _holdsGate;

    public DbSet<Organisation> Organisations => Set<Organisation>();

    public DbSet<Site> Sites => Set<Site>();

    public DbSet<Programme> Programmes => Set<Programme>();

    public DbSet<Cohort> Cohorts => Set<Cohort>();

    public DbSet<Enrolment> Enrolments => Set<Enrolment>();

    public DbSet<Membership> Memberships => Set<Membership>();

    public DbSet<ConsultantOf> ConsultantsOf => Set<ConsultantOf>();

    public DbSet<TherapistProfile> TherapistProfiles => Set<TherapistProfile>();

    public DbSet<Case> Cases => Set<Case>();

    public DbSet<CaseOf> CasesOf => Set<CaseOf>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<MissedAppointment> MissedAppointments => Set<MissedAppointment>();

    public DbSet<ConsentText> ConsentTexts => Set<ConsentText>();

    public DbSet<ConsentRecord> ConsentRecords => Set<ConsentRecord>();

    public DbSet<PatientContact> PatientContacts => Set<PatientContact>();

    public DbSet<Instrument> Instruments => Set<Instrument>();

    public DbSet<InstrumentVersion> InstrumentVersions => Set<InstrumentVersion>();

    public DbSet<ProgrammeInstrument> ProgrammeInstruments => Set<ProgrammeInstrument>();

    public DbSet<Administration> Administrations => Set<Administration>();

    public DbSet<FormTicket> FormTickets => Set<FormTicket>();

    public DbSet<ModuleVersion> ModuleVersions => Set<ModuleVersion>();

    public DbSet<LearningEvent> LearningEvents => Set<LearningEvent>();

    public DbSet<PathStep> PathSteps => Set<PathStep>();

    public DbSet<FormDraft> FormDrafts => Set<FormDraft>();

    public DbSet<PaperCheck> PaperChecks => Set<PaperCheck>();

    public DbSet<SignalMark> SignalMarks => Set<SignalMark>();

    public DbSet<Withdrawal> Withdrawals => Set<Withdrawal>();

    public DbSet<Sharing> Sharings => Set<Sharing>();

    public DbSet<FeedbackReport> FeedbackReports => Set<FeedbackReport>();

    public DbSet<NetworkRelease> NetworkReleases => Set<NetworkRelease>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<AuditLink> AuditLinks => Set<AuditLink>();

    public DbSet<SubjectKey> SubjectKeys => Set<SubjectKey>();

    public DbSet<AccessEntry> AccessEntries => Set<AccessEntry>();

    public DbSet<ExportEntry> ExportEntries => Set<ExportEntry>();

    public DbSet<OutboxMessage> OutboxMessages => Set<OutboxMessage>();

    public DbSet<JobLease> JobLeases => Set<JobLease>();

    public DbSet<StaffSession> StaffSessions => Set<StaffSession>();

    public DbSet<OneTimeLink> OneTimeLinks => Set<OneTimeLink>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<Throttle> Throttles => Set<Throttle>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    public ProgrammeScope Scope { get; } = scope;

    /// <summary>Why this is changed, where somebody was asked; goes into the audit with every change of the next saves.</summary>
    public string? Reason { get; set; }

    /// <summary>Inside <see cref="WriteAsync"/>, about to hold the database's one write lock.</summary>
    internal bool IsWriting { get; private set; }

    /// <summary>Read by the query filter on every row of a programme.</summary>
    private bool SeesEverything => Scope.SeesEverything;

    private IReadOnlyCollection<Guid> VisibleProgrammes => Scope.Programmes;

    /// <summary>All of it is saved or none of it: one transaction, one writer at a time on SQLite.</summary>
    public async Task<T> WriteAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken = default)
    {
        if (Database.CurrentTransaction is not null)
            return await work();

        using var gate = await EnterGateAsync(cancellationToken);
        return await Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            ChangeTracker.Clear(); // a retry starts afresh
            IsWriting = true;
            try
            {
                await using var transaction = await Database.BeginTransactionAsync(cancellationToken);
                var result = await work();
                await SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return result;
            }
            finally
            {
                IsWriting = false;
            }
        });
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        RefuseStrangers();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        RefuseStrangers();
        using var gate = await EnterGateAsync(cancellationToken);
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<string>().HaveMaxLength(256);
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcInstantConverter>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(AppDbContext).Assembly);

        foreach (var entity in builder.Model.GetEntityTypes())
        {
            // An entity makes its own id. Without this EF Core takes a new child with an id for an old one.
            if (entity.ClrType.IsAssignableTo(typeof(Entity)))
                builder.Entity(entity.ClrType).Property(nameof(Entity.Id)).ValueGeneratedNever();

            if (entity.ClrType.IsAssignableTo(typeof(ProgrammeEntity)))
                KeepApart(builder, entity);

            // Nothing is deleted on the side; SQL Server would refuse the second path anyway.
            if (entity.ClrType.Namespace?.StartsWith("TrainingLMS", StringComparison.Ordinal) == true)
            {
                foreach (var key in entity.GetForeignKeys())
                    key.DeleteBehavior = DeleteBehavior.Restrict;
            }
        }
    }

    private void KeepApart(ModelBuilder builder, IMutableEntityType entity)
    {
        builder.Entity(entity.ClrType)
            .HasOne(typeof(Programme)).WithMany().HasForeignKey(nameof(ProgrammeEntity.ProgrammeId));

        var row = Expression.Parameter(entity.ClrType, "row");
        var programme = Expression.Property(row, nameof(ProgrammeEntity.ProgrammeId));
        var context = Expression.Constant(this);
        var visible = Expression.Call(
            typeof(Enumerable), nameof(Enumerable.Contains), [typeof(Guid)],
            Expression.Property(context, nameof(VisibleProgrammes)), programme);
        builder.Entity(entity.ClrType).HasQueryFilter(
            Expression.Lambda(Expression.OrElse(Expression.Property(context, nameof(SeesEverything)), visible), row));
    }

    /// <summary>The filter keeps strangers' rows from being read; this keeps them from being written.</summary>
    private void RefuseStrangers()
    {
        if (Scope.SeesEverything)
            return;

        foreach (var entry in ChangeTracker.Entries<ProgrammeEntity>())
        {
            if (entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted
                && !Scope.Contains(entry.Entity.ProgrammeId))
                throw new InvalidOperationException($"{entry.Metadata.ClrType.Name} belongs to a programme out of scope.");
        }
    }

    private async ValueTask<Gate> EnterGateAsync(CancellationToken cancellationToken)
    {
        if (_holdsGate || !Database.IsSqlite())
            return new Gate(null, null);

        var semaphore = WriteGate.For(Database.GetConnectionString()!);
        await semaphore.WaitAsync(cancellationToken);
        _holdsGate = true;
        return new Gate(this, semaphore);
    }

    private readonly struct Gate(AppDbContext? context, SemaphoreSlim? semaphore) : IDisposable
    {
        public void Dispose()
        {
            if (semaphore is null)
                return;

            context!._holdsGate = false;
            semaphore.Release();
        }
    }
}
