using Microsoft.EntityFrameworkCore;
using TrainingLMS.Domain.Cases;
using TrainingLMS.Domain.Common;
using TrainingLMS.Domain.Consent;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.Programmes;
using TrainingLMS.Domain.Ratings;

namespace TrainingLMS.Data.Ratings;

/// <summary>
/// The one way to ratings. A patient's rating passes only where the therapist's own rating of that session is locked,
/// the programme's policy allows it, and consent has said so without a break since the patient sent it; each first sight
/// of one leaves a <see cref="Reveal"/>, saved before anything is returned.
/// </summary>
public sealed class Seal(AppDbContext db, TimeProvider clock)
{
    /// <summary>The cases this person has now; others are left out as if they did not exist.</summary>
    public async Task<IReadOnlyList<CaseRatings>> ForTherapistAsync(
        Guid therapistId, IReadOnlyCollection<Guid> caseIds, CancellationToken cancellationToken = default)
    {
        var cases = await LoadAsync(db.Cases.Where(c => caseIds.Contains(c.Id)), cancellationToken);
        var own = cases.Where(c => c.TherapistId == therapistId).ToList();
        await RevealAsync(therapistId, own.SelectMany(c => c.Released), cancellationToken);
        return [.. own.Select(c => c.For(c.IsReleased, showOwn: _ => true))];
    }

    /// <summary>
    /// Cases of the therapists this person consults with now: what the therapist may see, where the patient has agreed
    /// to share it with the consultant besides. The therapist's own rating comes along on released sessions only.
    /// </summary>
    public async Task<IReadOnlyList<CaseRatings>> ForConsultantAsync(
        Guid consultantId, IReadOnlyCollection<Guid> caseIds, CancellationToken cancellationToken = default)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var therapists = await db.ConsultantsOf
            .Where(c => c.ConsultantId == consultantId && c.From <= today && (c.To == null || c.To > today))
            .Select(c => new { c.ProgrammeId, c.TherapistId })
            .ToListAsync(cancellationToken);

        var cases = await LoadAsync(db.Cases.Where(c => caseIds.Contains(c.Id)), cancellationToken);
        var theirs = cases.Where(c => therapists.Any(t =>
            t.ProgrammeId == c.ProgrammeId && t.TherapistId == c.TherapistId)).ToList();

        await RevealAsync(
            consultantId, theirs.SelectMany(c => c.ReleasedToConsultant), cancellationToken);
        return
        [
            .. theirs.Select(c => c.For(
                c.IsReleasedToConsultant, showOwn: session => c.IsReleasedToConsultant(session.Alliance))),
        ];
    }

    /// <summary>
    /// Every rating of a programme in clear, <b>for the statistics engine only</b>. What it returns leaves the process
    /// through the engine's disclosure gates or not at all: never onto a page, into a file or a log as it is.
    /// </summary>
    /// <param name="programmeId">The programme; outside the scope it looks empty.</param>
    /// <param name="cutOff">Only sessions held up to this day; sessions without a day are then left out.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<IReadOnlyList<NetworkRating>> ForNetworkAsync(
        Guid programmeId, DateOnly? cutOff, CancellationToken cancellationToken = default) =>
        ForNetworkAsync(programmeId, cutOff, includeLate: false, cancellationToken);

    /// <summary>
    /// As <see cref="ForNetworkAsync(Guid, DateOnly?, CancellationToken)"/>; late ratings are flagged always, and keep
    /// their values where <paramref name="includeLate"/> is set.
    /// </summary>
    public async Task<IReadOnlyList<NetworkRating>> ForNetworkAsync(
        Guid programmeId, DateOnly? cutOff, bool includeLate, CancellationToken cancellationToken = default)
    {
        var codes = await db.TherapistProfiles.Where(p => p.ProgrammeId == programmeId)
            .ToDictionaryAsync(p => p.PersonId, p => p.Code, cancellationToken);
        var cases = await LoadAsync(db.Cases.Where(c => c.ProgrammeId == programmeId), cancellationToken);
        var firstSeen = await (
            from reveal in db.Set<Reveal>()
            join response in db.Set<Response>() on reveal.ResponseId equals response.Id
            join administration in db.Administrations on response.AdministrationId equals administration.Id
            join session in db.Sessions on administration.SessionId equals session.Id
            where session.ProgrammeId == programmeId
            group reveal.At by new { session.CaseId, reveal.ToPersonId } into seen
            select new { seen.Key.CaseId, seen.Key.ToPersonId, At = seen.Min() }).ToListAsync(cancellationToken);
        var seenAt = firstSeen.ToDictionary(s => (s.CaseId, s.ToPersonId), s => s.At);

        return
        [
            .. from c in cases
               where c.RatedById is not null
               from s in c.Sessions
               where s.WasHeld && (cutOff is null || s.HeldOn <= cutOff)
               let own = s.Therapist
               select new NetworkRating(
                   c.RatedById!.Value, codes.GetValueOrDefault(c.RatedById.Value, ""), c.Id, c.Code, s.Number, s.HeldOn,
                   own?.ScoreIf(includeLate), s.Alliance?.ScoreIf(includeLate), s.WellBeing?.ScoreIf(includeLate),
                   own is { Late: true }, s.Alliance is { Late: true }, s.WellBeing is { Late: true },
                   c.IsReleased(s.Alliance), c.IsReleased(s.WellBeing),
                   seenAt.TryGetValue((c.Id, c.RatedById.Value), out var at)
                       && (own?.SubmittedAt is null || at < own.SubmittedAt)),
        ];
    }

    /// <summary>
    /// Notes that somebody was shown the patient's ratings of these sessions, as when a report with them is opened.
    /// Each rating is noted once for each person.
    /// </summary>
    public async Task LogRevealsAsync(
        Guid programmeId, Guid toPersonId, IReadOnlyCollection<ShownRating> shown,
        CancellationToken cancellationToken = default)
    {
        var codes = shown.Select(s => s.CaseCode).ToHashSet(StringComparer.Ordinal);
        var live = await (
            from response in db.Set<Response>()
            where response.SupersededById == null
            join administration in db.Administrations on response.AdministrationId equals administration.Id
            where administration.Rater == Rater.Patient
            join session in db.Sessions on administration.SessionId equals session.Id
            join item in db.Cases on session.CaseId equals item.Id
            where item.ProgrammeId == programmeId && codes.Contains(item.Code)
            select new { response.Id, item.Code, session.Number }).ToListAsync(cancellationToken);

        var wanted = shown.ToHashSet();
        await RevealAsync(
            toPersonId,
            live.Where(l => wanted.Contains(new ShownRating(l.Code, l.Number))).Select(l => (programmeId, l.Id)),
            cancellationToken);
    }

    private async Task RevealAsync(
        Guid personId, IEnumerable<(Guid ProgrammeId, Guid ResponseId)> released, CancellationToken cancellationToken)
    {
        var wanted = released.ToDictionary(r => r.ResponseId, r => r.ProgrammeId);
        if (wanted.Count == 0)
            return;

        if (db.Database.CurrentTransaction is null && db.ChangeTracker.HasChanges())
            throw new InvalidOperationException("Save first: ratings are read between changes, not among them.");

        for (var tries = 1; ; tries++)
        {
            var ids = wanted.Keys;
            var known = await db.Set<Reveal>()
                .Where(r => r.ToPersonId == personId && ids.Contains(r.ResponseId))
                .Select(r => r.ResponseId).ToListAsync(cancellationToken);
            List<Reveal> fresh =
            [
                .. wanted.Where(w => !known.Contains(w.Key)).Select(w => new Reveal
                {
                    ProgrammeId = w.Value,
                    ResponseId = w.Key,
                    ToPersonId = personId,
                    At = clock.GetUtcNow(),
                }),
            ];
            if (fresh.Count == 0)
                return;

            db.AddRange(fresh);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return;
            }
            catch (DbUpdateException e) when (e.IsDuplicate() && tries < 3)
            {
                // Two pages opened at once; the other one noted it first, which is all that counts.
                foreach (var reveal in fresh)
                    db.Entry(reveal).State = EntityState.Detached;
            }
        }
    }

    private async Task<List<SealedCase>> LoadAsync(IQueryable<Case> cases, CancellationToken cancellationToken)
    {
        var ids = cases.Select(c => c.Id);
        var rows = await (
            from c in cases
            join p in db.Programmes on c.ProgrammeId equals p.Id
            orderby c.Code
            select new { c.Id, c.ProgrammeId, c.Code, c.TimeZone, p.Disclosure, p.DisclosureSession })
            .ToListAsync(cancellationToken);
        var sessions = await db.Sessions.Where(s => ids.Contains(s.CaseId))
            .OrderBy(s => s.Number)
            .Select(s => new { s.Id, s.CaseId, s.Number, s.HeldOn }).ToListAsync(cancellationToken);
        var ratings = await (
            from a in db.Administrations.AsNoTracking()
            where a.Perspective == Perspective.Own
            join s in db.Sessions on a.SessionId equals s.Id
            where ids.Contains(s.CaseId)
            join r in db.Set<Response>().Where(r => r.SupersededById == null) on a.Id equals r.AdministrationId into live
            from r in live.DefaultIfEmpty()
            select new
            {
                Administration = a,
                Response = r == null ? null : new { r.Id, r.Score, r.SubmittedAt, r.RecordedById },
            }).ToListAsync(cancellationToken);
        var consents = await db.ConsentRecords
            .Where(r => r.CaseId != null && ids.Contains(r.CaseId.Value))
            .Select(r => new { r.CaseId, Consent = new SealedConsent(r.Scopes, r.RecordedAt, r.WithdrawnAt) })
            .ToListAsync(cancellationToken);
        var holders = await db.CasesOf.Where(o => ids.Contains(o.CaseId))
            .Select(o => new { o.CaseId, o.TherapistId, o.From, o.To }).ToListAsync(cancellationToken);

        var now = clock.GetUtcNow();
        var ratingsOf = ratings.ToLookup(
            r => r.Administration.SessionId,
            r => new SealedRating(
                r.Administration, r.Administration.StatusAt(now), r.Response?.Id, r.Response?.Score,
                r.Response?.SubmittedAt, r.Response?.RecordedById));
        var sessionsOf = sessions.ToLookup(
            s => s.CaseId, s => new SealedSession(s.Id, s.Number, s.HeldOn, [.. ratingsOf[s.Id]]));
        var consentsOf = consents.ToLookup(c => c.CaseId!.Value, c => c.Consent);
        var holdersOf = holders.ToLookup(h => h.CaseId);

        return
        [
            .. rows.Select(c =>
            {
                var today = LocalDay.Of(now, c.TimeZone);
                var current = holdersOf[c.Id].Where(h => h.From <= today && (h.To is null || h.To > today))
                    .MaxBy(h => h.From)?.TherapistId;
                return new SealedCase(
                    c.ProgrammeId, c.Id, c.Code, new DisclosurePolicy(c.Disclosure, c.DisclosureSession),
                    [.. consentsOf[c.Id]], current,
                    current ?? holdersOf[c.Id].MaxBy(h => h.From)?.TherapistId, [.. sessionsOf[c.Id]]);
            }),
        ];
    }

    private sealed record SealedConsent(ConsentScopes Scopes, DateTimeOffset RecordedAt, DateTimeOffset? WithdrawnAt)
    {
        /// <summary>A record that takes another's place begins at the instant that ends the other; anything else is a gap.</summary>
        public bool TakesThePlaceOf(SealedConsent earlier) => earlier.WithdrawnAt == RecordedAt;
    }

    private sealed record SealedRating(
        Administration Administration, AdministrationStatus Status, Guid? ResponseId, double? Score,
        DateTimeOffset? SubmittedAt, Guid? RecordedById)
    {
        public bool IsIn => ResponseId is not null;

        public bool Late => Administration.Late;

        public bool IsOpen => Status is AdministrationStatus.Due or AdministrationStatus.Opened;

        public double? ScoreIf(bool evenLate) => Late && !evenLate ? null : Score;

        public RatingView View(bool show, bool released) => new(
            Status, Late, Administration.OpenedAt, Administration.FinishedAt, Administration.WindowClosesAt, released,
            show ? Score : null);
    }

    private sealed record SealedSession(Guid Id, int Number, DateOnly? HeldOn, IReadOnlyList<SealedRating> Ratings)
    {
        public SealedRating? Therapist { get; } = Find(Ratings, Rater.Therapist, Measure.Alliance);

        public SealedRating? Alliance { get; } = Find(Ratings, Rater.Patient, Measure.Alliance);

        public SealedRating? WellBeing { get; } = Find(Ratings, Rater.Patient, Measure.WellBeing);

        public bool WasHeld => HeldOn is not null || Ratings.Any(r => r.IsIn);

        /// <summary>The session took place and the patient has nothing left to say about it.</summary>
        public bool IsSettled => WasHeld && !Ratings.Any(r => r.Administration.Rater == Rater.Patient && r.IsOpen);

        private static SealedRating? Find(IReadOnlyList<SealedRating> ratings, Rater rater, Measure measure) =>
            ratings.FirstOrDefault(r => r.Administration.Rater == rater && r.Administration.Measure == measure);
    }

    private sealed record SealedCase(
        Guid ProgrammeId, Guid Id, string Code, DisclosurePolicy Policy, IReadOnlyList<SealedConsent> Consents,
        Guid? TherapistId, Guid? RatedById, IReadOnlyList<SealedSession> Sessions)
    {
        private const ConsentScopes Feedback = ConsentScopes.TakePart | ConsentScopes.Feedback;

        private readonly List<int> _own =
            [.. Sessions.Where(s => IsOwn(s, TherapistId)).Select(s => s.Number)];

        private readonly List<SealedConsent> _consents =
            [.. Consents.OrderBy(c => c.RecordedAt).ThenBy(c => c.WithdrawnAt ?? DateTimeOffset.MaxValue)];

        private readonly List<int> _settled = [.. Sessions.Where(s => s.IsSettled).Select(s => s.Number)];

        public IEnumerable<(Guid ProgrammeId, Guid ResponseId)> Released => Passing(IsReleased);

        public IEnumerable<(Guid ProgrammeId, Guid ResponseId)> ReleasedToConsultant => Passing(IsReleasedToConsultant);

        /// <summary>What the consent in force allows; nothing without one.</summary>
        private ConsentScopes Consent { get; } =
            Consents.SingleOrDefault(c => c.WithdrawnAt is null)?.Scopes ?? ConsentScopes.None;

        public bool IsReleased(SealedRating? rating) =>
            rating is not null
            && TherapistId is not null
            && rating.IsIn
            && Agreed(rating, Feedback)
            && Sessions.Single(s => s.Id == rating.Administration.SessionId) is var session
            && Policy.Allows(_own.Contains(session.Number), session.Alliance is { IsIn: true }, _own, _settled);

        public bool IsReleasedToConsultant(SealedRating? rating) =>
            IsReleased(rating) && Agreed(rating!, ConsentScopes.Consultant);

        public CaseRatings For(Func<SealedRating?, bool> released, Func<SealedSession, bool> showOwn) => new(
            Id, Code, Policy, Consent,
            [
                .. Sessions.Select(s => new SessionView(
                    s.Id, s.Number, s.HeldOn,
                    Show(s.Therapist, IsOwn(s, TherapistId) && showOwn(s), released: false),
                    Show(s.Alliance, released(s.Alliance), released(s.Alliance)),
                    Show(s.WellBeing, released(s.WellBeing), released(s.WellBeing)))),
            ]);

        /// <summary>
        /// The patient has agreed without a break from sending it until now. A consent does not work backwards: what was
        /// sent without it, or sealed since by taking it back, stays sealed whatever is agreed later. At the very instant
        /// of a change, what was agreed before and after must both hold.
        /// </summary>
        private bool Agreed(SealedRating rating, ConsentScopes scopes)
        {
            var sent = rating.SubmittedAt!.Value;
            var since = _consents.Where(c => c.WithdrawnAt is null || c.WithdrawnAt >= sent).ToList();

            return since.Count > 0
                && since[0].RecordedAt <= sent
                && since[^1].WithdrawnAt is null
                && since.All(c => c.Scopes.HasFlag(scopes))
                && since.Zip(since.Skip(1)).All(c => c.Second.TakesThePlaceOf(c.First));
        }

        private IEnumerable<(Guid ProgrammeId, Guid ResponseId)> Passing(Func<SealedRating?, bool> passes) =>
            from s in Sessions
            from rating in new[] { s.Alliance, s.WellBeing }
            where passes(rating)
            select (ProgrammeId, rating!.ResponseId!.Value);

        private static RatingView Show(SealedRating? rating, bool show, bool released) =>
            rating?.View(show, released) ?? RatingView.NotAsked;

        /// <summary>What a colleague rated before the case was handed over stays the colleague's.</summary>
        private static bool IsOwn(SealedSession session, Guid? therapistId) =>
            session.Therapist is { IsIn: true } own && (own.RecordedById is null || own.RecordedById == therapistId);
    }
}
