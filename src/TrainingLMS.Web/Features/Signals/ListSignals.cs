using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Data.Ratings;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Signals;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Infrastructure.Signals;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Signals;

/// <summary>What is worth asking about, in own cases or in those of the therapists one meets; the oldest first.</summary>
public static class ListSignals
{
    public sealed record Query : IQuery<Page>, IViews;

    /// <param name="Rows">Not closed, brought to a consultation first, then by age.</param>
    /// <param name="Rules">The table in force.</param>
    public sealed record Page(IReadOnlyList<Row> Rows, SignalRules Rules);

    /// <param name="CaseId">The case.</param>
    /// <param name="Code">Its code.</param>
    /// <param name="Own">The reader's own; otherwise a case of a therapist they meet.</param>
    /// <param name="Signal">What it is.</param>
    /// <param name="Step">How far people are with it.</param>
    /// <param name="By">Who took the last step.</param>
    /// <param name="SteppedAt">When.</param>
    /// <param name="BroughtAt">Since when it is on the list for the next consultation.</param>
    public sealed record Row(
        Guid CaseId, string Code, bool Own, Signal Signal, SignalStep Step, string? By, DateTimeOffset? SteppedAt,
        DateTimeOffset? BroughtAt);

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants { get; } =
        [
            Allow.To<Query>(Who.Therapist, "own cases, where released", (_, _, _) => Task.FromResult(true)),
            Allow.To<Query>(Who.Consultant, "cases shared with them", (_, _, _) => Task.FromResult(true)),
        ];
    }

    public sealed class Handler(
        AppDbContext db, Seal seal, OwnCases own, ConsultedCases consulted, NetworkSpread spreads, SignalRules rules,
        CurrentUser user, TimeProvider clock) : IRequestHandler<Query, Page>
    {
        public async Task<Page> Handle(Query request, CancellationToken cancellationToken)
        {
            var mine = user.Holds(Role.Therapist)
                ? await own.Of(user).Select(o => o.CaseId).Distinct().ToListAsync(cancellationToken) : [];
            var theirs = user.Holds(Role.Consultant)
                ? await consulted.Of(user).Select(o => o.CaseId).Distinct().ToListAsync(cancellationToken) : [];
            var programmes = await db.Cases.Where(c => mine.Contains(c.Id) || theirs.Contains(c.Id))
                .Select(c => new { c.Id, c.ProgrammeId }).ToDictionaryAsync(c => c.Id, c => c.ProgrammeId, cancellationToken);
            var cases = new List<(CaseRatings Case, bool Own)>();
            cases.AddRange((await seal.ForTherapistAsync(user.Id, mine, cancellationToken)).Select(c => (c, true)));
            cases.AddRange((await seal.ForConsultantAsync(user.Id, theirs, cancellationToken)).Select(c => (c, false)));

            var marks = await (
                from mark in db.SignalMarks
                where mine.Contains(mark.CaseId) || theirs.Contains(mark.CaseId)
                join person in db.Users on mark.SteppedById equals person.Id into people
                from person in people.DefaultIfEmpty()
                select new { Mark = mark, Name = person == null ? null : person.DisplayName })
                .AsNoTracking().ToListAsync(cancellationToken);
            var rows = new List<Row>();
            foreach (var (item, isOwn) in cases)
            {
                var spread = await spreads.OfAsync(programmes[item.CaseId], seal, cancellationToken);
                foreach (var signal in SignalFinder.Find(item, rules, spread, clock.GetUtcNow()))
                {
                    var mark = marks.Find(m => m.Mark.CaseId == item.CaseId && m.Mark.Kind == signal.Kind && m.Mark.Session == signal.Session);
                    rows.Add(new Row(
                        item.CaseId, item.Code, isOwn, signal, mark?.Mark.Step ?? SignalStep.New, mark?.Name,
                        mark?.Mark.SteppedAt, mark?.Mark.BroughtAt));
                }
            }

            return new Page(
                [
                    .. rows.Where(r => r.Step != SignalStep.Closed)
                        .OrderBy(r => r.BroughtAt is null).ThenBy(r => r.Signal.Since).ThenBy(r => r.Code, StringComparer.Ordinal),
                ],
                rules);
        }
    }
}
