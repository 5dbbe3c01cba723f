using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Reports;
using TrainingLMS.Reports.Documents;
using TrainingLMS.Reports.Feedback;

namespace TrainingLMS.Web.Infrastructure.Reports;

/// <summary>
/// Which values of the network a report may tell. Those of a cut-off are told once and stay; a later fit gets values of
/// its own only where enough people stand behind what sets it apart from everything told before.
/// </summary>
public sealed class NetworkLedger(AppDbContext db, TimeProvider clock)
{
    /// <summary>The values to tell, noted as told; called in the transaction that stores the report.</summary>
    public async Task<NetworkFacts> ReleaseAsync(
        Guid programmeId, DateOnly cutOff, FeedbackReportBuilder builder, CancellationToken cancellationToken)
    {
        var told = await db.NetworkReleases.AsNoTracking().Where(r => r.ProgrammeId == programmeId)
            .ToListAsync(cancellationToken);
        if (told.Find(r => r.CutOff == cutOff) is { } same)
            return Values(same);

        var population = builder.Population;
        var near = told
            .Select(r => (Release: r, Difference: population.From(NetworkPopulation.Read(r.Population))))
            .Where(r => !r.Difference.MayBeTold)
            .OrderBy(r => r.Difference.Patients).ThenByDescending(r => r.Release.CutOff)
            .Select(r => r.Release).FirstOrDefault();
        if (near is null && !builder.Network.IsShown)
            return builder.Network;

        var release = new NetworkRelease
        {
            ProgrammeId = programmeId,
            CutOff = cutOff,
            MadeFor = near?.MadeFor ?? cutOff,
            ReleasedAt = clock.GetUtcNow(),
            Values = near?.Values ?? FeedbackReportJson.Write(builder.Network),
            Population = near?.Population ?? population.Write(),
        };
        db.Add(release);
        return Values(release);
    }

    private static NetworkFacts Values(NetworkRelease release) => FeedbackReportJson.ReadNetwork(release.Values) with
    {
        AsOf = release.MadeFor == release.CutOff ? null : release.MadeFor,
    };
}
