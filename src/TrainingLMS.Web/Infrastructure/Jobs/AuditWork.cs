using TrainingLMS.Data;
using TrainingLMS.Data.Audit;

namespace TrainingLMS.Web.Infrastructure.Jobs;

/// <summary>Links new audit entries into the chain.</summary>
public sealed class ExtendAuditChain(TimeProvider clock) : IWork
{
    public static string Name => "extend-audit-chain";

    public Task RunAsync(AppDbContext db, CancellationToken cancellationToken) =>
        new AuditChain(db, clock).ExtendAsync(cancellationToken);
}

/// <summary>
/// Checks the whole chain and writes its head to the log: a log kept elsewhere then also shows a cut-off end.
/// </summary>
public sealed partial class VerifyAuditChain(TimeProvider clock, ILogger<VerifyAuditChain> logger) : IWork
{
    public static string Name => "verify-audit-chain";

    public async Task RunAsync(AppDbContext db, CancellationToken cancellationToken)
    {
        var verdict = await new AuditChain(db, clock).VerifyAsync(cancellationToken);
        if (verdict.IsWhole)
            Whole(verdict.Entries, verdict.Links, verdict.Head);
        else
            Broken(verdict.Problem!, verdict.Head);
    }

    [LoggerMessage(LogLevel.Information, "The audit is whole: {Entries} entries in {Links} links, head {Head}")]
    private partial void Whole(long entries, long links, string head);

    [LoggerMessage(LogLevel.Critical, "THE AUDIT WAS TAMPERED WITH: {Problem}; last good head {Head}")]
    private partial void Broken(string problem, string head);
}
