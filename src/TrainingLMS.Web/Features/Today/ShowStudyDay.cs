using MediatR;
using Microsoft.EntityFrameworkCore;
using TrainingLMS.Data;
using TrainingLMS.Domain.Instruments;
using TrainingLMS.Domain.People;
using TrainingLMS.Domain.Ratings;
using TrainingLMS.Web.Infrastructure;
using TrainingLMS.Web.Pipeline;

namespace TrainingLMS.Web.Features.Today;

/// <summary>How complete the study's ratings are, by session and rater: counts of forms, never a value and never an arm.</summary>
public static class ShowStudyDay
{
    public sealed record Query : IQuery<Day>;

    public sealed record Day(int Cases, int Sessions, int Paired, IReadOnlyList<Line> Lines)
    {
        /// <summary>The session with the smallest share of forms that came in.</summary>
        public Line? Worst => Lines.Where(l => l.Asked > 0 && l.Done < l.Asked).MinBy(l => (double)l.Done / l.Asked);
    }

    /// <param name="Session">Number in the case.</param>
    /// <param name="Therapist">The therapist's form on the alliance.</param>
    /// <param name="Patient">The patient's form on the alliance.</param>
    /// <param name="WellBeing">The patient's form on well-being.</param>
    public sealed record Line(int Session, Forms Therapist, Forms Patient, Forms WellBeing)
    {
        public int Done => Therapist.Done + Patient.Done + WellBeing.Done;

        public int Asked => Therapist.Asked + Patient.Asked + WellBeing.Asked;
    }

    /// <param name="Done">Came in.</param>
    /// <param name="Declined">The rater said no.</param>
    /// <param name="Missing">The window closed without an answer.</param>
    /// <param name="Open">Can still come.</param>
    public sealed record Forms(int Done, int Declined, int Missing, int Open)
    {
        /// <summary>All whose time has come, without those that can still come.</summary>
        public int Asked => Done + Declined + Missing;
    }

    public sealed class Access : IAccess<Query>
    {
        public IReadOnlyList<Grant<Query>> Grants { get; } =
        [
            Allow.To<Query>(Who.Researcher, "programme", (_, _, _) => Task.FromResult(true)),
            Allow.To<Query>(Who.PrincipalInvestigator, "programme", (_, _, _) => Task.FromResult(true)),
        ];
    }

    public sealed class Handler(AppDbContext db, CurrentUser user, TimeProvider clock) : IRequestHandler<Query, Day>
    {
        public async Task<Day> Handle(Query request, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            Guid[] mine = [.. user.ProgrammesAs(Role.Researcher).Concat(user.ProgrammesAs(Role.PrincipalInvestigator)).Distinct()];

            var held = db.Sessions.Where(s => mine.Contains(s.ProgrammeId) && s.HeldOn != null);
            var own = db.Administrations.Where(a => a.Perspective == Perspective.Own);
            var forms = await (
                from s in held
                join a in own on s.Id equals a.SessionId
                group a by new { s.Number, a.Rater, a.Measure, a.Status, Closed = a.WindowClosesAt <= now } into cell
                select new { cell.Key, Count = cell.Count() }).ToListAsync(cancellationToken);
            var sessions = await held.GroupBy(s => s.Number)
                .Select(g => new { Number = g.Key, Held = g.Count() }).OrderBy(g => g.Number).ToListAsync(cancellationToken);
            var asked = await db.ProgrammeInstruments
                .Where(i => mine.Contains(i.ProgrammeId) && i.Perspective == Perspective.Own)
                .Select(i => new { i.Rater, i.Measure }).Distinct().ToListAsync(cancellationToken);
            var programmes = await db.Programmes.Where(p => mine.Contains(p.Id)).Select(p => new
            {
                Cases = db.Cases.Count(c => c.ProgrammeId == p.Id),
                Paired = held.Count(s => s.ProgrammeId == p.Id
                    && own.Count(a => a.SessionId == s.Id && a.Status == AdministrationStatus.Done
                        && a.Measure == Measure.Alliance && a.Occasion == Occasion.After) == 2),
            }).ToListAsync(cancellationToken);

            return new Day(
                programmes.Sum(p => p.Cases),
                sessions.Sum(s => s.Held),
                programmes.Sum(p => p.Paired),
                [.. sessions.Select(s => new Line(
                    s.Number,
                    Of(s.Number, s.Held, Rater.Therapist, Measure.Alliance),
                    Of(s.Number, s.Held, Rater.Patient, Measure.Alliance),
                    Of(s.Number, s.Held, Rater.Patient, Measure.WellBeing)))]);

            Forms Of(int number, int heldSessions, Rater rater, Measure measure)
            {
                var cells = forms
                    .Where(f => f.Key.Number == number && f.Key.Rater == rater && f.Key.Measure == measure).ToList();
                if (cells.Count == 0 && !asked.Exists(a => a.Rater == rater && a.Measure == measure))
                    return new Forms(0, 0, 0, 0);

                var done = cells.Where(c => c.Key.Status == AdministrationStatus.Done).Sum(c => c.Count);
                var declined = cells.Where(c => c.Key.Status == AdministrationStatus.Declined).Sum(c => c.Count);
                var open = cells.Where(c => IsOpen(c.Key.Status) && !c.Key.Closed).Sum(c => c.Count);

                // A session without a form of this kind misses it too: files of ratings bring only what was filled in.
                return new Forms(done, declined, Math.Max(0, heldSessions - done - declined - open), open);
            }
        }

        private static bool IsOpen(AdministrationStatus status) =>
            status is AdministrationStatus.Due or AdministrationStatus.Opened;
    }
}
