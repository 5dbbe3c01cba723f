using System.Collections.Concurrent;
using TrainingLMS.Congruence;
using TrainingLMS.Congruence.Dyads;
using TrainingLMS.Data.Ratings;

namespace TrainingLMS.Web.Infrastructure.Signals;

/// <summary>
/// How much patients' ratings move within a case, over the whole programme; worked out once a day for each programme and
/// kept in memory. Withheld where too few stand behind it.
/// </summary>
public sealed class NetworkSpread(TimeProvider clock)
{
    private static readonly TimeSpan _stays = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<Guid, (DateTimeOffset At, Reported<double> Spread)> _known = new();

    public async Task<Reported<double>> OfAsync(Guid programmeId, Seal seal, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(programmeId, out var known) && known.At + _stays > now)
            return known.Spread;

        var ratings = await seal.ForNetworkAsync(programmeId, cutOff: null, cancellationToken);
        var spread = Dips.Spread(ratings.Select(r => new RatedSession(
            r.TherapistId.ToString(), r.CaseId.ToString(), r.SessionNumber, TherapistAlliance: null, r.PatientAlliance, WellBeing: null)));
        _known[programmeId] = (now, spread);
        return spread;
    }
}
