using TrainingLMS.Congruence;
using TrainingLMS.Congruence.Dyads;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Domain.Signals;

namespace TrainingLMS.Web.Infrastructure.Signals;

/// <summary>Something in a case that is worth asking about.</summary>
/// <param name="Kind">Which rule raised it.</param>
/// <param name="Session">The session in which it shows.</param>
/// <param name="Since">When the last of what it is made of came in.</param>
/// <param name="Silent">A dip of the patient that the therapist's own rating does not show.</param>
public sealed record Signal(SignalKind Kind, int Session, DateTimeOffset Since, bool Silent = false);

/// <summary>The rule table applied to one case, as far as its reader may see it: what is sealed raises nothing.</summary>
public static class SignalFinder
{
    public static IReadOnlyList<Signal> Find(CaseRatings item, SignalRules rules, Reported<double> spread, DateTimeOffset now)
    {
        var shown = item.Sessions
            .Where(s => s.Alliance is { Released: true, Score: not null })
            .Select(s => new RatedSession("own", item.Code, s.Number, s.Own.Score, s.Alliance.Score, WellBeing: null)).ToList();

        return
        [
            .. Dips.Find(shown, spread).Select(d => Of(SignalKind.Dip, d.Session, d.Silent)),
            .. Ceiling(shown, rules).Select(n => Of(SignalKind.Ceiling, n)),
            .. Gaps(shown, rules, spread).Select(n => Of(SignalKind.Gap, n)),
            .. MissedTwice(item, rules).Select(n => Of(SignalKind.MissedTwice, n)),
        ];

        Signal Of(SignalKind kind, int session, bool silent = false)
        {
            var here = item.Sessions.Single(s => s.Number == session);
            var since = new[] { here.Own.FinishedAt, here.Alliance.FinishedAt, kind == SignalKind.MissedTwice ? here.Alliance.ClosesAt : null }
                .Max();
            return new Signal(kind, session, since ?? now, silent);
        }
    }

    /// <summary>The session that completes a run at the top step; once for each run.</summary>
    private static IEnumerable<int> Ceiling(IReadOnlyList<RatedSession> shown, SignalRules rules)
    {
        var run = 0;
        foreach (var session in shown)
        {
            run = session.PatientAlliance >= rules.Ceiling.From ? run + 1 : 0;
            if (run == rules.Ceiling.Sessions)
                yield return session.Session;
        }
    }

    private static IEnumerable<int> Gaps(IReadOnlyList<RatedSession> shown, SignalRules rules, Reported<double> spread)
    {
        var limit = spread.Match(sd => rules.Gap.Spreads * Math.Sqrt(2) * sd, _ => double.PositiveInfinity);
        return shown.Where(s => s.TherapistAlliance - s.PatientAlliance > limit).Select(s => s.Session);
    }

    /// <summary>Whether a form came is never sealed; what it said is.</summary>
    private static IEnumerable<int> MissedTwice(CaseRatings item, SignalRules rules)
    {
        var run = 0;
        foreach (var session in item.Sessions.Where(s => s.HeldOn is not null))
        {
            run = session.Alliance.Status is AdministrationStatus.Closed or AdministrationStatus.Missed or AdministrationStatus.Declined ? run + 1 : 0;
            if (run == rules.Missed.Sessions)
                yield return session.Number;
        }
    }
}
